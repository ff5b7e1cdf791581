#include "spent.h"

#include <time.h>

static double spent[ACCOUNTS];
static enum account current;
static double since;

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

enum account spend_on(enum account account) {
  double now = milliseconds();
  enum account before = current;
  spent[before] += now - since;
  since = now;
  current = account;
  return before;
}

double spent_on(enum account account) {
  spend_on(current);
  return spent[account];
}
