#include "simplist.h"

#include <stdlib.h>
#include <string.h>

#include "elab.h"

/* The bytes of a character that a name may have, or 0. Of those beyond ASCII, fewer than Lean
 * takes: Greek letters and subscripts. A name with another is left to Lean. */
static size_t name_character(const char *s) {
  const unsigned char *u = (const unsigned char *)s;
  if ((u[0] | 32) >= 'a' && (u[0] | 32) <= 'z') return 1;
  if ((u[0] >= '0' && u[0] <= '9') || (u[0] && strchr("_'!?.", u[0]))) return 1;
  bool greek = u[0] == 0xce || u[0] == 0xcf;
  if (greek && strncmp(s, "λ", 2) && strncmp(s, "Π", 2) && strncmp(s, "Σ", 2)) return 2;
  if (u[0] == 0xe2 && u[1] == 0x82 && u[2] >= 0x80 && u[2] <= 0x9c) return 3;
  return 0;
}

/* Where the name that `s` starts with ends; NULL where there is none. */
static const char *name_end(const char *s) {
  const char *start = s;
  if (*s == '.' || (*s >= '0' && *s <= '9')) return NULL;
  for (size_t n; (n = name_character(s)); s += n)
    if (*s == '.' && !name_character(s + 1)) return NULL;
  return s > start ? s : NULL;
}

static const char *skip_arrow(const char *s) {
  static const char arrow[] = "←";
  if (!strncmp(s, arrow, strlen(arrow))) s += strlen(arrow);
  return s + strspn(s, " ");
}

/* Closes the item that starts at `s` by a zero; gives the place behind its comma, or the end. */
static char *close_item(char *s) {
  const char *found = name_end(skip_arrow(s));
  if (!found) return NULL;
  char *end = s + (found - s), *next = end + strspn(end, " ");
  if (*next == ',') next += 1 + strspn(next + 1, " ");
  else if (*next) return NULL;
  *end = 0;
  return next;
}

bool simp_list_read(struct simp_list *list, const struct text *script) {
  static const char head[] = "simp only [";
  size_t length = strlen(head);
  if (script->count <= length + 1 || strncmp(script->bytes, head, length) ||
      script->bytes[script->count - 1] != ']')
    return false;
  char *copy = strndup(script->bytes + length, script->count - length - 1);
  if (!copy) abort();
  char *item = copy, *to = copy;
  for (; *item; list->count++) {
    char *next = close_item(item);
    if (!next) break;
    size_t size = strlen(item) + 1;
    memmove(to, item, size); /* items one behind the other, each closed by its zero */
    to += size;
    item = next;
  }
  bool good = !*item && list->count;
  list->items = copy;
  if (!good) simp_list_clear(list);
  return good;
}

/* Whether `name`, or what stands before one of its dots, is a hypothesis: Lean looks there
 * first. */
static bool is_local(const char *name, obj hypotheses) {
  obj prefix = box(0);
  bool found = false;
  while (!found && *name) {
    size_t length = strcspn(name, ".");
    prefix = lean.name_string(prefix, lean.string(name, length));
    obj declaration = elab.hypothesis(keep(hypotheses), keep(prefix));
    found = !is_scalar(declaration);
    drop(declaration);
    name += length + (name[length] == '.');
  }
  drop(prefix);
  return found;
}

static void add_item(struct text *text, const char *item) {
  if (text->count) text_add(text, ", ", 2);
  text_add(text, item, strlen(item));
}

void simp_list_split(struct simp_list *list, const struct values *values, obj goal) {
  obj context = keep(fields_of(values->meta)[META_CONTEXT]);
  obj found = elab.declaration(context, keep(goal));
  if (is_scalar(found)) return; /* never; nothing leads then */
  enum { HYPOTHESES = 1 };      /* of Lean.MetavarDecl: name, hypotheses, type, … */
  obj hypotheses = take_field(take_field(found, 0), HYPOTHESES);
  const char *item = list->items;
  for (size_t i = 0; i < list->count; i++, item += strlen(item) + 1) {
    bool leads = !list->others.count && !is_local(skip_arrow(item), hypotheses);
    add_item(leads ? &list->leading : &list->others, item);
  }
  drop(hypotheses);
}

void simp_list_clear(struct simp_list *list) {
  text_clear(&list->leading);
  text_clear(&list->others);
  free(list->items);
  *list = (struct simp_list){0};
}
