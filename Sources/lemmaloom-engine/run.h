/* Work of Lean's elaborator on a saved state: contexts made once, and new references every time,
 * so that nothing changes what was saved. */
#pragma once
#include "failure.h"

/* What the monads read and change. All owned. */
struct values {
  obj term, meta, core;
};
/* Places in these, by position. */
enum { CORE_ENVIRONMENT = 0, CORE_MESSAGES = 6, CORE_FIELDS = 9 };
enum { META_CONTEXT = 0, META_FIELDS = 5 };

struct values values_keep(const struct values *);
void values_drop(struct values *);
obj values_environment(const struct values *); /* borrowed */

/* Once: captures the contexts and the first values from a command state, taken over. */
bool run_capture(obj command_state, struct values *first, struct failure *);

/* References on these values, until run_end. Heartbeats count from here. */
void run_begin(const struct values *);
/* The values now, owned; without messages, and in the environment of run_begin if nothing was added
 * to that. */
struct values run_values(void);
/* Until run_end: the text that positions in syntax are about, a Lean.FileMap, taken over. Tactics
 * that suggest something look there. */
void run_use_file(obj map);
void run_end(void);
void run_reset_heartbeats(void);

/* The messages logged so far, an array; owned. */
obj run_messages(void);
/* Whether the call went well and nothing was logged that counts; else the failure is set and the
 * result dropped. */
bool run_went_well(obj result, struct failure *);
/* The only field of a result that went well. */
obj run_result(obj result);
/* The term with what has been assigned by now; both owned. */
obj run_instantiate(obj term);

/* The message of an exception as Lean would log it: with what its terms need to be printed, and
 * names as they read within the header's namespaces. Taken over, owned. */
obj in_context(obj message);

/* Contexts and references as arguments; owned. */
struct contexts {
  obj term, term_ref, meta, meta_ref, core, core_ref;
};
extern struct contexts run;
#define META keep(run.meta), keep(run.meta_ref), keep(run.core), keep(run.core_ref)
#define TERM keep(run.term), keep(run.term_ref), META
/* Options, namespace and opened namespaces of the header; borrowed. */
obj run_options(void);
obj run_namespace(void);
obj run_opened(void);
