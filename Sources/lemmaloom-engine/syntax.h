/* Texts to syntax, in the environment and the namespaces of the header. */
#pragma once
#include "failure.h"

/* Brackets within brackets: Lean's parser and elaborator recurse on these, and what they take then
 * neither heartbeats nor the depth bounds. */
enum { MAX_NESTING = 500 };
/* False, with a limit, where a text has more. */
bool nests_within_bounds(const struct text *, struct failure *);

/* A term; owned, or NULL. */
obj term_syntax(obj borrowed_environment, const struct text *, struct failure *);
/* A tactic script: as it would stand behind `· ` in a proof, so line for line what a batch runs.
 * Within run_begin and run_end, which then have its text as the file. */
obj script_syntax(obj borrowed_environment, const struct text *, struct failure *);
/* The first node of this kind, borrowed, or NULL. */
obj node_of_kind(obj borrowed_syntax, obj borrowed_kind);
/* Child `i` of a node, borrowed. */
obj child(obj node, size_t i);
