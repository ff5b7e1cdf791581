#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(struct text *text, const char *bytes, size_t count) {
  if (text->count + count + 1 > text->capacity) {
    size_t capacity = 2 * (text->count + count) + 64;
    char *larger = realloc(text->bytes, capacity);
    if (!larger) abort();
    text->bytes = larger;
    text->capacity = capacity;
  }
  memcpy(text->bytes + text->count, bytes, count);
  text->count += count;
  text->bytes[text->count] = 0;
}

void text_say(struct text *text, const char *format, va_list arguments) {
  char line[1024];
  int count = vsnprintf(line, sizeof line, format, arguments);
  if (count < 0) return;
  text_add(text, line, (size_t)count < sizeof line ? (size_t)count : sizeof line - 1);
}

void text_format(struct text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  text_say(text, format, arguments);
  va_end(arguments);
}

void text_clear(struct text *text) {
  free(text->bytes);
  *text = (struct text){0};
}

size_t utf8_length(const char *bytes, size_t left) {
  const unsigned char *s = (const unsigned char *)bytes;
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  if (*s < 0x80) return 1;
  size_t n = *s >> 5 == 6 ? 2 : *s >> 4 == 14 ? 3 : *s >> 3 == 30 ? 4 : 0;
  if (!n || n > left) return 0;
  uint32_t code = *s & (0xff >> (n + 1));
  for (size_t i = 1; i < n; i++) {
    if (s[i] >> 6 != 2) return 0;
    code = code << 6 | (s[i] & 63);
  }
  if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return 0;
  return n;
}

void text_json(struct text *text, const char *bytes, size_t count) {
  const unsigned char *s = (const unsigned char *)bytes;
  text_add(text, "\"", 1);
  for (size_t i = 0; i < count;) {
    size_t n = utf8_length(bytes + i, count - i);
    if (n == 0) text_add(text, "\xef\xbf\xbd", 3), n = 1;
    else if (s[i] == '"' || s[i] == '\\') text_format(text, "\\%c", s[i]);
    else if (s[i] < 0x20 || s[i] == 0x7f) text_format(text, "\\u%04x", s[i]);
    else text_add(text, bytes + i, n);
    i += n;
  }
  text_add(text, "\"", 1);
}
