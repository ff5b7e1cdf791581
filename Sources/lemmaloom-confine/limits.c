#include "confine.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Files open at a time; threads and processes of this user, all of them together. */
enum { MAX_OPEN = 256, MAX_THREADS = 4096 };

/* Never more than it was. `grace` is what the hard limit has above the soft one. */
static bool lower(int what, uint64_t limit, uint64_t grace) {
  struct rlimit now;
  if (getrlimit(what, &now)) return false;
  rlim_t hard = limit + grace < now.rlim_max ? limit + grace : now.rlim_max;
  rlim_t soft = limit < now.rlim_cur ? limit : now.rlim_cur;
  struct rlimit next = {soft < hard ? soft : hard, hard};
  return !setrlimit(what, &next);
}

bool limits_enforce(struct limits limits) {
  bool done = lower(RLIMIT_CORE, 0, 0) && lower(RLIMIT_NOFILE, MAX_OPEN, 0) &&
              lower(RLIMIT_NPROC, MAX_THREADS, 0) && lower(RLIMIT_MSGQUEUE, 0, 0);
  /* SIGXCPU first, so that the caller can tell why; a second later SIGKILL. */
  if (limits.cpu_seconds) done = done && lower(RLIMIT_CPU, limits.cpu_seconds, 1);
  if (limits.memory_mb) done = done && lower(RLIMIT_AS, limits.memory_mb << 20, 0);
  if (limits.file_mb) done = done && lower(RLIMIT_FSIZE, limits.file_mb << 20, 0);
  return done;
}

void close_inherited(void) {
  /* The places of 0, 1 and 2 must be taken: what is opened later would be taken for one of them. */
  int descriptor;
  do descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
  while (descriptor >= 0 && descriptor < 3);
  if (!syscall(436 /* close_range */, 3, ~0u, 0)) return;
  long most = sysconf(_SC_OPEN_MAX); /* a kernel before 5.9 */
  for (int i = 3; i < most; i++) close(i);
}

bool no_new_privileges(void) { return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

bool drop_capabilities(void) {
  /* The bounding set can only be emptied by who has capabilities; others have nothing to gain
   * from it. */
  for (int i = 0; i < 64; i++) prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0}};
  return !syscall(SYS_capset, &head, none);
}
