#include "outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct outcome outcome;
static jmp_buf judged;

static bool plain(const char *part, size_t count) {
  if (!count || (*part >= '0' && *part <= '9')) return false;
  for (size_t i = 0; i < count; i++) {
    unsigned char c = (unsigned char)part[i];
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
    if (c == 0xc2 && i + 1 < count && (part[i + 1] == '\xab' || part[i + 1] == '\xbb'))
      return false; /* « or » */
    if (!letter && !(c >= '0' && c <= '9') && c < 0x80 && !strchr("_'!?", c)) return false;
    if (!c) return false;
  }
  return true;
}

void text_name(struct text *text, obj name) {
  if (is_scalar(name)) {
    text_format(text, "[anonymous]");
    return;
  }
  obj prefix = fields_of(name)[0], part = fields_of(name)[1];
  if (!is_scalar(prefix)) {
    text_name(text, prefix); /* as deep as the reader lets names be */
    text_add(text, ".", 1);
  }
  if (name->tag == 2) {
    if (is_scalar(part)) text_format(text, "%zu", unbox(part));
    else text_format(text, "«big number»");
    return;
  }
  const char *bytes = bytes_of_string(part);
  size_t count = size_of_string(part);
  if (plain(bytes, count)) {
    text_add(text, bytes, count);
    return;
  }
  text_format(text, "«");
  for (size_t i = 0; i < count; i++) {
    text_add(text, bytes + i, 1);
    if (i && !memcmp(bytes + i - 1, "\xc2\xbb", 2)) text_format(text, "»"); /* » is doubled */
  }
  text_format(text, "»");
}

void text_json_name(struct text *text, obj name) {
  struct text plain_text = {0};
  text_name(&plain_text, name);
  text_json(text, plain_text.bytes, plain_text.count);
  text_clear(&plain_text);
}

void judging(void (*judge)(const char *path), const char *path) {
  text_clear(&outcome.reason);
  text_clear(&outcome.declaration);
  text_clear(&outcome.axioms);
  text_clear(&outcome.imports);
  outcome = (struct outcome){.verdict = CHECKED};
  if (!setjmp(judged)) judge(path);
}

/* All frames between here and judging() are this program's own: Lean never calls back. */
_Noreturn static void end(enum verdict verdict, obj declaration, const char *format, va_list list) {
  outcome.verdict = verdict;
  text_say(&outcome.reason, format, list);
  if (declaration) text_name(&outcome.declaration, declaration);
  longjmp(judged, 1);
}

void reject(obj declaration, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  end(REJECTED, declaration, format, arguments);
}

void decline(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  end(DECLINED, NULL, format, arguments);
}

void decline_at(obj declaration, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  end(DECLINED, declaration, format, arguments);
}

static void member(struct text *line, const char *key, const struct text *value) {
  text_format(line, ",\"%s\":", key);
  text_json(line, value->bytes ? value->bytes : "", value->count);
}

void outcome_print(const char *path, double milliseconds) {
  static const char *const verdicts[] = {"checked", "rejected", "declined"};
  struct text line = {0};
  text_format(&line, "{\"file\":");
  text_json(&line, path, strlen(path));
  text_format(&line, ",\"verdict\":\"%s\"", verdicts[outcome.verdict]);
  member(&line, "reason", &outcome.reason);
  member(&line, "declaration", &outcome.declaration);
  text_format(&line, ",\"declarations\":%zu,\"axioms\":[", outcome.declarations);
  text_add(&line, outcome.axioms.bytes ? outcome.axioms.bytes : "", outcome.axioms.count);
  text_format(&line, "],\"unsafe\":%zu,\"imports\":[", outcome.unsafe);
  text_add(&line, outcome.imports.bytes ? outcome.imports.bytes : "", outcome.imports.count);
  text_format(&line, "],\"milliseconds\":%.1f}\n", milliseconds);
  for (size_t done = 0; done < line.count;) {
    ssize_t n = write(STDOUT_FILENO, line.bytes + done, line.count - done);
    if (n <= 0) break;
    done += (size_t)n;
  }
  text_clear(&line);
}
