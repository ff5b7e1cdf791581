#include "syntax.h"

#include <string.h>

#include "elab.h"
#include "run.h"

static size_t bracket(const char *s, int *step) {
  static const struct {
    const char *bytes;
    int step;
  } brackets[] = {{"(", 1}, {"[", 1}, {"{", 1}, {"⟨", 1}, {")", -1}, {"]", -1}, {"}", -1},
                  {"⟩", -1}};
  for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
    size_t length = strlen(brackets[i].bytes);
    *step = brackets[i].step;
    if (!strncmp(s, brackets[i].bytes, length)) return length;
  }
  *step = 0;
  return 1;
}

bool nests_within_bounds(const struct text *text, struct failure *failure) {
  int depth = 0, step;
  for (size_t i = 0; i < text->count; i += bracket(text->bytes + i, &step)) {
    bracket(text->bytes + i, &step);
    depth += step;
    if (depth < 0) depth = 0;
    if (depth > MAX_NESTING) {
      fail(failure, "brackets are nested over the limit of %d", MAX_NESTING);
      failure->is_limit = true;
      return false;
    }
  }
  return true;
}

obj term_syntax(obj environment, const struct text *text, struct failure *failure) {
  static const char file[] = "goal";
  obj string = lean.string(text->bytes, text->count);
  obj result = elab.parse_category(keep(environment), name_of("term"), string,
                                   lean.string(file, strlen(file)));
  if (result->tag == 1) return take_field(result, 0);
  const char *said = bytes_of_string(fields_of(result)[0]);
  /* "goal:1:7: expected term" */
  for (int colons = 0; colons < 3 && strchr(said, ':'); colons++) said = strchr(said, ':') + 1;
  said += strspn(said, " ");
  fail_with(failure, said, strlen(said));
  drop(result);
  return NULL;
}

/* ---- scripts */

struct parsed {
  obj syntax;
  size_t end;
  obj messages;
};

/* Reads the command at `start`. */
static struct parsed parse_command(obj input, obj environment, size_t start) {
  obj context = construct(0, 4, keep(environment), keep(run_options()), keep(run_namespace()),
                          keep(run_opened()));
  uint8_t *flags;
  obj state = construct_with_bytes(&flags, 1, box(start));
  obj result = elab.parse_command(keep(input), context, state, keep(*elab.no_messages));
  /* (syntax, state, messages) */
  obj rest = fields_of(result)[1];
  struct parsed parsed = {.syntax = keep(fields_of(result)[0]),
                          .end = unbox(fields_of(fields_of(rest)[0])[0]),
                          .messages = elab.message_array(keep(fields_of(rest)[1]))};
  drop(result);
  return parsed;
}

/* The text, as a batch has it: the same column for all lines, and the same line behind them. */
static size_t embed(struct text *command, const struct text *script) {
  static const char head[] = "example : True := by\n  · ", end[] = "section end\n";
  text_add(command, head, strlen(head));
  for (size_t i = 0; i < script->count; i++) {
    text_add(command, script->bytes + i, 1);
    if (script->bytes[i] == '\n') text_add(command, "    ", 4);
  }
  text_add(command, "\n", 1);
  size_t behind = command->count;
  text_add(command, end, strlen(end));
  return behind;
}

obj script_syntax(obj environment, const struct text *script, struct failure *failure) {
  static obj bullet;
  if (!bullet) bullet = name_of("Lean.cdot");
  struct text command = {0};
  size_t behind = embed(&command, script);
  obj input = elab.input_context(lean.string(command.bytes, command.count),
                                 lean.string("tactic", 6), true, box(command.count));
  text_clear(&command);
  struct parsed parsed = parse_command(input, environment, 0);
  obj syntax = parsed.syntax, sequence = NULL;
  bool read = no_failure(failure, parsed.messages, NULL);
  if (read && parsed.end != behind) {
    /* The script ended the command: what stands behind is no tactic, and Lean says why. */
    struct parsed next = parse_command(input, environment, parsed.end);
    drop(next.syntax);
    read = no_failure(failure, next.messages, NULL) && fail(failure, "not tactic text");
  }
  obj node = read ? node_of_kind(syntax, bullet) : NULL;
  if (node) {
    enum { INPUT_MAP = 2 }; /* of Lean.Parser.InputContext: text, file, map, end */
    run_use_file(keep(fields_of(input)[INPUT_MAP]));
    sequence = keep(child(node, 1));
  }
  if (read && !node) fail(failure, "not tactic text");
  drop(syntax);
  drop(input);
  return sequence;
}

/* ---- nodes. Lean.Syntax.node: source, kind, children. */

enum { NODE = 1, KIND = 1, CHILDREN = 2 };

obj child(obj node, size_t i) { return items_of_array(fields_of(node)[CHILDREN])[i]; }

obj node_of_kind(obj syntax, obj kind) {
  if (is_scalar(syntax) || syntax->tag != NODE) return NULL;
  if (lean.name_eq(fields_of(syntax)[KIND], kind)) return syntax;
  size_t count = size_of_array(fields_of(syntax)[CHILDREN]);
  for (size_t i = 0; i < count; i++) {
    obj found = node_of_kind(child(syntax, i), kind);
    if (found) return found;
  }
  return NULL;
}
