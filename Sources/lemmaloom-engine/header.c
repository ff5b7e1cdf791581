#include "header.h"

#include <string.h>

#include "elab.h"

static struct values base;
static bool is_open;

struct values *header_values(void) { return is_open ? &base : NULL; }

static obj import_of(const char *module) {
  uint8_t *flags; /* importAll, isExported, isMeta */
  obj import = construct_with_bytes(&flags, 1, name_of(module));
  flags[1] = 1;
  return import;
}

static obj import(char *modules, struct failure *failure) {
  /* As Lean does where a file does not say `prelude`. */
  obj list = construct(1, 2, import_of("Init"), box(0)), last = list;
  for (char *module = strtok(modules, " "); module; module = strtok(NULL, " ")) {
    obj next = construct(1, 2, import_of(module), box(0));
    fields_of(last)[1] = next;
    last = next;
  }
  elab.enable_initializers(); /* for the extensions; importing switches it off again */
  /* trust level 0, no plugins, not kept for ever, with extensions, private parts too, no
   * artifacts */
  enum { PRIVATE = 2 };
  obj empty_map = box(1), plugins = lean.array_of_list(box(0));
  obj result = lean.import_modules(lean.array_of_list(list), keep(*lean.options_empty), 0, plugins,
                                   false, true, PRIVATE, empty_map);
  if (result->tag == 0) return elab.set_main_module(take_field(result, 0), name_of("_stdin"));
  obj text = lean.error_text(take_field(result, 0));
  fail_with(failure, bytes_of_string(text), size_of_string(text));
  drop(text);
  return NULL;
}

/* Lean.Elab.Command.State */
enum { COMMAND_MESSAGES = 1, COMMAND_INFO = 8, COMMAND_FIELDS = 13 };

/* What editors want to know is not collected. */
static obj without_info(obj state) {
  obj info = fields_of(state)[COMMAND_INFO];
  info = with_field(keep(info), 0, keep(fields_of(info)[0]));
  bytes_after(info)[0] = false;
  return with_field(state, COMMAND_INFO, info);
}

static bool said_errors(obj frontend, struct failure *failure) {
  obj state = elab.ref_value(frontend);
  obj messages = elab.message_array(keep(fields_of(fields_of(state)[0])[COMMAND_MESSAGES]));
  drop(state);
  return !no_error(failure, messages);
}

/* Runs commands on a command state, taken over; gives the state behind them, or NULL. */
static obj run_commands(obj state, const struct text *text, struct failure *failure) {
  obj input = elab.input_context(lean.string(text->bytes, text->count), lean.string("header", 6),
                                 true, box(text->count));
  uint8_t *flags;
  obj parser = construct_with_bytes(&flags, 1, box(0));
  obj frontend = elab.new_ref(
      construct(0, 4, state, parser, box(0), lean.array_of_list(box(0))));
  bool ended = false, failed = false;
  while (!ended && !failed) {
    run_reset_heartbeats();
    obj result = elab.process_command(input, frontend);
    if (result->tag) {
      fail(failure, "a command of the header ended without a message");
      failed = true;
    } else {
      ended = unbox(fields_of(result)[0]);
      failed = said_errors(frontend, failure);
    }
    drop(result);
  }
  state = failed ? NULL : take_field(elab.ref_value(frontend), 0);
  drop(frontend);
  drop(input);
  return state;
}

/* The options that LeanPool.definitions gives to a batch, then the commands. */
static void command_text(struct text *text, const struct header_text *header) {
  text_format(text,
              "set_option maxErrors 0\nset_option maxHeartbeats %lu\nset_option maxRecDepth %lu\n"
              "set_option Elab.async false\nset_option pp.fieldNotation false\n"
              "set_option linter.all false\nset_option pp.unicode.fun false\n"
              "set_option pp.showLetValues true\n",
              header->heartbeats, header->depth);
  text_add(text, header->commands->bytes, header->commands->count);
  text_add(text, "\n", 1);
}

bool header_open(const struct header_text *header, struct failure *failure) {
  obj environment = import(header->modules, failure);
  if (!environment) return false;
  obj state =
      elab.command_state(environment, keep(*elab.no_messages), keep(*lean.options_empty));
  if (!is_shaped(state, 0, COMMAND_FIELDS))
    return fail(failure, "this Lean keeps its state in another shape");
  struct text text = {0};
  command_text(&text, header);
  state = run_commands(without_info(state), &text, failure);
  text_clear(&text);
  is_open = state && run_capture(state, &base, failure);
  return is_open;
}
