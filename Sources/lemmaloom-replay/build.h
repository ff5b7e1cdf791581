/* Names, levels and terms, built anew by Lean's own constructors.
 *
 * Lean caches hashes and bounds inside of them, and its kernel believes these; so no object of
 * the file is ever used. */
#pragma once
#include "olean.h"

/* Set where the module is to be imported by Lean, which believes what it caches: that must be
 * right. */
extern bool build_checks_caches;
/* The tables for the file that is open. */
void build_open(void);
/* Frees them, and the objects in them. */
void build_close(void);

/* All results are owned. */
obj build_name(value);
obj build_names(value list);
obj build_term(value);
/* A list of what `build` makes of each element. */
obj build_list(value list, obj (*build)(value));
/* Calls `with` for each name that a term mentions, once at least. */
void build_mentioned(value term, void (*with)(obj name));
