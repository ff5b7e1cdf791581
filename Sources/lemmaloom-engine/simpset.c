#include "simpset.h"

#include <stdlib.h>
#include <string.h>

#include "elab.h"
#include "goal.h"
#include "header.h"
#include "simplist.h"
#include "spent.h"
#include "syntax.h"

struct simp_set {
  char *names;
  obj context, procedures; /* NULL: Lean objects to a name, and says so the ordinary way */
};
static struct simp_set *sets; /* the eldest first */
static size_t count;
size_t simp_sets_max = 256;

/* A set adds auxiliary theorems to the environment. It does so to the latest of these, each of
 * which holds all that the ones before it hold. A state whose environment is one of these lacks
 * nothing in the latest, and may take that over; one that added something of its own may not. */
enum { MAX_ENVIRONMENTS = 4096 };
static obj environments[MAX_ENVIRONMENTS];
static size_t environment_count;

/* The goal `True`, without hypotheses: where sets are elaborated. */
static struct values base;
static obj base_goal;

size_t simp_set_count(void) { return count; }

static bool prepare(void) {
  if (base_goal) return true;
  struct failure failure = {0};
  struct text statement = {0};
  text_add(&statement, "True", 4);
  run_begin(header_values());
  base_goal = goal_of(&statement, 0, &failure);
  if (base_goal) base = run_values();
  run_end();
  text_clear(&statement);
  text_clear(&failure.text);
  if (!base_goal) return false;
  environments[environment_count++] = keep(values_environment(header_values()));
  return true;
}

static bool is_ours(obj environment) {
  for (size_t i = environment_count; i-- > 0;)
    if (environments[i] == environment) return true;
  return false;
}

static obj latest(void) { return environments[environment_count - 1]; }

static struct values in_latest(const struct values *v) {
  struct values now = values_keep(v);
  if (values_environment(v) != latest())
    now.core = with_field(now.core, CORE_ENVIRONMENT, keep(latest()));
  return now;
}

/* What TacticM takes in front of the rest: no elaborator by name, errors are logged; the goals. */
static obj tactic_context(void) {
  uint8_t *recover;
  obj context = construct_with_bytes(&recover, 1, box(0));
  *recover = true;
  return context;
}
static obj goal_ref(obj goal) { return elab.new_ref(construct(1, 2, keep(goal), box(0))); }

static obj no_theorems(obj context, obj ref, obj world) {
  (void)world;
  drop(context);
  drop(ref);
  return construct(1, 1, box(0)); /* never asked for: `only` */
}

/* The node of `simp only [names]`, owned, or NULL. */
static obj simp_node(const char *names, struct failure *failure) {
  static obj kind;
  if (!kind) kind = name_of("Lean.Parser.Tactic.simp");
  struct text text = {0};
  text_format(&text, "simp only [");
  text_add(&text, names, strlen(names));
  text_add(&text, "]", 1);
  obj syntax = script_syntax(latest(), &text, failure);
  text_clear(&text);
  if (!syntax) return NULL;
  obj node = node_of_kind(syntax, kind);
  if (node) keep(node);
  drop(syntax);
  return node;
}

static void take_environment(void) {
  struct values now = run_values();
  obj environment = values_environment(&now);
  if (environment != latest()) {
    environments[environment_count++] = keep(environment);
    struct values *header = header_values();
    header->core = with_field(header->core, CORE_ENVIRONMENT, keep(environment));
  }
  values_drop(&now);
}

static void elaborate(struct simp_set *set) {
  struct failure failure = {0};
  struct values start = in_latest(&base);
  run_begin(&start);
  obj node = simp_node(set->names, &failure);
  if (node) {
    obj result = elab.simp_context(node, box(false), box(0), box(false), closure(no_theorems, 3),
                                   tactic_context(), goal_ref(base_goal), TERM);
    if (run_went_well(result, &failure)) {
      obj made = run_result(result);
      set->context = keep(fields_of(made)[0]);
      set->procedures = keep(fields_of(made)[1]);
      drop(made);
      take_environment();
    }
  }
  run_end();
  values_drop(&start);
  text_clear(&failure.text);
}

static void forget_eldest(void) {
  free(sets->names);
  if (sets->context) {
    drop(sets->context);
    drop(sets->procedures);
  }
  memmove(sets, sets + 1, --count * sizeof *sets);
}

/* The set of these names, or NULL. */
static const struct simp_set *set_of(const char *names) {
  for (size_t i = count; i-- > 0;)
    if (!strcmp(sets[i].names, names)) return sets + i;
  if (environment_count == MAX_ENVIRONMENTS) return NULL;
  if (!sets) sets = calloc(simp_sets_max, sizeof *sets);
  if (!sets) abort();
  if (count == simp_sets_max) forget_eldest();
  struct simp_set *set = sets + count++;
  *set = (struct simp_set){.names = strdup(names)};
  if (!set->names) abort();
  enum account before = spend_on(SIMP_SETS);
  elaborate(set);
  spend_on(before);
  return set;
}

/* Elaborates the names behind the set, on top of it; the context and procedures are replaced. */
static bool add_names(const char *names, obj goal, obj *context, obj *procedures,
                      struct failure *failure) {
  obj node = simp_node(names, failure);
  if (!node) {
    drop(*context);
    drop(*procedures);
    return false;
  }
  enum { LIST = 4 }; /* simp, configuration, discharger, only, list, location */
  obj arguments = keep(child(node, LIST));
  drop(node);
  obj result =
      elab.simp_arguments(arguments, *context, *procedures, box(false), box(0), box(false),
                          tactic_context(), goal_ref(goal), TERM);
  *context = *procedures = NULL;
  if (!run_went_well(result, failure)) return false;
  obj made = run_result(result);
  *context = keep(fields_of(made)[0]);
  *procedures = keep(fields_of(made)[1]);
  drop(made);
  return true;
}

static bool simplify(const struct simp_set *set, const char *names, obj goal, obj *left,
                     struct failure *failure) {
  obj context = keep(set->context), procedures = keep(set->procedures);
  if (*names) {
    enum account before = spend_on(SIMP_SETS);
    bool good = add_names(names, goal, &context, &procedures, failure);
    spend_on(before);
    if (!good) return false;
  }
  obj hypotheses = lean.array_of_list(box(0));
  obj result = elab.simp_goal(keep(goal), context, procedures, box(0), box(true), hypotheses,
                              keep(*elab.no_statistics), META);
  if (!run_went_well(result, failure)) return false;
  /* (none or some (hypotheses, goal), statistics) */
  obj found = take_field(run_result(result), 0);
  *left = is_scalar(found) ? box(0)
                           : construct(1, 2, keep(fields_of(fields_of(found)[0])[1]), box(0));
  drop(found);
  return true;
}

bool simp_set_run(const struct values *from, obj goal, const struct text *script, obj *left,
                  struct values *after, bool *good, struct failure *failure) {
  struct simp_list list = {0};
  if (!simp_sets_max || !simp_list_read(&list, script) || !prepare()) return false;
  simp_list_split(&list, from, goal);
  bool known = list.leading.count && is_ours(values_environment(from));
  const struct simp_set *set = known ? set_of(list.leading.bytes) : NULL;
  bool begun = set && set->context;
  if (begun) {
    struct values start = in_latest(from);
    run_begin(&start);
    values_drop(&start);
    const char *others = list.others.count ? list.others.bytes : "";
    *good = simplify(set, others, goal, left, failure);
    if (*good) *after = run_values();
  }
  simp_list_clear(&list);
  return begun;
}
