#include "lean_abi.h"

struct kernel kernel;

const char *kernel_load(void) {
  const char *missing;
#define F(result, name, symbol, arguments)                         \
  if ((missing = lean_symbol(symbol, &kernel.name))) return missing;
  KERNEL_FUNCTIONS(F)
#undef F
  return NULL;
}
