/* What is said about one file: a verdict, and the names in it. */
#pragma once
#include <stdarg.h>

#include "lean_abi.h"
#include "text.h"

/* As Lean writes it, told apart from every other name: a part that could be misread stands in
 * «». */
void text_name(struct text *, obj name);
/* The name as a JSON string. */
void text_json_name(struct text *, obj name);

enum verdict { CHECKED, REJECTED, DECLINED };
/* The file being judged; one at a time, one thread. */
struct outcome {
  enum verdict verdict;
  struct text reason, declaration;
  struct text axioms, imports; /* JSON strings with commas between them */
  size_t declarations, unsafe;
};
extern struct outcome outcome;

/* Calls `judge`; reject() and decline() end it early. */
void judging(void (*judge)(const char *path), const char *path);
/* The kernel objects, or the file claims something else than the kernel makes of it. */
_Noreturn void reject(obj declaration, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Nobody can tell: limits, a file that is not what Lean writes, imports that are missing. */
_Noreturn void decline(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, about one declaration. */
_Noreturn void decline_at(obj declaration, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* One line of JSON on standard output, at once. */
void outcome_print(const char *path, double milliseconds);
