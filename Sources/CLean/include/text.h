/* Growing texts, and JSON to answer with. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

struct text {
  char *bytes; /* never NULL once something was added; closed by a zero */
  size_t count, capacity;
};
void text_add(struct text *, const char *bytes, size_t count);
/* At most 1023 bytes of what is said. */
void text_format(struct text *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_say(struct text *, const char *format, va_list);
void text_clear(struct text *);
/* As a JSON string, quotes included. What is not UTF-8 becomes U+FFFD. */
void text_json(struct text *, const char *bytes, size_t count);
/* The length of the UTF-8 character at `bytes`, of which `left` are there, or 0. */
size_t utf8_length(const char *bytes, size_t left);
