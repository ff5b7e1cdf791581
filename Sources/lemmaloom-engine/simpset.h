/* `simp only [name, …]`: the lemmas of the names that lead the list are elaborated once, and kept
 * for all goals. */
#pragma once
#include "run.h"

/* The sets kept at most, the eldest go first; 0: none. */
extern size_t simp_sets_max;
size_t simp_set_count(void);
/* Runs a script that is such a `simp only`, and gives what `run_script` gives. False where it is
 * not one, or cannot be done with a kept set: nothing has begun then. */
bool simp_set_run(const struct values *from, obj goal, const struct text *script, obj *left,
                  struct values *after, bool *good, struct failure *);
