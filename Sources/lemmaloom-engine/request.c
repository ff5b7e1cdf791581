#include "request.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"

static char line[MAX_LINE + 1];
static char buffer[1 << 16];
static ssize_t buffered, taken;
static struct text *fields;

/* The next byte, or -1 at the end. */
static int next_byte(void) {
  if (taken == buffered) {
    buffered = read(answer_input, buffer, sizeof buffer);
    taken = 0;
    if (buffered <= 0) return buffered = 0, -1;
  }
  return (unsigned char)buffer[taken++];
}

/* One line without its end. False at the end; a line that is too long is read over. */
static bool read_line(size_t *length, bool *too_long) {
  *length = 0;
  *too_long = false;
  int byte;
  bool any = false;
  while ((byte = next_byte()) >= 0) {
    any = true;
    if (byte == '\n') break;
    if (*length < MAX_LINE) line[(*length)++] = (char)byte;
    else *too_long = true;
  }
  return any;
}

static const char *objection(size_t length) {
  for (size_t i = 0; i < length;) {
    size_t n = line[i] ? utf8_length(line + i, length - i) : 0;
    if (!n) return "the request is not UTF-8, or holds a zero";
    if (line[i] == '\r') return "the request holds a carriage return";
    i += n;
  }
  return NULL;
}

/* Undoes the escapes of the field in line[from..<to], in place. */
static bool unescape(struct text *field, size_t from, size_t to) {
  char *out = line + from;
  for (size_t i = from; i < to; i++) {
    char c = line[i];
    if (c == '\\') {
      static const char from_c[] = "nt\\", to_c[] = "\n\t\\";
      const char *known = ++i < to ? strchr(from_c, line[i]) : NULL;
      if (!known) return false;
      c = to_c[known - from_c];
    }
    *out++ = c;
  }
  *field = (struct text){.bytes = line + from, .count = (size_t)(out - line) - from};
  return true;
}

static const char *split(struct request *request, size_t length) {
  size_t from = 0;
  for (size_t i = 0; i <= length; i++) {
    if (i < length && line[i] != '\t') continue;
    if (request->count == MAX_FIELDS) return "too many fields";
    if (!unescape(fields + request->count++, from, i)) return "only \\n, \\t and \\\\ are escapes";
    from = i + 1;
  }
  for (size_t i = 0; i < request->count; i++) fields[i].bytes[fields[i].count] = 0;
  return NULL;
}

bool request_read(struct request *request) {
  if (!fields) fields = calloc(MAX_FIELDS, sizeof *fields);
  if (!fields) abort();
  *request = (struct request){0, fields};
  size_t length;
  bool too_long;
  if (!read_line(&length, &too_long)) return false;
  const char *problem = too_long ? "the request is too long" : objection(length);
  if (!problem) problem = split(request, length);
  if (problem) {
    request->count = 0;
    answer_error("%s", problem);
  }
  return true;
}

bool request_number(const struct request *request, size_t i, unsigned long most,
                    unsigned long *number) {
  const struct text *field = request->fields + i;
  if (!field->count || field->count > 9 || strspn(field->bytes, "0123456789") != field->count)
    return false;
  *number = strtoul(field->bytes, NULL, 10);
  return *number <= most;
}
