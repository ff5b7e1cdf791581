#include "tactic.h"

#include "answer.h"
#include "elab.h"
#include "simpset.h"
#include "spent.h"
#include "syntax.h"

/* The goals that the script leaves, a list, and the values then; both owned. False after a
 * failure. Between run_begin and run_end. */
static bool run_script(const struct values *from, obj goal, const struct text *script,
                       obj *left, struct values *after, struct failure *failure) {
  obj syntax = script_syntax(values_environment(from), script, failure);
  if (!syntax) return false;
  obj result = elab.run_tactic(keep(goal), syntax, keep(run.term), keep(from->term), META);
  if (!run_went_well(result, failure)) return false;
  obj pair = run_result(result); /* (goals, state of Term) */
  *left = keep(fields_of(pair)[0]);
  *after = run_values();
  drop(after->term);
  after->term = take_field(pair, 1);
  return true;
}

/* ---- what a batch objects to where nothing was logged */

static bool has_sorry(obj term) { return unbox(elab.has_sorry(run_instantiate(term))); }

static bool is_declared(const struct values *values, obj id) {
  obj context = keep(fields_of(values->meta)[META_CONTEXT]);
  obj found = elab.declaration(context, keep(id));
  bool is = !is_scalar(found);
  drop(found);
  return is;
}

/* The proof of the goal so far: without `sorry`, also where it waits for other goals, and without
 * anything open where no goal is left. */
static bool is_sound(const struct values *before, obj goal, bool closed, struct failure *failure) {
  if (has_sorry(elab.mvar(keep(goal)))) return fail(failure, "uses sorry");
  obj proof = run_instantiate(elab.mvar(keep(goal)));
  bool complete = !unbox(elab.has_mvar(keep(proof)));
  if (complete) {
    drop(proof);
    return true;
  }
  obj result = elab.unassigned(proof, META);
  if (!run_went_well(result, failure)) return false;
  obj ids = run_result(result);
  bool sound = true, open = false;
  for (size_t i = 0; sound && i < size_of_array(ids); i++) {
    obj id = items_of_array(ids)[i];
    if (has_sorry(elab.mvar(keep(id)))) sound = fail(failure, "uses sorry");
    open = open || !is_declared(before, id);
  }
  if (sound && closed && open) {
    result = elab.log_unassigned(keep(ids), box(0), TERM);
    sound = run_went_well(result, failure) &&
            fail(failure, "the proof has metavariables that are no goals");
  }
  drop(ids);
  return sound;
}

/* ---- answers */

/* What Lean prints of a goal. */
static bool add_goal(struct text *line, obj goal, struct failure *failure) {
  enum { WIDTH = 120 };
  run_reset_heartbeats();
  obj result = elab.pp_goal(keep(goal), META);
  if (!run_went_well(result, failure)) return false;
  obj string = elab.pretty(run_result(result), box(WIDTH), box(0), box(0));
  text_json(line, bytes_of_string(string), size_of_string(string));
  drop(string);
  return true;
}

static bool say(struct text *line, obj left, struct failure *failure) {
  if (is_scalar(left)) {
    text_format(line, "{\"outcome\":\"closed\"}");
    return true;
  }
  text_format(line, "{\"outcome\":\"goals\",\"goals\":[");
  for (obj l = left; !is_scalar(l); l = fields_of(l)[1]) {
    if (l != left) text_add(line, ",", 1);
    if (!add_goal(line, fields_of(l)[0], failure)) return false;
  }
  text_format(line, "]}");
  return true;
}

void tactic_answer(const struct state *state, size_t index, const char *new_id,
                   const struct text *script) {
  struct failure failure = {0};
  struct text line = {0};
  struct values before = values_keep(&state->values), after = {0};
  obj goal = keep(state->goals[index]), left = NULL;
  bool good = nests_within_bounds(script, &failure);
  if (good && !simp_set_run(&before, goal, script, &left, &after, &good, &failure)) {
    run_begin(&before);
    good = run_script(&before, goal, script, &left, &after, &failure);
  }
  good = good && is_sound(&before, goal, is_scalar(left), &failure);
  spend_on(PRINTING);
  good = good && say(&line, left, &failure);
  if (run.core_ref) run_end();
  if (good && !is_scalar(left)) state_put(new_id, after, left); /* `state` may be gone now */
  else if (left) {
    drop(left);
    values_drop(&after);
  }
  values_drop(&before);
  drop(goal);
  if (good) answer_line(&line);
  else answer_outcome(&failure);
  text_clear(&line);
}
