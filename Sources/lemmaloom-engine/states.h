/* The proof states that are kept, by the caller's names for them. */
#pragma once
#include "run.h"

struct state {
  char *id;
  struct values values;
  size_t goal_count;
  obj *goals; /* identifiers of metavariables */
};

size_t state_count(void);
/* NULL where there is none. Good until the next call that adds or removes one. */
struct state *state_find(const char *id);
/* Keeps a state, in place of one of the same name. Takes over the values, and the list of goals. */
void state_put(const char *id, struct values, obj goals);
void state_forget(const char *id);
