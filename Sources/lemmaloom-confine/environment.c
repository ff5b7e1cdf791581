#include "confine.h"

#include <string.h>
#include <unistd.h>

/* A name that ends with '_' stands for all that begin with it. */
static const char *const kept[] = {"PATH",    "HOME",  "LANG",  "TZ", "LD_LIBRARY_PATH",
                                   "TMPDIR",  "LC_",   "LEAN_", "ELAN_"};

static bool is_kept(const char *entry) {
  size_t name = strcspn(entry, "=");
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
    size_t length = strlen(kept[i]);
    bool is_family = kept[i][length - 1] == '_';
    if (name >= length && !strncmp(entry, kept[i], length) && (is_family || name == length))
      return true;
  }
  return false;
}

void environment_reduce(void) {
  char **to = environ;
  for (char **from = environ; *from; from++)
    if (is_kept(*from)) *to++ = *from;
  *to = NULL;
}
