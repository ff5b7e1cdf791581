/* Where the processor time of the thread that serves goes. */
#pragma once

enum account {
  START_UP,
  READING_AND_WRITING,
  HEADERS,
  STATEMENTS,
  SIMP_SETS,
  TACTICS,
  PRINTING,
  ACCOUNTS
};

/* From now on time goes to this account. Gives the one it went to until now. */
enum account spend_on(enum account);
/* Milliseconds of the account so far. */
double spent_on(enum account);
