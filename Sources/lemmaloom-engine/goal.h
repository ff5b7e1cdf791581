/* Statements become proof states. */
#pragma once
#include "states.h"

/* Elaborates the proposition and introduces `count` names; the state is kept as `id`. */
bool goal_open(const char *id, size_t count, const struct text *statement, struct failure *);
/* A goal of this statement with the first `count` binders introduced, on the values that run
 * works on: its identifier, owned, or NULL. */
obj goal_of(const struct text *statement, size_t count, struct failure *);
