#include "goal.h"

#include "elab.h"
#include "header.h"
#include "syntax.h"

/* True or false of a result that is a Bool, which is dropped. */
static bool is_true(obj result) { return unbox(run_result(result)); }

/* What is left open in a theorem's statement is an error, in Lean's words. */
static bool is_complete(obj type, struct failure *failure) {
  if (!unbox(elab.has_mvar(keep(type)))) return true;
  obj found = elab.unassigned(keep(type), META);
  if (!run_went_well(found, failure)) return false;
  found = elab.log_unassigned(run_result(found), box(0), TERM);
  if (!run_went_well(found, failure)) return false;
  drop(found);
  return fail(failure, "the statement has metavariables");
}

static bool is_proposition(obj type, struct failure *failure) {
  obj result = elab.is_prop(keep(type), META);
  if (!run_went_well(result, failure)) return false;
  return is_true(result) || fail(failure, "the statement is not a proposition");
}

static obj no_exception(obj level) {
  drop(level);
  return box(false);
}

/* Levels that are not said become parameters, as in a theorem. */
static obj with_parameters(obj type, struct failure *failure) {
  obj result = elab.level_parameters(run_instantiate(type), closure(no_exception, 1), TERM);
  return run_went_well(result, failure) ? run_result(result) : NULL;
}

static obj elaborate(obj syntax, struct failure *failure) {
  obj result = elab.elab_type(syntax, TERM);
  if (!run_went_well(result, failure)) return NULL;
  obj type = run_result(result);
  result = elab.synthesize(box(false), TERM);
  if (!run_went_well(result, failure)) {
    drop(type);
    return NULL;
  }
  drop(result);
  type = with_parameters(type, failure);
  if (!type) return NULL;
  bool good = is_complete(type, failure) && is_proposition(type, failure);
  if (good && unbox(elab.has_sorry(keep(type)))) good = fail(failure, "uses sorry");
  if (good) return type;
  drop(type);
  return NULL;
}

obj goal_of(const struct text *statement, size_t count, struct failure *failure) {
  obj syntax = term_syntax(values_environment(header_values()), statement, failure);
  obj type = syntax ? elaborate(syntax, failure) : NULL;
  if (!type) return NULL;
  obj result = elab.new_goal(type, box(0), META);
  if (!run_went_well(result, failure)) return NULL;
  obj goal = take_field(run_result(result), 0); /* of a term that is a metavariable */
  result = elab.intro(goal, box(count), META);
  /* (names, goal) */
  return run_went_well(result, failure) ? take_field(run_result(result), 1) : NULL;
}

bool goal_open(const char *id, size_t count, const struct text *statement,
               struct failure *failure) {
  run_begin(header_values());
  obj goal = goal_of(statement, count, failure);
  if (goal) state_put(id, run_values(), construct(1, 2, goal, box(0)));
  run_end();
  return goal != NULL;
}
