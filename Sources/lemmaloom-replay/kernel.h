/* Lean's kernel judges the constants of a module. */
#pragma once
#include "module.h"

/* Once, after lean_start. `trusted`: a library's own module, which may declare the kernel's
 * names. */
void kernel_start(bool trusted);
/* All constants, on top of the environment of the imports; reject() or decline() where one
 * fails. */
void kernel_judge(obj imports, value names, value constants);
/* Frees what belongs to the file. */
void kernel_close(void);
