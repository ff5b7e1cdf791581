#include "elab.h"

#include <string.h>

struct elab elab;

const char *elab_load(void) {
  const char *missing;
#define F(result, name, symbol, arguments)                       \
  if ((missing = lean_symbol(symbol, &elab.name))) return missing;
#define V(name, symbol)                                          \
  if ((missing = lean_symbol(symbol, &elab.name))) return missing;
  ELAB_FUNCTIONS(F)
  ELAB_VALUES(V)
#undef F
#undef V
  return NULL;
}

obj closure(void *function, unsigned arity) {
  /* function, arity and number of arguments given so far (16 bits each) */
  obj o = lean.alloc_small(24);
  o->rc = 1;
  o->fields = 0;
  o->tag = TAG_CLOSURE;
  memcpy(fields_of(o), &function, 8);
  uint64_t counts = arity;
  memcpy(fields_of(o) + 1, &counts, 8);
  return o;
}
