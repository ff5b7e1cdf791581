#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By hand: Debian 12's <linux/landlock.h> ends with version 2. The numbers are the same on all
 * processors. */
enum { CREATE_RULESET = 444, ADD_RULE, RESTRICT_SELF };
enum { ASK_VERSION = 1, PATH_BENEATH = 1 };
struct ruleset {
  uint64_t files;  /* since version 1 */
  uint64_t net;    /* 4: TCP */
  uint64_t scoped; /* 6: abstract sockets, signals */
};
struct path_beneath {
  uint64_t allowed;
  int32_t descriptor;
} __attribute__((packed));

enum {
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_DIR = 1 << 3,
  REMOVE_FILE = 1 << 5,
  MAKE_REG = 1 << 8,
  TRUNCATE = 1 << 14,
};
/* What a rule may say about something that is no folder. */
enum { FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE };
/* How many rights over files each version knows: linking elsewhere since 2, truncation 3,
 * devices 5. */
static const int file_rights[] = {0, 13, 14, 15, 15, 16};
enum { NEWEST_FILE_RIGHTS = sizeof file_rights / sizeof *file_rights - 1 };

int landlock_version(void) {
  long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
  return version > 0 ? (int)version : 0;
}

/* All rights that the kernel knows are taken away, those that it does not know are asked for by
 * none. */
static uint64_t known_rights(int version) {
  if (version > NEWEST_FILE_RIGHTS) version = NEWEST_FILE_RIGHTS;
  return (1u << file_rights[version]) - 1;
}

int landlock_open(void) {
  int version = landlock_version();
  if (!version) return -1;
  struct ruleset set = {known_rights(version), 3, 3};
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  return (int)syscall(CREATE_RULESET, &set, size, 0);
}

bool landlock_allow(int rules, const char *path, enum access access) {
  static const uint64_t rights[] = {
      [EXECUTABLE] = READ_FILE | READ_DIR | EXECUTE,
      [READABLE] = READ_FILE | READ_DIR,
      /* No folders, links, sockets, pipes or devices are made there. */
      [WRITABLE] = READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | MAKE_REG | REMOVE_FILE};
  struct path_beneath rule = {rights[access] & known_rights(landlock_version()),
                              open(path, O_PATH | O_CLOEXEC)};
  if (rule.descriptor < 0) return false;
  struct stat status;
  bool done = !fstat(rule.descriptor, &status);
  if (done && !S_ISDIR(status.st_mode)) rule.allowed &= FILE_RIGHTS;
  done = done && !syscall(ADD_RULE, rules, PATH_BENEATH, &rule, 0);
  int error = errno;
  close(rule.descriptor);
  errno = error;
  return done;
}

bool landlock_enforce(int rules) { return !syscall(RESTRICT_SELF, rules, 0); }
