#include "olean.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "olean", format, flags, version (33 bytes), commit (40), the address the objects were laid out
 * for, the address of the top object. */
enum { AT_FORMAT = 5, AT_FLAGS = 6, AT_BASE = 80, AT_ROOT = 88, HEADER = 96 };
enum { FORMAT = 2, FLAG_GMP = 1 };
/* Bytes of a file; 64-bit digits of a number. */
enum { MAX_FILE = 256 << 20, MAX_DIGITS = 1 << 16 };

static uint8_t *file;
static size_t size;
static uint64_t base;

void malformed(const char *what, size_t at) {
  decline("not what Lean writes: no %s at byte %zu", what, at);
}

void olean_open(const char *path) {
  /* O_NONBLOCK: a pipe of that name must not hold us up. */
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) decline("cannot be read");
  struct stat status;
  bool regular = !fstat(descriptor, &status) && S_ISREG(status.st_mode);
  if (!regular || status.st_size < HEADER + 8 || status.st_size > MAX_FILE) {
    close(descriptor);
    decline(regular ? "a file of this size is not read" : "cannot be read");
  }
  size = (size_t)status.st_size;
  file = malloc(size);
  size_t done = 0;
  while (file && done < size) {
    ssize_t count = read(descriptor, file + done, size - done);
    if (count <= 0) break;
    done += (size_t)count;
  }
  close(descriptor);
  if (done < size) decline("cannot be read");
  if (memcmp(file, "olean", AT_FORMAT)) decline("not a compiled Lean module");
  if (file[AT_FORMAT] != FORMAT) decline("a compiled module of another format");
  memcpy(&base, file + AT_BASE, 8);
}

void olean_close(void) {
  free(file);
  file = NULL;
  size = 0;
}

size_t olean_words(void) { return size / 8 + 1; }

static uint64_t word(size_t at) {
  if (at > size - 8) malformed("word", at);
  uint64_t word;
  memcpy(&word, file + at, 8);
  return word;
}

/* The value at `at`; what it points to lies below `below`. */
static value value_at(size_t at, size_t below) {
  uint64_t w = word(at);
  if (w & 1) return (value){true, w >> 1};
  uint64_t to = w - base;
  if (w < base || to < HEADER || to % 8 || to >= below) malformed("earlier object", at);
  return (value){false, to};
}

cell olean_root(void) { return cell_of(value_at(AT_ROOT, size), "module"); }

cell cell_at(size_t at, const char *what) {
  uint64_t head = word(at);
  cell c = {at, head >> 56, head >> 48 & 255, head >> 32 & 65535};
  if (c.tag > TAG_LAST_CONSTRUCTOR || c.size < 8 + 8 * (size_t)c.fields || c.size > size - at ||
      (uint32_t)head) /* objects in a file are not counted */
    malformed(what, at);
  return c;
}

cell cell_of(value v, const char *what) {
  if (v.is_small) malformed(what, 0);
  return cell_at(v.at, what);
}

cell cell_like(value v, unsigned tag, unsigned fields, const char *what) {
  cell c = cell_of(v, what);
  if (c.tag != tag || c.fields != fields) malformed(what, c.at);
  return c;
}

value field(cell c, unsigned i) {
  if (i >= c.fields) malformed("field", c.at);
  return value_at(c.at + 8 + 8 * (size_t)i, c.at);
}

uint8_t byte(cell c, size_t i) {
  size_t offset = 8 + 8 * (size_t)c.fields + i;
  if (offset >= c.size) malformed("byte", c.at);
  return file[c.at + offset];
}

bool flag(cell c, size_t i) {
  uint8_t b = byte(c, i);
  if (b > 1) malformed("flag", c.at);
  return b;
}

uint32_t word32(cell c) {
  uint32_t w = 0;
  for (unsigned i = 4; i-- > 0;) w = w << 8 | byte(c, i);
  return w;
}

uint64_t cache(cell c) {
  byte(c, 7);
  return word(c.at + 8 + 8 * (size_t)c.fields);
}

size_t small_number(value v) {
  if (!v.is_small || v.at > 1u << 30) malformed("small number", v.is_small ? 0 : v.at);
  return v.at;
}

values list_values(value v) {
  values list = {NULL, 0};
  size_t capacity = 0;
  while (!v.is_small) {
    cell c = cell_like(v, 1, 2, "list");
    if (list.count == capacity) {
      capacity = capacity ? 2 * capacity : 8;
      value *larger = realloc(list.items, capacity * sizeof *larger);
      if (!larger) decline("no memory");
      list.items = larger;
    }
    list.items[list.count++] = field(c, 0);
    v = field(c, 1);
  }
  if (v.at) malformed("list", 0);
  return list;
}

/* An object that is no constructor. */
static bool is_object(value v, unsigned tag) {
  if (v.is_small) return false;
  uint64_t head = word(v.at);
  return head >> 56 == tag && !(uint32_t)head;
}

/* An array: head, count, capacity, elements. */
size_t array_count(value v) {
  if (!is_object(v, TAG_ARRAY)) malformed("array", v.is_small ? 0 : v.at);
  uint64_t count = word(v.at + 8);
  if (size - v.at < 24 || count > (size - v.at - 24) / 8) malformed("array", v.at);
  return count;
}

value array_element(value array, size_t i) { return value_at(array.at + 24 + 8 * i, array.at); }

/* A string: head, bytes with the closing zero, capacity, characters, bytes. */
obj string_of(value v) {
  if (!is_object(v, TAG_STRING)) malformed("string", v.is_small ? 0 : v.at);
  uint64_t count = word(v.at + 8);
  if (size - v.at < 33 || count < 1 || count > size - v.at - 32 || file[v.at + 31 + count])
    malformed("string", v.at);
  const char *bytes = (const char *)file + v.at + 32;
  obj s = lean.string(bytes, count - 1);
  /* Lean repairs what is not UTF-8, and then it would not be what the file says. */
  if (size_of_string(s) != count - 1 || memcmp(bytes_of_string(s), bytes, count))
    malformed("UTF-8", v.at);
  if (word(v.at + 16) != count || word(v.at + 24) != (uint64_t)fields_of(s)[2])
    malformed("length of a string", v.at);
  return s;
}

static obj nat_of_word(uint64_t w) { return w >> 63 ? kernel.nat_of_word(w) : box(w); }

/* A number: head, sign and count of digits, address of the digits, digits; GMP's layout. */
obj number_of(value v) {
  if (v.is_small) return box(v.at);
  if (!is_object(v, TAG_BIG_NUMBER) || !(file[AT_FLAGS] & FLAG_GMP)) malformed("number", v.at);
  int64_t count = (int64_t)word(v.at + 8) >> 32;
  if (count < 1 || (uint64_t)count > (size - v.at) / 8) malformed("number", v.at);
  if (count > MAX_DIGITS) decline("a number over the limit");
  size_t digits = v.at + 24;
  uint64_t top = word(digits + 8 * (size_t)(count - 1));
  /* Each number has one form: a small one is never written as a big one, and the top is not
   * zero. */
  if (!top || (count == 1 && !(top >> 63))) malformed("number", v.at);
  obj number = nat_of_word(top);
  for (int64_t i = count - 2; i >= 0; i--) {
    obj shifted = kernel.nat_shift_left(number, box(64));
    obj digit = nat_of_word(word(digits + 8 * (size_t)i));
    drop(number);
    number = kernel.nat_big_add(shifted, digit);
    drop(shifted);
    drop(digit);
  }
  return number;
}
