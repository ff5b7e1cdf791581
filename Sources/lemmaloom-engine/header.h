/* What all goals of this process stand on: imports, options and the header's commands. */
#pragma once
#include "run.h"

struct header_text {
  char *modules; /* with blanks between them; changed */
  const struct text *commands;
  unsigned long heartbeats, depth;
};
/* Once in a process. */
bool header_open(const struct header_text *, struct failure *);
/* NULL until it is open. New goals start from these. */
struct values *header_values(void);
