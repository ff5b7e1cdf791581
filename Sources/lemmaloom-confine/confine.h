/* What takes rights away from this process, for good. Each part returns false with errno where
 * the machine lacks it. */
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum access { EXECUTABLE, READABLE, WRITABLE };

/* ---- landlock.c: files, TCP, signals to others */

/* The kernel's version of Landlock, or 0. */
int landlock_version(void);
/* Opens a set of rules that allow nothing; -1 where there is no Landlock. */
int landlock_open(void);
/* Allows what is at or below `path`. False with errno. */
bool landlock_allow(int rules, const char *path, enum access);
/* From here on the rules hold. */
bool landlock_enforce(int rules);

/* ---- filter.c: system calls */

bool filter_enforce(void);

/* ---- limits.c */

struct limits {
  uint64_t cpu_seconds, memory_mb, file_mb; /* 0: as it was */
};
bool limits_enforce(struct limits);
/* No file of the parent stays open, but standard input, output and error. */
void close_inherited(void);
/* The program that is started can never have more rights than this one. */
bool no_new_privileges(void);
/* For a process of root. */
bool drop_capabilities(void);

/* ---- environment.c */

/* Takes from this process's environment what the program needs not: keys and tokens of whoever
 * started the daemon are nothing for it. */
void environment_reduce(void);

/* ---- probe.c */

/* Prints as JSON which parts are in force on this machine, having tried them in a child. */
int probe(void);
