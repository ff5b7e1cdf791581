/* One tactic script at one goal of a state. */
#pragma once
#include "states.h"

/* Applies it and answers. The state stays what it is; what is left of the goal, if anything, is
 * kept as `new_id`. */
void tactic_answer(const struct state *, size_t index, const char *new_id,
                   const struct text *script);
