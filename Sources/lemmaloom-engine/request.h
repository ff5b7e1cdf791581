/* Requests, one a line: fields with TAB between them, in which \n, \t and \\ are escaped. */
#pragma once
#include "text.h"

#include <stdbool.h>

enum { MAX_LINE = 4 << 20, MAX_TEXT = 256 << 10, MAX_ID = 128, MAX_FIELDS = 1 << 16 };

struct request {
  size_t count;
  struct text *fields; /* UTF-8 without zeros, each closed by one; never NULL */
};
/* Reads a line. False at the end of the input. A line that cannot be taken is answered with what
 * is wrong, and has no fields. */
bool request_read(struct request *);
/* A whole number up to `most` in field `i`. */
bool request_number(const struct request *, size_t i, unsigned long most, unsigned long *number);
