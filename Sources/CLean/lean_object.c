#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "lean_object.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct lean lean;
static void *library;
static const char *program;
static char problem[512], version[64];

static const char *complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(problem, sizeof problem, format, arguments);
  va_end(arguments);
  return problem;
}

static const char *lacks(const char *symbol) {
  return complain("this libleanshared lacks %s: %s knows Lean 4.35", symbol, program);
}

const char *lean_symbol(const char *symbol, void *into) {
  *(void **)into = dlsym(library, symbol);
  return *(void **)into ? NULL : lacks(symbol);
}

const char *lean_load(const char *path, const char *name) {
  program = name;
  library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  if (!library) return complain("%s", dlerror());

  /* What tells the version comes first, so that another version is refused by its number. */
  void (*initialize)(void);
  obj *version_string;
  const char *missing = lean_symbol("lean_initialize", &initialize);
  if (!missing) missing = lean_symbol("l_Lean_versionString", &version_string);
  if (missing) return missing;
  initialize();
  obj text = *version_string;
  if (!text || is_scalar(text) || text->tag != TAG_STRING) return lacks("its version");
  snprintf(version, sizeof version, "%s", bytes_of_string(text));
  if (strncmp(version, "4.35.", 5))
    return complain("this libleanshared is of Lean %s: %s knows Lean 4.35", version, program);

#define F(result, name, symbol, arguments)                       \
  if ((missing = lean_symbol(symbol, &lean.name))) return missing;
  LEAN_FUNCTIONS(F)
#undef F
  return lean_symbol("l_Lean_Options_empty", &lean.options_empty);
}

const char *lean_version(void) { return version; }

const char *lean_start(void) {
  lean.initialize_thread();
  /* Else Lean would go on after a panic with a default value, and the kernel with it. */
  lean.set_exit_on_panic(true);
  lean.save_stack_info(false); /* so that "deep recursion" is noticed before the stack ends */
  obj result = lean.init_search_path();
  if (result->tag != 0)
    return complain("no search path: %s", bytes_of_string(lean.error_text(take_field(result, 0))));
  lean.mark_end_initialization();
  lean.init_task_manager(1);
  return NULL;
}

static obj constructor(unsigned tag, unsigned count, size_t bytes) {
  obj o = lean.alloc_small(sizeof *o + 8 * (size_t)count + bytes);
  o->rc = 1;
  o->fields = (uint8_t)count;
  o->tag = (uint8_t)tag;
  return o;
}

obj construct(unsigned tag, unsigned count, ...) {
  obj o = constructor(tag, count, 0);
  va_list arguments;
  va_start(arguments, count);
  for (unsigned i = 0; i < count; i++) fields_of(o)[i] = va_arg(arguments, obj);
  va_end(arguments);
  return o;
}

obj construct_with_bytes(uint8_t **bytes, unsigned count, ...) {
  obj o = constructor(0, count, 8);
  va_list arguments;
  va_start(arguments, count);
  for (unsigned i = 0; i < count; i++) fields_of(o)[i] = va_arg(arguments, obj);
  va_end(arguments);
  *bytes = bytes_after(o);
  memset(*bytes, 0, 8);
  return o;
}

obj take_field(obj o, unsigned i) {
  obj field = keep(fields_of(o)[i]);
  drop(o);
  return field;
}

obj with_field(obj o, unsigned i, obj field) {
  size_t bytes = o->size - sizeof *o - 8 * (size_t)o->fields;
  obj copy = constructor(o->tag, o->fields, bytes);
  for (unsigned k = 0; k < o->fields; k++)
    fields_of(copy)[k] = k == i ? field : keep(fields_of(o)[k]);
  memcpy(bytes_after(copy), bytes_after(o), bytes);
  drop(o);
  return copy;
}

obj list_of(size_t count, const obj *items) {
  obj list = box(0);
  while (count--) list = construct(1, 2, items[count], list);
  return list;
}

obj name_of(const char *dotted) {
  obj name = box(0);
  for (;;) {
    size_t length = strcspn(dotted, ".");
    name = lean.name_string(name, lean.string(dotted, length));
    if (!dotted[length]) return name;
    dotted += length + 1;
  }
}
