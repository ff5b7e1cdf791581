/* All constants of the module that is open, found by name. */
#pragma once
#include "declaration.h"

extern struct declaration *declarations;
extern size_t declaration_count;

/* Reads what the constants claim, without their terms; says in the outcome how many there are,
 * which are axioms, and how many are unsafe. */
void module_read(value names, value constants);
/* Frees the constants. */
void module_close(void);
/* NULL where the module does not declare it. */
struct declaration *module_find_name(obj borrowed);
struct declaration *module_find(value name);
