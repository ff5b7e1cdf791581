/* lemmaloom-replay: Lean's own kernel checks every declaration of compiled modules once more.
 *
 * Only names, levels, terms and declarations built anew here reach Lean. The imports are read by
 * Lean from LEAN_PATH and must be trusted. Axioms are added and listed, not judged. The caller
 * limits time and memory.
 */
#include "imports.h"
#include "kernel.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum exit_code { ALL_CHECKED, SOME_REJECTED, SETUP, SOME_DECLINED };

static struct {
  const char *library;
  bool trusted, probe;
  size_t stack_mb;
  char **files;
} options = {.stack_mb = 512};

static const char *under_way; /* the file being judged */

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void judge(const char *path) {
  olean_open(path);
  build_open();
  /* imports, names, constants, names of the code generator, entries of extensions */
  enum { IMPORTS, NAMES, CONSTANTS, FIELDS = 5 };
  cell root = olean_root();
  if (root.tag != 0 || root.fields != FIELDS) malformed("module", root.at);
  if (flag(root, 0)) decline("written with `module`, whose proofs are kept elsewhere");
  obj imports = imports_of(field(root, IMPORTS));
  kernel_judge(imports, field(root, NAMES), field(root, CONSTANTS));
}

static enum verdict judge_file(const char *path) {
  double start = milliseconds();
  under_way = path;
  judging(judge, path);
  outcome_print(path, milliseconds() - start);
  under_way = NULL;
  kernel_close();
  build_close();
  olean_close();
  return outcome.verdict;
}

/* A panic of Lean ends the process with exit(1), also where memory ends. */
static void at_exit(void) {
  if (!under_way) return;
  outcome.verdict = DECLINED;
  text_clear(&outcome.reason);
  text_format(&outcome.reason, "Lean panicked: memory, or a limit of its own");
  outcome_print(under_way, 0);
  _exit(SOME_DECLINED);
}

static enum exit_code fail(const char *reason) {
  if (options.probe) {
    struct text line = {0};
    text_format(&line, "{\"lean\":");
    text_json(&line, lean_version(), strlen(lean_version()));
    text_format(&line, ",\"replay\":false,\"reason\":");
    text_json(&line, reason, strlen(reason));
    printf("%s}\n", line.bytes);
  }
  fprintf(stderr, "lemmaloom-replay: %s\n", reason);
  return SETUP;
}

static enum exit_code run(void) {
  const char *problem = lean_load(options.library, "replay");
  if (!problem) problem = kernel_load();
  if (!problem) problem = lean_start();
  if (problem) return fail(problem);
  atexit(at_exit);
  if (options.probe) {
    printf("{\"lean\":\"%s\",\"replay\":true}\n", lean_version());
    return ALL_CHECKED;
  }
  kernel_start(options.trusted);
  bool rejected = false, declined = false;
  for (char **file = options.files; *file; file++) {
    enum verdict verdict = judge_file(*file);
    rejected = rejected || verdict == REJECTED;
    declined = declined || verdict == DECLINED;
  }
  return rejected ? SOME_REJECTED : declined ? SOME_DECLINED : ALL_CHECKED;
}

/* Lean's threads are not waited for: they hold nothing of ours. */
static void *run_thread(void *nothing) {
  (void)nothing;
  enum exit_code code = run();
  fflush(stdout);
  _exit(code);
}

static int usage(void) {
  fputs("usage: lemmaloom-replay --lean LIBLEANSHARED [--trusted] [--importable] [--stack-mb N]\n"
        "         FILE.olean...\n"
        "       lemmaloom-replay --lean LIBLEANSHARED --probe\n"
        "Imports come from LEAN_PATH. --trusted: a library's own modules, which may declare Nat.\n"
        "--importable: Lean will import the modules: their hashes and bounds must be right too.\n"
        "Exit: 0 all checked, 1 some rejected, 2 nothing could be judged, 3 some declined.\n",
        stderr);
  return SETUP;
}

int main(int argc, char **argv) {
  (void)argc;
  for (argv++; *argv && !strncmp(*argv, "--", 2); argv++) {
    if (!strcmp(*argv, "--trusted")) options.trusted = true;
    else if (!strcmp(*argv, "--importable")) build_checks_caches = true;
    else if (!strcmp(*argv, "--probe")) options.probe = true;
    else if (!strcmp(*argv, "--lean") && argv[1]) options.library = *++argv;
    else if (!strcmp(*argv, "--stack-mb") && argv[1]) options.stack_mb = strtoul(*++argv, NULL, 10);
    else if (!strcmp(*argv, "--")) { argv++; break; }
    else return usage();
  }
  options.files = argv;
  if (!options.library || options.probe == (*argv != NULL)) return usage();
  if (options.stack_mb < 8 || options.stack_mb > 1 << 16) return usage();
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstacksize(&attributes, options.stack_mb << 20) ||
      pthread_create(&thread, &attributes, run_thread, NULL))
    return fail("no thread with a stack of this size");
  pthread_join(thread, NULL);
  return SETUP; /* never: the thread ends the process */
}
