/* lemmaloom-engine: keeps proof states of Lean's elaborator, and applies tactics to them.
 *
 * Requests and answers are in serve.h. What it says of a proof is a claim: finished proofs are
 * compiled by a Lean of their own. The caller limits time and memory.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elab.h"
#include "serve.h"
#include "simpset.h"

enum exit_code { SERVED, SETUP = 2 };

static struct {
  const char *library;
  bool probe;
  size_t stack_mb;
} options = {.stack_mb = 512};

static enum exit_code refuse(const char *reason) {
  if (options.probe) {
    struct text line = {0};
    text_format(&line, "{\"lean\":");
    text_json(&line, lean_version(), strlen(lean_version()));
    text_format(&line, ",\"engine\":false,\"reason\":");
    text_json(&line, reason, strlen(reason));
    printf("%s}\n", line.bytes);
  }
  fprintf(stderr, "lemmaloom-engine: %s\n", reason);
  return SETUP;
}

/* Lean's panics end the process with exit(1). */
static void at_exit(void) {
  fprintf(stderr, "lemmaloom-engine: Lean ended the process at: %.300s\n", serve_under_way());
}

static enum exit_code work(void) {
  const char *problem = lean_load(options.library, "engine");
  if (!problem) problem = elab_load();
  if (!problem) problem = lean_start();
  if (problem) return refuse(problem);
  if (options.probe) {
    printf("{\"lean\":\"%s\",\"engine\":true}\n", lean_version());
    return SERVED;
  }
  atexit(at_exit);
  serve();
  return SERVED;
}

/* Lean's threads are not waited for: they hold nothing of ours. */
static void *run_thread(void *nothing) {
  (void)nothing;
  enum exit_code code = work();
  fflush(stdout);
  _exit(code);
}

static int usage(void) {
  fputs("usage: lemmaloom-engine --lean LIBLEANSHARED [--stack-mb N] [--simp-sets N]\n"
        "       lemmaloom-engine --lean LIBLEANSHARED --probe\n"
        "Imports come from LEAN_PATH, which also names the library's own modules.\n"
        "--simp-sets: how many lists of `simp only` are kept, 0 for none.\n"
        "Exit: 0 the input ended, 2 nothing could be done, else Lean ended the process.\n",
        stderr);
  return SETUP;
}

int main(int argc, char **argv) {
  (void)argc;
  for (argv++; *argv; argv++) {
    if (!strcmp(*argv, "--probe")) options.probe = true;
    else if (!strcmp(*argv, "--lean") && argv[1]) options.library = *++argv;
    else if (!strcmp(*argv, "--stack-mb") && argv[1]) options.stack_mb = strtoul(*++argv, NULL, 10);
    else if (!strcmp(*argv, "--simp-sets") && argv[1]) simp_sets_max = strtoul(*++argv, NULL, 10);
    else return usage();
  }
  if (!options.library || options.stack_mb < 8 || options.stack_mb > 1 << 16) return usage();
  if (simp_sets_max > 1 << 16) return usage();
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstacksize(&attributes, options.stack_mb << 20) ||
      pthread_create(&thread, &attributes, run_thread, NULL))
    return refuse("no thread with a stack of this size");
  pthread_join(thread, NULL);
  return SETUP; /* never: the thread ends the process */
}
