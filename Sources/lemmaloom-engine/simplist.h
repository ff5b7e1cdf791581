/* The names in `simp only [name, ← name, …]`. */
#pragma once
#include "run.h"

struct simp_list {
  struct text leading; /* those in front of the first that is a hypothesis, with commas */
  struct text others;  /* the rest */
  char *items;
  size_t count;
};
/* False where the script is anything but such a list of names. */
bool simp_list_read(struct simp_list *, const struct text *script);
/* Sorts the names by the goal's hypotheses. The order is kept: of two lemmas that fit the same
 * term Lean prefers one by the order. */
void simp_list_split(struct simp_list *, const struct values *, obj goal);
void simp_list_clear(struct simp_list *);
