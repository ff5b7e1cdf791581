/* One JSON object a line, on the standard output that the program was started with. */
#pragma once
#include "failure.h"

/* Takes standard output and input for this program alone: what Lean itself prints goes to standard
 * error, and it reads nothing. */
void answer_start(void);
/* The descriptor to read requests from. */
extern int answer_input;

void answer_line(struct text *line); /* written, and cleared */
void answer_ok(void);
/* The empty line behind the answers to a block of requests. */
void answer_end(void);
/* What is wrong with a request. */
void answer_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* {"error":…} or {"limit":…}; clears it. */
void answer_failure(struct failure *);
/* {"outcome":"error" or "limit","text":…}; clears it. */
void answer_outcome(struct failure *);
