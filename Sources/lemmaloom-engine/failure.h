/* Why Lean did not do what it was asked for: the first error, or a limit of its own. */
#pragma once
#include "lean_object.h"
#include "text.h"

struct failure {
  bool is_limit; /* nobody has said that the text is wrong */
  struct text text;
};

/* Sets what went wrong by the engine's own rules. Returns false, for the caller to pass on. */
bool fail(struct failure *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with a text of any length. */
bool fail_with(struct failure *, const char *bytes, size_t count);
/* Reads an array of messages, and the exception behind them if there was one (NULL: none), both
 * taken over. As a batch is read: a limit counts first, then the first error that does not just
 * name goals left over, then such a one, then the use of `sorry`. True if there is none of
 * these. */
bool no_failure(struct failure *, obj messages, obj exception);
/* The same where `sorry` is no failure. */
bool no_error(struct failure *, obj messages);
