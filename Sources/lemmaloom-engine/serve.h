/* The requests:
 *
 *   header  MODULES  COMMANDS  HEARTBEATS  RECDEPTH    {"ok":true,"milliseconds":…}
 *   goal    ID  N  TERM                                {"ok":true}
 *   tactic  ID  INDEX  NEW  TEXT                       {"outcome":"closed"},
 *                                                      {"outcome":"goals","goals":[…]},
 *                                                      {"outcome":"error" or "limit","text":…}
 *   forget  ID…                                        {"ok":true}
 *   status                                             {"states":…,"simp_sets":…,"rss_mb":…,
 *                                                       "milliseconds":{…}}
 *
 * TAB stands between fields. An empty line is answered by one: what stood before it is answered.
 * The milliseconds of processor time are by what they went to (spent.h). Where Lean objects to a
 * header or a goal, or a request is none, the answer is {"error":…}; {"limit":…} where a limit
 * ended it. A tactic that leaves goals is kept as NEW, in place of an older state of that name;
 * else NEW stays what it was. */
#pragma once

/* Answers requests until the input ends. */
void serve(void);
/* The request that is being answered, as far as it can be shown. */
const char *serve_under_way(void);
