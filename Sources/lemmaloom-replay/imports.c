#include "imports.h"

#include <stdlib.h>
#include <string.h>

#include "build.h"

enum { MAX_IMPORTS = 10000 };

static obj base;               /* the environment */
static struct text base_names; /* what it imports */

/* A part of a module's name is part of a path: it must not lead out of LEAN_PATH, to where a
 * candidate could have put a module of its own. */
static void check_module_name(obj name) {
  for (; !is_scalar(name); name = fields_of(name)[0]) {
    obj part = fields_of(name)[1];
    if (name->tag != 1) decline("imports a module with a number in its name");
    const char *bytes = bytes_of_string(part);
    size_t length = size_of_string(part);
    if (!length || *bytes == '.' || memchr(bytes, 0, length) || strpbrk(bytes, "/\\"))
      decline("imports a module whose name is no name of a file");
  }
}

static obj build_import(value v) {
  obj name = build_name(field(cell_of(v, "import"), 0));
  if (is_scalar(name)) malformed("name of an import", 0);
  check_module_name(name);
  if (outcome.imports.count) text_add(&outcome.imports, ",", 1);
  text_json_name(&outcome.imports, name);
  uint8_t *flags; /* importAll, isExported, isMeta */
  obj import = construct_with_bytes(&flags, 1, name);
  flags[1] = 1;
  return import;
}

/* The list for importModules; says in the outcome what it holds. */
static obj import_list(value v, size_t count) {
  if (count > MAX_IMPORTS) decline("imports over the limit of %d", MAX_IMPORTS);
  obj *items = malloc((count + 1) * sizeof *items);
  if (!items) decline("no memory");
  for (size_t i = 0; i < count; i++) items[i] = build_import(array_element(v, i));
  obj list = list_of(count, items);
  free(items);
  return list;
}

static obj import(obj list) {
  /* trust level 0, no plugins, not kept for ever, no extensions, private parts too, no artifacts */
  enum { PRIVATE = 2 };
  obj empty_map = box(1), plugins = lean.array_of_list(box(0));
  return lean.import_modules(lean.array_of_list(list), keep(*lean.options_empty), 0, plugins, false,
                             false, PRIVATE, empty_map);
}

obj imports_of(value v) {
  size_t count = array_count(v);
  obj list = import_list(v, count);
  const struct text *names = &outcome.imports;
  if (base && base_names.count == names->count &&
      (!count || !memcmp(base_names.bytes, names->bytes, names->count))) {
    drop(list);
    return base;
  }
  if (base) drop(base);
  base = NULL;
  obj result = count ? import(list) : kernel.empty_environment(0);
  if (result->tag != 0) {
    obj text = lean.error_text(take_field(result, 0));
    decline("the imports cannot be read: %s", bytes_of_string(text));
  }
  base = kernel.kernel_environment(take_field(result, 0));
  text_clear(&base_names);
  if (count) text_add(&base_names, names->bytes, names->count);
  return base;
}
