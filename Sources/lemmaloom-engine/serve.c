#include "serve.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "goal.h"
#include "header.h"
#include "request.h"
#include "simpset.h"
#include "spent.h"
#include "syntax.h"
#include "tactic.h"

enum { MAX_BINDERS = 100000, MAX_GOALS = 1 << 20, MAX_OPTION = 999999999 };

static char under_way[320];
const char *serve_under_way(void) { return under_way; }

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* ---- fields; each says what is wrong with it */

static bool is_id(const struct text *field) {
  if (field->count && field->count <= MAX_ID) return true;
  answer_error("a state's name has 1 to %d bytes", MAX_ID);
  return false;
}

static bool is_text(const struct text *field) {
  if (field->count && field->count <= MAX_TEXT) return true;
  answer_error("a text has 1 to %d bytes", MAX_TEXT);
  return false;
}

static bool is_number(const struct request *r, size_t i, unsigned long most,
                      unsigned long *number) {
  if (request_number(r, i, most, number)) return true;
  answer_error("field %zu is no number up to %lu", i, most);
  return false;
}

static bool is_open(void) {
  if (header_values()) return true;
  answer_error("no header yet");
  return false;
}

/* ---- requests */

static void answer_header(const struct request *r) {
  static bool was_tried;
  struct header_text header = {.modules = r->fields[1].bytes, .commands = r->fields + 2};
  if (!is_number(r, 3, MAX_OPTION, &header.heartbeats)) return;
  if (!is_number(r, 4, MAX_OPTION, &header.depth)) return;
  if (was_tried) {
    answer_error("a process has one header");
    return;
  }
  was_tried = true;
  struct failure failure = {0};
  double start = milliseconds();
  spend_on(HEADERS);
  if (!header_open(&header, &failure)) {
    answer_failure(&failure);
    return;
  }
  struct text line = {0};
  text_format(&line, "{\"ok\":true,\"milliseconds\":%.1f}", milliseconds() - start);
  answer_line(&line);
}

static void answer_goal(const struct request *r) {
  unsigned long count;
  if (!is_open() || !is_id(r->fields + 1) || !is_number(r, 2, MAX_BINDERS, &count) ||
      !is_text(r->fields + 3))
    return;
  struct failure failure = {0};
  spend_on(STATEMENTS);
  if (nests_within_bounds(r->fields + 3, &failure) &&
      goal_open(r->fields[1].bytes, count, r->fields + 3, &failure))
    answer_ok();
  else answer_failure(&failure);
}

static void answer_tactic(const struct request *r) {
  unsigned long index;
  if (!is_open() || !is_id(r->fields + 1) || !is_number(r, 2, MAX_GOALS, &index) ||
      !is_id(r->fields + 3) || !is_text(r->fields + 4))
    return;
  const struct state *state = state_find(r->fields[1].bytes);
  if (!state) answer_error("no state of this name");
  else if (index >= state->goal_count) answer_error("the state has %zu goals", state->goal_count);
  else if (!strcmp(r->fields[1].bytes, r->fields[3].bytes))
    answer_error("the new state has the name of the old one");
  else {
    spend_on(TACTICS);
    tactic_answer(state, index, r->fields[3].bytes, r->fields + 4);
  }
}

static void answer_forget(const struct request *r) {
  for (size_t i = 1; i < r->count; i++) state_forget(r->fields[i].bytes);
  answer_ok();
}

static void answer_status(const struct request *r) {
  (void)r;
  unsigned long pages = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file && fscanf(file, "%lu %lu", &pages, &resident) != 2) resident = 0;
  if (file) fclose(file);
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  struct text line = {0};
  text_format(&line, "{\"states\":%zu,\"simp_sets\":%zu,\"rss_mb\":%zu", state_count(),
              simp_set_count(), resident * page >> 20);
  static const char *const names[ACCOUNTS] = {"start_up", "io", "headers", "statements",
                                              "simp_sets", "tactics", "printing"};
  text_format(&line, ",\"milliseconds\":{");
  for (enum account a = 0; a < ACCOUNTS; a++)
    text_format(&line, "%s\"%s\":%.3f", a ? "," : "", names[a], spent_on(a));
  text_format(&line, "}}");
  answer_line(&line);
}

static const struct {
  const char *verb;
  size_t least, most; /* fields, with the verb */
  void (*answer)(const struct request *);
} verbs[] = {{"header", 5, 5, answer_header},
             {"goal", 4, 4, answer_goal},
             {"tactic", 5, 5, answer_tactic},
             {"forget", 2, MAX_FIELDS, answer_forget},
             {"status", 1, 1, answer_status}};

static void answer_request(const struct request *r) {
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    if (strcmp(r->fields[0].bytes, verbs[i].verb)) continue;
    if (r->count < verbs[i].least || r->count > verbs[i].most)
      answer_error("%s has another number of fields", verbs[i].verb);
    else verbs[i].answer(r);
    return;
  }
  answer_error("no such request");
}

static void note(const struct request *r) {
  size_t used = 0;
  for (size_t i = 0; i < r->count && used < sizeof under_way; i++)
    used += (size_t)snprintf(under_way + used, sizeof under_way - used, "%s ", r->fields[i].bytes);
}

void serve(void) {
  answer_start();
  spend_on(READING_AND_WRITING);
  struct request request;
  while (request_read(&request)) {
    if (!request.count) continue;
    if (request.count == 1 && !request.fields[0].count) {
      answer_end();
      continue;
    }
    note(&request);
    answer_request(&request);
    spend_on(READING_AND_WRITING);
    *under_way = 0;
  }
}
