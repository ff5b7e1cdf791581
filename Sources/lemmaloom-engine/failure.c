#include "failure.h"

#include <string.h>

#include "elab.h"
#include "run.h"

bool fail(struct failure *failure, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  text_clear(&failure->text);
  text_say(&failure->text, format, arguments);
  va_end(arguments);
  return false;
}

bool fail_with(struct failure *failure, const char *bytes, size_t count) {
  text_clear(&failure->text);
  text_add(&failure->text, bytes, count);
  return false;
}

/* As LeanLimits in Sources/LeanInterface says, and the end of the stack, which ends a batch. */
static bool is_limit(const char *text) {
  static const char *const limits[] = {
      "(deterministic) timeout", "maximum recursion depth", "excessive memory consumption",
      "(kernel) deep recursion", "the kernel refused to evaluate",
      "maximum universe level offset", "deep recursion was detected", "Stack overflow"};
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    if (strstr(text, limits[i])) return true;
  return false;
}

enum rank { SILENT, SORRY, UNSOLVED, ERROR, LIMIT };

/* Keeps `data`, taken over, where it counts for more than what was found so far. */
static enum rank consider(struct failure *failure, enum rank so_far, enum rank rank, obj data) {
  if (rank < UNSOLVED) {
    drop(data);
    if (rank <= so_far) return so_far;
    fail(failure, "uses sorry");
    return rank;
  }
  obj string = elab.message_string(data);
  if (is_limit(bytes_of_string(string))) rank = LIMIT;
  if (rank > so_far) {
    fail_with(failure, bytes_of_string(string), size_of_string(string));
    so_far = rank;
  }
  drop(string);
  return so_far;
}

static bool has_kind(obj data, obj name) {
  obj kind = elab.message_kind(keep(data));
  bool same = lean.name_eq(kind, name);
  drop(kind);
  return same;
}

static enum rank consider_message(struct failure *failure, enum rank so_far, obj message) {
  static obj unsolved_goals, has_sorry;
  if (!unsolved_goals) {
    unsolved_goals = name_of("Tactic.unsolvedGoals");
    has_sorry = name_of("hasSorry");
  }
  /* Lean.Message: file, two positions, caption, data; keepFullRange, severity, isSilent */
  enum { DATA = 4, SEVERITY = 1, IS_SILENT = 2, WARNING = 1, IS_ERROR = 2 };
  obj data = fields_of(message)[DATA];
  const uint8_t *bytes = bytes_after(message);
  if (bytes[IS_SILENT]) return so_far;
  if (bytes[SEVERITY] == IS_ERROR) {
    enum rank rank = has_kind(data, unsolved_goals) ? UNSOLVED : ERROR;
    return consider(failure, so_far, rank, keep(data));
  }
  if (has_kind(data, has_sorry)) return consider(failure, so_far, SORRY, keep(data));
  return so_far;
}

/* Lean.Exception.error: syntax, message; .internal: its number, and more. */
static enum rank consider_exception(struct failure *failure, enum rank so_far, obj exception) {
  enum { INTERNAL = 1, MESSAGE = 1 };
  if (exception->tag != INTERNAL)
    return consider(failure, so_far, ERROR, in_context(keep(fields_of(exception)[MESSAGE])));
  if (so_far >= UNSOLVED) return so_far; /* it was said why before this was thrown */
  if (unbox(elab.is_abort(keep(fields_of(exception)[0])))) fail(failure, "aborted");
  else fail(failure, "internal exception");
  return ERROR;
}

static enum rank worst(struct failure *failure, obj messages, obj exception) {
  run_reset_heartbeats(); /* printing is work, too */
  enum rank found = SILENT;
  for (size_t i = 0; i < size_of_array(messages); i++)
    found = consider_message(failure, found, items_of_array(messages)[i]);
  drop(messages);
  if (exception) {
    found = consider_exception(failure, found, exception);
    drop(exception);
  }
  failure->is_limit = found == LIMIT;
  return found;
}

bool no_failure(struct failure *failure, obj messages, obj exception) {
  return worst(failure, messages, exception) == SILENT;
}

bool no_error(struct failure *failure, obj messages) {
  enum rank found = worst(failure, messages, NULL);
  if (found == SORRY) text_clear(&failure->text);
  return found <= SORRY;
}
