#include "build.h"

#include <stdlib.h>

/* Depths of names and levels, bytes of a part of a name, elements of one list; and the index of
 * a bound variable: Lean panics from 2^20 - 1 on. */
enum { MAX_DEPTH = 256, MAX_PART = 1 << 16, MAX_LIST = 1 << 16, MAX_INDEX = (1 << 20) - 2 };

/* What was built, by the word of the file that it was built from. Each entry keeps one count. A
 * file can have a deep object built bottom up, entry by entry, so the depths are kept too. */
static obj *names, *levels, *terms;
static uint16_t *name_depths, *level_depths;
static uint32_t *visited, visit;
bool build_checks_caches;
static size_t words;

static size_t *stack, stack_count, stack_capacity;

static void *table(size_t entry) {
  void *t = calloc(words, entry); /* pages that are never touched cost nothing */
  if (!t) decline("no memory");
  return t;
}

void build_open(void) {
  words = olean_words();
  names = table(sizeof *names);
  levels = table(sizeof *levels);
  terms = table(sizeof *terms);
  name_depths = table(sizeof *name_depths);
  level_depths = table(sizeof *level_depths);
  visited = table(sizeof *visited);
  visit = 0;
}

static void free_objects(obj **entries) {
  for (size_t i = 0; *entries && i < words; i++)
    if ((*entries)[i]) drop((*entries)[i]);
  free(*entries);
  *entries = NULL;
}

void build_close(void) {
  free_objects(&terms);
  free_objects(&levels);
  free_objects(&names);
  free(name_depths);
  free(level_depths);
  free(visited);
  free(stack);
  name_depths = level_depths = NULL;
  visited = NULL;
  stack = NULL;
  stack_count = stack_capacity = 0;
}

static void push(size_t at) {
  if (stack_count == stack_capacity) {
    size_t capacity = stack_capacity ? 2 * stack_capacity : 1024;
    size_t *larger = realloc(stack, capacity * sizeof *larger);
    if (!larger) decline("no memory");
    stack = larger;
    stack_capacity = capacity;
  }
  stack[stack_count++] = at;
}

/* Enters what was built from a cell. The hash, and the bounds of a term, stand behind the
 * fields. */
static void enter(obj *entries, cell c, obj built) {
  entries[c.at / 8] = built;
  if (build_checks_caches && *(uint64_t *)(fields_of(built) + built->fields) != cache(c))
    malformed("cache that is right", c.at);
}

/* ---- names and levels: shallow, so these recurse. `room` bounds the recursion, what is kept the
 * result. */

static uint16_t deeper(uint16_t depth, const char *what) {
  if (depth >= MAX_DEPTH) decline("a %s over the limit of %d parts", what, MAX_DEPTH);
  return depth + 1;
}

static uint16_t depth_in(const uint16_t *depths, value v) {
  return v.is_small ? 0 : depths[v.at / 8];
}

static obj name_at(value v, uint16_t room) {
  if (v.is_small) {
    if (v.at) malformed("name", 0);
    return box(0);
  }
  size_t i = v.at / 8;
  if (names[i]) return keep(names[i]);
  cell c = cell_of(v, "name");
  if (c.fields != 2 || c.tag < 1 || c.tag > 2) malformed("name", c.at);
  obj prefix = name_at(field(c, 0), deeper(room, "name"));
  name_depths[i] = deeper(depth_in(name_depths, field(c, 0)), "name");
  if (c.tag == 1) {
    obj part = string_of(field(c, 1));
    if (size_of_string(part) > MAX_PART) decline("a name over the limit of %d bytes", MAX_PART);
    enter(names, c, lean.name_string(prefix, part));
  } else {
    enter(names, c, kernel.name_number(prefix, number_of(field(c, 1))));
  }
  return keep(names[i]);
}

obj build_name(value v) { return name_at(v, 0); }

static obj level_at(value v, uint16_t room) {
  if (v.is_small) {
    if (v.at) malformed("level", 0);
    return kernel.level_zero(box(0));
  }
  size_t i = v.at / 8;
  if (levels[i]) return keep(levels[i]);
  cell c = cell_of(v, "level");
  enum { SUCC = 1, MAX, IMAX, PARAM }; /* metavariables are not for the kernel */
  static const unsigned fields[] = {0, 1, 2, 2, 1};
  if (c.tag < SUCC || c.tag > PARAM || c.fields != fields[c.tag]) malformed("level", c.at);
  if (c.tag == PARAM) {
    enter(levels, c, kernel.level_param(build_name(field(c, 0))));
    return keep(levels[i]);
  }
  uint16_t next = deeper(room, "level");
  obj one = level_at(field(c, 0), next);
  uint16_t depth = depth_in(level_depths, field(c, 0));
  if (c.tag == SUCC) {
    enter(levels, c, kernel.level_succ(one));
  } else {
    obj two = level_at(field(c, 1), next);
    uint16_t other = depth_in(level_depths, field(c, 1));
    if (other > depth) depth = other;
    enter(levels, c, (c.tag == MAX ? kernel.level_max : kernel.level_imax)(one, two));
  }
  level_depths[i] = deeper(depth, "level");
  return keep(levels[i]);
}

