#include "run.h"

#include "elab.h"
#include "environment.h"

struct contexts run;
static struct contexts captured;
static obj begun_in; /* the environment that run_begin was given */

/* Lean.Core.Context holds, first, what seldom changes. */
enum { CORE_CONTEXT_FIELDS = 3, CORE_CONTEXT_FIRST = 12 };
enum { FILE_MAP = 1, OPTIONS = 2, NAMESPACE = 4, OPENED = 5 };

static obj common(unsigned i) { return fields_of(fields_of(run.core)[0])[i]; }
obj run_options(void) { return common(OPTIONS); }
obj run_namespace(void) { return common(NAMESPACE); }
obj run_opened(void) { return common(OPENED); }

struct values values_keep(const struct values *v) {
  return (struct values){keep(v->term), keep(v->meta), keep(v->core)};
}

void values_drop(struct values *v) {
  drop(v->term);
  drop(v->meta);
  drop(v->core);
  *v = (struct values){0};
}

obj values_environment(const struct values *v) { return fields_of(v->core)[CORE_ENVIRONMENT]; }

/* Lean calls this with everything that TermElabM gets; all owned. */
static obj capture(obj term, obj term_ref, obj meta, obj meta_ref, obj core, obj core_ref,
                   obj world) {
  (void)world;
  captured = (struct contexts){term, term_ref, meta, meta_ref, core, core_ref};
  return construct(0, 1, box(0));
}

static obj command_context(void) {
  obj input = elab.input_context(lean.string("\n", 1), lean.string("<goal>", 6), true, box(1));
  obj name = keep(fields_of(input)[1]), map = keep(fields_of(input)[2]);
  drop(input);
  /* Lean.Elab.Command.Context: file name and map, depth, position, macro stack, token of the
   * position, macro scope, reference, snapshot, cancelling; and a flag behind them */
  obj scope = keep(*elab.first_macro_scope);
  uint8_t *flag;
  return construct_with_bytes(&flag, 10, name, map, box(0), box(0), box(0), box(0), scope, box(0),
                              box(0), box(0));
}

static bool has_known_shape(const struct values *v) {
  obj core = captured.core;
  return is_shaped(core, 0, CORE_CONTEXT_FIELDS) &&
         is_shaped(fields_of(core)[0], 0, CORE_CONTEXT_FIRST) &&
         is_shaped(captured.meta, 0, 7) && is_shaped(captured.term, 0, 8) &&
         is_shaped(v->core, 0, CORE_FIELDS) && is_shaped(v->meta, 0, META_FIELDS) &&
         is_shaped(v->term, 0, 7);
}

bool run_capture(obj state, struct values *first, struct failure *failure) {
  run_reset_heartbeats();
  obj result = elab.lift_term_elab(closure(capture, 7), command_context(), elab.new_ref(state));
  if (result->tag || !captured.core)
    return fail(failure, "no elaborator can be had of the header");
  drop(result);
  *first = (struct values){elab.ref_value(captured.term_ref), elab.ref_value(captured.meta_ref),
                           elab.ref_value(captured.core_ref)};
  if (!has_known_shape(first)) return fail(failure, "this Lean keeps its state in another shape");
  run = captured;
  return true;
}

void run_reset_heartbeats(void) {
  /* The first is what maxHeartbeats counts. */
  elab.set_heartbeats(0);
  elab.reset_heartbeat();
}

void run_begin(const struct values *v) {
  run.term_ref = elab.new_ref(keep(v->term));
  run.meta_ref = elab.new_ref(keep(v->meta));
  run.core_ref = elab.new_ref(keep(v->core));
  begun_in = keep(values_environment(v));
  run_reset_heartbeats();
}

void run_use_file(obj map) {
  obj first = with_field(keep(fields_of(captured.core)[0]), FILE_MAP, map);
  obj core = with_field(keep(captured.core), 0, first);
  if (run.core != captured.core) drop(run.core);
  run.core = core;
}

void run_end(void) {
  if (run.core != captured.core) drop(run.core);
  run.core = captured.core;
  drop(begun_in);
  drop(run.term_ref);
  drop(run.meta_ref);
  drop(run.core_ref);
  run.term_ref = run.meta_ref = run.core_ref = NULL;
}

struct values run_values(void) {
  obj core = elab.ref_value(run.core_ref);
  if (fields_of(core)[CORE_MESSAGES] != *elab.no_messages)
    core = with_field(core, CORE_MESSAGES, keep(*elab.no_messages));
  obj environment = fields_of(core)[CORE_ENVIRONMENT];
  if (environment != begun_in && environment_is_same(environment, begun_in))
    core = with_field(core, CORE_ENVIRONMENT, keep(begun_in));
  return (struct values){elab.ref_value(run.term_ref), elab.ref_value(run.meta_ref), core};
}

obj run_messages(void) {
  return elab.message_array(take_field(elab.ref_value(run.core_ref), CORE_MESSAGES));
}

bool run_went_well(obj result, struct failure *failure) {
  obj exception = result->tag ? keep(fields_of(result)[0]) : NULL;
  if (no_failure(failure, run_messages(), exception)) return true;
  drop(result);
  return false;
}

obj run_result(obj result) { return take_field(result, 0); }

obj run_instantiate(obj term) {
  obj context = take_field(elab.ref_value(run.meta_ref), META_CONTEXT);
  return take_field(elab.instantiate(context, term), 0);
}

obj in_context(obj message) {
  enum { WITH_CONTEXT = 3, WITH_NAMING_CONTEXT = 4 };
  enum { META_HYPOTHESES = 2 }; /* of Lean.Meta.Context */
  obj core = elab.ref_value(run.core_ref), meta = elab.ref_value(run.meta_ref);
  obj hypotheses = keep(fields_of(run.meta)[META_HYPOTHESES]);
  obj context = construct(0, 4, take_field(core, CORE_ENVIRONMENT),
                          take_field(meta, META_CONTEXT), hypotheses, keep(run_options()));
  message = construct(WITH_CONTEXT, 2, context, message);
  obj names = construct(0, 2, keep(run_namespace()), keep(run_opened()));
  return construct(WITH_NAMING_CONTEXT, 2, names, message);
}
