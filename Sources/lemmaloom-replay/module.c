#include "module.h"

#include <stdlib.h>

struct declaration *declarations;
size_t declaration_count;
static uint32_t *slots; /* by the hash of the name: index + 1, or 0 */
static size_t slot_mask;

static size_t slot_of(obj name) {
  size_t hash = (size_t)fields_of(name)[2]; /* cached by Lean, in a name that we made */
  size_t i = hash & slot_mask;
  while (slots[i] && !lean.name_eq(declarations[slots[i] - 1].name, name)) i = (i + 1) & slot_mask;
  return i;
}

struct declaration *module_find_name(obj name) {
  if (is_scalar(name)) return NULL;
  uint32_t slot = slots[slot_of(name)];
  return slot ? declarations + slot - 1 : NULL;
}

struct declaration *module_find(value v) {
  obj name = build_name(v);
  struct declaration *found = module_find_name(name);
  drop(name);
  return found;
}

static void make_tables(void) {
  size_t size = 2;
  while (size < 2 * declaration_count + 2) size *= 2;
  slot_mask = size - 1;
  slots = calloc(size, sizeof *slots);
  declarations = calloc(declaration_count + 1, sizeof *declarations);
  if (!slots || !declarations) decline("no memory");
}

static void report(const struct declaration *d) {
  if (d->left_out) outcome.unsafe++;
  if (d->kind != AXIOM || d->left_out) return;
  if (outcome.axioms.count) text_add(&outcome.axioms, ",", 1);
  text_json_name(&outcome.axioms, d->name);
}

void module_read(value names, value constants) {
  declaration_count = array_count(constants);
  if (array_count(names) != declaration_count) malformed("name for each constant", names.at);
  outcome.declarations = declaration_count;
  make_tables();
  for (size_t i = 0; i < declaration_count; i++) {
    struct declaration *d = declarations + i;
    *d = declaration_read(array_element(constants, i));
    obj name = build_name(array_element(names, i));
    if (!lean.name_eq(d->name, name)) /* Lean finds a constant by the one and prints the other */
      reject(d->name, "stands in the module under another name");
    drop(name);
    size_t slot = slot_of(d->name);
    if (slots[slot]) reject(d->name, "declared twice");
    slots[slot] = (uint32_t)i + 1;
    report(d);
  }
}

void module_close(void) {
  for (size_t i = 0; declarations && i < declaration_count; i++)
    if (declarations[i].info) drop(declarations[i].info);
  free(declarations);
  free(slots);
  declarations = NULL;
  slots = NULL;
  declaration_count = 0;
}
