/* lemmaloom-confine: runs a program that may be hostile.
 *
 * It reads below -r, executes what is below -x, writes below -w; it has no network, makes no
 * processes, signals no others and has no way back. Needs no privileges, and no process stays in
 * between. What the machine lacks is left out, unless -n names it.
 */
#include "confine.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nothing was run. */
enum { NOT_RUN = 125 };

enum part { LANDLOCK, SECCOMP, LIMITS, NO_NEW_PRIVILEGES, PARTS };
static const struct {
  const char *option, *title;
} parts[PARTS] = {{"landlock", "Landlock"},
                  {"seccomp", "seccomp"},
                  {"limits", "limits"},
                  {"no_new_privileges", "no new privileges"}};
static bool needed[PARTS];

_Noreturn static void fail(const char *what) {
  fprintf(stderr, "confine: %s: %s\n", what, strerror(errno));
  _exit(NOT_RUN);
}

static bool have(enum part part, bool in_force) {
  if (!in_force && needed[part]) fail(parts[part].title);
  return in_force;
}

_Noreturn static void usage(void) {
  fputs("usage: lemmaloom-confine [-x PATH]... [-r PATH]... [-w FOLDER]... [-s CPU-SECONDS]\n"
        "         [-m MEGABYTES of memory] [-f MEGABYTES a file] [-n PART,...] -- COMMAND...\n"
        "       lemmaloom-confine --probe\n"
        "Reads below -r, executes below -x, writes below -w. Paths of -x and -r that do not exist\n"
        "are left out. -n: parts to insist on: landlock, seccomp, limits, no_new_privileges.\n"
        "Exit: the command's, or 125 where nothing was run.\n",
        stderr);
  _exit(NOT_RUN);
}

static void need(char *names) {
  for (char *name = strtok(names, ","); name; name = strtok(NULL, ",")) {
    int part = 0;
    while (part < PARTS && strcmp(parts[part].option, name)) part++;
    if (part == PARTS) usage();
    needed[part] = true;
  }
}

static uint64_t amount(const char *text) {
  char *end;
  errno = 0;
  uint64_t n = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || errno || !n || n > UINT32_MAX) usage();
  return n;
}

struct place {
  char option;
  const char *path;
};

static void allow(int rules, struct place place) {
  enum access access =
      place.option == 'x' ? EXECUTABLE : place.option == 'r' ? READABLE : WRITABLE;
  struct stat status;
  if (rules >= 0 ? landlock_allow(rules, place.path, access) : !stat(place.path, &status)) return;
  bool missing = errno == ENOENT || errno == ENOTDIR || errno == EACCES;
  if (access == WRITABLE || (rules >= 0 && !missing)) fail(place.path);
}

int main(int argc, char **argv) {
  /* Whoever started this relies on it to end with them. They may be gone before the signal is
   * asked for. */
  pid_t parent = getppid();
  if (prctl(PR_SET_PDEATHSIG, SIGKILL)) fail("parent");
  if (getppid() != parent) _exit(NOT_RUN);
  if (argc == 2 && !strcmp(argv[1], "--probe")) return probe();

  struct limits limits = {.file_mb = 256};
  struct place *places = calloc((size_t)argc, sizeof *places);
  size_t count = 0;
  if (!places) fail("memory");
  for (int option; (option = getopt(argc, argv, "+x:r:w:s:m:f:n:")) != -1;) switch (option) {
      case 'x':
      case 'r':
      case 'w': places[count++] = (struct place){(char)option, optarg}; break;
      case 's': limits.cpu_seconds = amount(optarg); break;
      case 'm': limits.memory_mb = amount(optarg); break;
      case 'f': limits.file_mb = amount(optarg); break;
      case 'n': need(optarg); break;
      default: usage();
    }
  if (optind == argc) usage();

  close_inherited();
  environment_reduce();
  int rules = landlock_open();
  have(LANDLOCK, rules >= 0);
  for (size_t i = 0; i < count; i++) allow(rules, places[i]);
  have(LIMITS, limits_enforce(limits));
  bool locked = have(NO_NEW_PRIVILEGES, no_new_privileges());
  if (!drop_capabilities()) fail("capabilities");
  /* Both can only be asked for by who can gain no privileges. */
  if (rules >= 0) have(LANDLOCK, locked && landlock_enforce(rules));
  have(SECCOMP, locked && filter_enforce());
  execv(argv[optind], argv + optind);
  fail(argv[optind]);
}