obj build_list(value v, obj (*build)(value)) {
  values list = list_values(v);
  if (list.count > MAX_LIST) decline("a list over the limit of %d", MAX_LIST);
  obj *items = malloc((list.count + 1) * sizeof *items);
  if (!items) decline("no memory");
  for (size_t i = 0; i < list.count; i++) items[i] = build(list.items[i]);
  obj built = list_of(list.count, items);
  free(items);
  free(list.items);
  return built;
}

obj build_names(value list) { return build_list(list, build_name); }

static obj build_level(value v) { return level_at(v, 0); }

/* ---- terms: deep, so these use a stack of their own */

enum { BVAR, FVAR, MVAR, SORT, CONST, APP, LAMBDA, FORALL, LET, LITERAL, MDATA, PROJ, TERMS };
/* How many fields each has, and from which on these are terms. No free or meta variables. */
static const struct {
  uint8_t fields, terms_from;
} shapes[TERMS] = {[BVAR] = {1, 1},   [SORT] = {1, 1},    [CONST] = {2, 2},   [APP] = {2, 0},
                   [LAMBDA] = {3, 1}, [FORALL] = {3, 1},  [LET] = {4, 1},     [LITERAL] = {1, 1},
                   [MDATA] = {2, 1},  [PROJ] = {3, 2}};
/* Behind the fields eight bytes of cache, then the binder's kind or the flag of `let`. */
enum { BYTE_AFTER_CACHE = 8 };

static cell term_at(size_t at) {
  cell c = cell_at(at, "term");
  if (c.tag >= TERMS || !shapes[c.tag].fields || shapes[c.tag].fields != c.fields)
    malformed("term", at);
  return c;
}

static obj part(cell c, unsigned i) { return keep(terms[field(c, i).at / 8]); }

static obj build_binder(cell c) {
  uint8_t binder = byte(c, BYTE_AFTER_CACHE);
  if (binder > 3) malformed("binder", c.at);
  obj name = build_name(field(c, 0));
  return (c.tag == LAMBDA ? kernel.lambda : kernel.forall)(name, part(c, 1), part(c, 2), binder);
}

static obj build_literal(cell c) {
  cell l = cell_of(field(c, 0), "literal");
  if (l.fields != 1 || l.tag > 1) malformed("literal", l.at);
  obj what = l.tag ? string_of(field(l, 0)) : number_of(field(l, 0));
  return kernel.literal(construct(l.tag, 1, what));
}

/* The term, whose parts have been built. */
static obj assemble(cell c) {
  switch (c.tag) {
    case BVAR: {
      size_t index = small_number(field(c, 0));
      if (index > MAX_INDEX) decline("a bound variable over the limit");
      return kernel.bvar(box(index));
    }
    case SORT: return kernel.sort(build_level(field(c, 0)));
    case CONST: {
      obj name = build_name(field(c, 0));
      return kernel.constant(name, build_list(field(c, 1), build_level));
    }
    case APP: return kernel.app(part(c, 0), part(c, 1));
    case LAMBDA:
    case FORALL: return build_binder(c);
    case LET: {
      bool nondependent = flag(c, BYTE_AFTER_CACHE);
      obj name = build_name(field(c, 0));
      return kernel.let(name, part(c, 1), part(c, 2), part(c, 3), nondependent);
    }
    case LITERAL: return build_literal(c);
    case MDATA: /* the kernel looks through it: left empty */
      return kernel.mdata(box(0), part(c, 1));
    default: {
      obj structure = build_name(field(c, 0));
      return kernel.proj(structure, box(small_number(field(c, 1))), part(c, 2));
    }
  }
}

obj build_term(value v) {
  if (v.is_small) malformed("term", 0);
  stack_count = 0;
  push(v.at);
  while (stack_count) {
    size_t at = stack[stack_count - 1];
    if (terms[at / 8]) {
      stack_count--;
      continue;
    }
    cell c = term_at(at);
    size_t before = stack_count;
    for (unsigned i = shapes[c.tag].terms_from; i < c.fields; i++) {
      value sub = field(c, i);
      if (sub.is_small) malformed("term", at);
      if (!terms[sub.at / 8]) push(sub.at);
    }
    if (stack_count > before) continue;
    enter(terms, c, assemble(c));
    stack_count--;
  }
  return keep(terms[v.at / 8]);
}

void build_mentioned(value term, void (*with)(obj name)) {
  /* `with` may come back here: what is found is collected before it is told. */
  size_t count = 0, capacity = 0;
  obj *found = NULL;
  visit++;
  stack_count = 0;
  push(term.at);
  while (stack_count) {
    size_t at = stack[--stack_count];
    if (visited[at / 8] == visit) continue;
    visited[at / 8] = visit;
    cell c = term_at(at);
    if (c.tag == CONST || c.tag == PROJ) {
      if (count == capacity) {
        capacity = capacity ? 2 * capacity : 64;
        obj *larger = realloc(found, capacity * sizeof *larger);
        if (!larger) decline("no memory");
        found = larger;
      }
      /* Built with the term, and so in the table as long as the file is open. */
      found[count++] = names[field(c, 0).is_small ? 0 : field(c, 0).at / 8];
    }
    for (unsigned i = shapes[c.tag].terms_from; i < c.fields; i++) push(field(c, i).at);
  }
  for (size_t i = 0; i < count; i++)
    if (found[i]) with(found[i]);
  free(found);
}
