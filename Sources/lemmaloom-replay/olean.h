/* The bytes of a compiled module, every access checked. Nothing here believes the file: what is
 * not as Lean writes it ends in decline().
 *
 * An object lies at an offset, a multiple of 8; a field is a small number or points to an object
 * that lies *before* the one it belongs to, so there are no circles.
 */
#pragma once
#include "outcome.h"

/* A field: a small number, or the offset of an object. */
typedef struct {
  bool is_small;
  uint64_t at; /* the number, or the offset */
} value;
/* A constructor. */
typedef struct {
  size_t at;
  unsigned tag, fields;
  size_t size;
} cell;
typedef struct {
  value *items;
  size_t count;
} values;

/* Reads the file into memory; it is not mapped, so nobody changes it while it is judged. */
void olean_open(const char *path);
void olean_close(void);
/* For tables with an entry an object. */
size_t olean_words(void);
/* The module's top object. */
cell olean_root(void);

_Noreturn void malformed(const char *what, size_t at);
cell cell_at(size_t at, const char *what);
cell cell_of(value, const char *what);
/* The same, with this tag and this many fields. */
cell cell_like(value, unsigned tag, unsigned fields, const char *what);
value field(cell, unsigned i);
/* Byte `i` behind the fields. */
uint8_t byte(cell, size_t i);
/* Such a byte that is true or false. */
bool flag(cell, size_t i);
uint32_t word32(cell);
/* The first eight bytes behind the fields: what Lean caches of a name, level or term. */
uint64_t cache(cell);
size_t small_number(value);
/* The elements of a list; free `items`. */
values list_values(value);
size_t array_count(value);
value array_element(value array, size_t i);
/* A Lean string, natural number; owned. */
obj string_of(value);
obj number_of(value);
