#include "answer.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int answer_input;
static int output = STDOUT_FILENO;

void answer_start(void) {
  output = dup(STDOUT_FILENO);
  answer_input = dup(STDIN_FILENO);
  int nothing = open("/dev/null", O_RDONLY);
  if (output < 0 || answer_input < 0 || nothing < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0 ||
      dup2(nothing, STDIN_FILENO) < 0)
    _exit(2);
  close(nothing);
}

void answer_line(struct text *line) {
  text_add(line, "\n", 1);
  for (size_t done = 0; done < line->count;) {
    ssize_t n = write(output, line->bytes + done, line->count - done);
    if (n <= 0) _exit(0); /* nobody listens any more */
    done += (size_t)n;
  }
  text_clear(line);
}

void answer_end(void) {
  struct text line = {0};
  answer_line(&line);
}

void answer_ok(void) {
  struct text line = {0};
  text_format(&line, "{\"ok\":true}");
  answer_line(&line);
}

static void member(struct text *line, const struct text *value) {
  text_json(line, value->bytes ? value->bytes : "", value->count);
  text_add(line, "}", 1);
}

void answer_error(const char *format, ...) {
  struct failure failure = {0};
  va_list arguments;
  va_start(arguments, format);
  text_say(&failure.text, format, arguments);
  va_end(arguments);
  answer_failure(&failure);
}

static const char *kind(const struct failure *failure) {
  return failure->is_limit ? "limit" : "error";
}

void answer_failure(struct failure *failure) {
  struct text line = {0};
  text_format(&line, "{\"%s\":", kind(failure));
  member(&line, &failure->text);
  answer_line(&line);
  text_clear(&failure->text);
}

void answer_outcome(struct failure *failure) {
  struct text line = {0};
  text_format(&line, "{\"outcome\":\"%s\",\"text\":", kind(failure));
  member(&line, &failure->text);
  answer_line(&line);
  text_clear(&failure->text);
}
