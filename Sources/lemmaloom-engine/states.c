#include "states.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing, at most half full; an entry without a name is free. */
static struct state *table;
static size_t capacity, count;

static void *allocate(size_t number, size_t size) {
  void *memory = calloc(number ? number : 1, size);
  if (!memory) abort();
  return memory;
}

size_t state_count(void) { return count; }

static size_t slot_of(const char *id) {
  uint64_t hash = 14695981039346656037u; /* FNV-1a */
  for (const char *s = id; *s; s++) hash = (hash ^ (unsigned char)*s) * 1099511628211u;
  return (hash ^ hash >> 32) & (capacity - 1);
}

/* Where the name is, or the free entry where it belongs. */
static size_t place_of(const char *id) {
  size_t i = slot_of(id);
  while (table[i].id && strcmp(table[i].id, id)) i = (i + 1) & (capacity - 1);
  return i;
}

struct state *state_find(const char *id) {
  if (!capacity) return NULL;
  struct state *state = table + place_of(id);
  return state->id ? state : NULL;
}

static void grow(void) {
  struct state *old = table;
  size_t old_capacity = capacity;
  capacity = capacity ? 2 * capacity : 1024;
  table = allocate(capacity, sizeof *table);
  for (size_t i = 0; i < old_capacity; i++)
    if (old[i].id) table[place_of(old[i].id)] = old[i];
  free(old);
}

static void release(struct state *state) {
  values_drop(&state->values);
  for (size_t i = 0; i < state->goal_count; i++) drop(state->goals[i]);
  free(state->goals);
  free(state->id);
  *state = (struct state){0};
}

void state_put(const char *id, struct values values, obj goals) {
  if (2 * (count + 1) > capacity) grow();
  struct state *state = table + place_of(id);
  if (state->id) release(state);
  else count++;
  state->id = strdup(id);
  if (!state->id) abort();
  state->values = values;
  for (obj l = goals; !is_scalar(l); l = fields_of(l)[1]) state->goal_count++;
  state->goals = allocate(state->goal_count, sizeof *state->goals);
  size_t i = 0;
  for (obj l = goals; !is_scalar(l); l = fields_of(l)[1]) state->goals[i++] = keep(fields_of(l)[0]);
  drop(goals);
}

void state_forget(const char *id) {
  if (!capacity) return;
  size_t hole = place_of(id);
  if (!table[hole].id) return;
  release(table + hole);
  count--;
  /* Entries behind it move up, so that none is behind a free one that its search would meet. */
  for (size_t i = (hole + 1) & (capacity - 1); table[i].id; i = (i + 1) & (capacity - 1)) {
    size_t home = slot_of(table[i].id);
    if (((i - home) & (capacity - 1)) < ((i - hole) & (capacity - 1))) continue;
    table[hole] = table[i];
    table[i] = (struct state){0};
    hole = i;
  }
}
