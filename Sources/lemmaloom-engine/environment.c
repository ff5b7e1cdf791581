#include "environment.h"

#include "elab.h"

/* Lean.Environment: the kernel's environment in two views, …, a task with the one that was
 * checked. In the kernel's, an array with the state of every extension. */
enum { VIEWS = 0, CHECKED = 2, ENVIRONMENT_FIELDS = 8 };
enum { EXTENSIONS = 3 };
enum { TAG_TASK = 252, NOTES = 3 };

/* The places of the notes in the array: an extension is a record around a record that has it. */
static bool is_note(size_t i) {
  static size_t places[NOTES];
  static bool known;
  if (!known) {
    const obj notes[NOTES] = {*elab.module_uses, *elab.indirect_module_uses, *elab.reverse_uses};
    for (int k = 0; k < NOTES; k++) {
      obj extension = notes[k];
      while (!is_scalar(extension)) extension = fields_of(extension)[0];
      places[k] = unbox(extension);
    }
    known = true;
  }
  for (int k = 0; k < NOTES; k++)
    if (places[k] == i) return true;
  return false;
}

static bool same_extensions(obj now, obj before) {
  size_t count = size_of_array(before);
  if (size_of_array(now) != count) return false;
  for (size_t i = 0; i < count; i++)
    if (items_of_array(now)[i] != items_of_array(before)[i] && !is_note(i)) return false;
  return true;
}

static bool same_kernel(obj now, obj before) {
  if (now == before) return true;
  if (is_scalar(now) || is_scalar(before) || now->fields != before->fields) return false;
  for (unsigned i = 0; i < before->fields; i++) {
    obj one = fields_of(now)[i], other = fields_of(before)[i];
    if (one == other) continue;
    if (i != EXTENSIONS || is_scalar(one) || one->tag != TAG_ARRAY || is_scalar(other) ||
        other->tag != TAG_ARRAY || !same_extensions(one, other))
      return false;
  }
  return true;
}

static bool same_views(obj now, obj before) {
  if (now == before) return true;
  if (!is_shaped(now, 0, 2) || !is_shaped(before, 0, 2)) return false;
  return same_kernel(fields_of(now)[0], fields_of(before)[0]) &&
         same_kernel(fields_of(now)[1], fields_of(before)[1]);
}

static bool same_task(obj now, obj before) {
  if (now == before) return true;
  if (is_scalar(now) || now->tag != TAG_TASK || is_scalar(before) || before->tag != TAG_TASK)
    return false;
  obj value = fields_of(now)[0], other = fields_of(before)[0]; /* NULL until it is done */
  return value && other && same_kernel(value, other);
}

bool environment_is_same(obj now, obj before) {
  if (now == before) return true;
  if (!is_shaped(now, 0, ENVIRONMENT_FIELDS) || !is_shaped(before, 0, ENVIRONMENT_FIELDS))
    return false;
  for (unsigned i = 0; i < ENVIRONMENT_FIELDS; i++) {
    obj one = fields_of(now)[i], other = fields_of(before)[i];
    bool same = i == VIEWS     ? same_views(one, other)
                : i == CHECKED ? same_task(one, other)
                               : one == other;
    if (!same) return false;
  }
  return *bytes_after(now) == *bytes_after(before); /* isExporting */
}
