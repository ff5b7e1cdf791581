/* What a module imports, read by Lean from LEAN_PATH and trusted. */
#pragma once
#include "olean.h"

/* The kernel's environment of the imports that the module lists; borrowed, and kept while the
 * next file lists the same. */
obj imports_of(value list);
