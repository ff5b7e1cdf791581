/* The system calls that compiling never needs, and above all those that Landlock has no say in:
 * chmod, UDP, Unix sockets, other processes. They fail with EPERM, so that the program can say
 * what it wanted. */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
enum { PROCESSOR = AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { PROCESSOR = AUDIT_ARCH_AARCH64 };
#else
enum { PROCESSOR = 0 }; /* the numbers of system calls are not known: no filter */
#endif
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the halves of arguments");

/* Newer than Debian 12's headers; from 424 on the numbers are the same on all processors. */
enum {
  MEMFD_SECRET = 447,
  PROCESS_MRELEASE = 448,
  FCHMODAT2 = 452,
  SETXATTRAT = 463,
  REMOVEXATTRAT = 466,
  OPEN_TREE_ATTR = 467,
  FILE_SETATTR = 469,
  FIRST_UNKNOWN = 472,
};

static const int denied[] = {
    /* network */
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_setsockopt,
    /* files: their owners, rights, times, attributes, and what Landlock refuses too */
    SYS_fchmod, SYS_fchmodat, FCHMODAT2, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr,
    SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SETXATTRAT,
    REMOVEXATTRAT, FILE_SETATTR, SYS_truncate, SYS_mknodat, SYS_symlinkat, SYS_linkat,
    SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_inotify_init1, SYS_fanotify_init,
    SYS_quotactl, SYS_acct,
    /* file systems */
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, OPEN_TREE_ATTR,
    SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr,
    SYS_swapon, SYS_swapoff,
    /* other processes, and becoming another program */
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, PROCESS_MRELEASE,
    SYS_kcmp, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_open,
    SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_move_pages, SYS_migrate_pages, SYS_memfd_create,
    MEMFD_SECRET, SYS_execveat, SYS_unshare, SYS_setns, SYS_setsid, SYS_setpgid,
    /* what binds this process: limits, processors, priorities */
    SYS_setrlimit, SYS_setpriority, SYS_ioprio_set, SYS_sched_setscheduler, SYS_sched_setparam,
    SYS_sched_setattr, SYS_sched_setaffinity, SYS_personality,
    /* memory and messages that other processes share */
    SYS_shmget, SYS_shmat, SYS_shmctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_semget,
    SYS_semop, SYS_semtimedop, SYS_semctl, SYS_mq_open, SYS_mq_unlink,
    /* the kernel */
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter,
    SYS_io_uring_register, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_syslog, SYS_reboot,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load,
    SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime, SYS_sethostname,
    SYS_setdomainname, SYS_vhangup,
#if defined(__x86_64__) /* the older forms, which aarch64 never had */
    SYS_fork, SYS_vfork, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
    SYS_mknod, SYS_symlink, SYS_link, SYS_inotify_init, SYS_modify_ldt, SYS_iopl, SYS_ioperm,
    SYS_uselib,
#endif
};
/* prctl: names of threads and of memory, and asking. Not PR_SET_PDEATHSIG: it must die with its
 * parent. */
static const uint32_t prctls[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_PDEATHSIG,
                                  PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_NO_NEW_PRIVS,
                                  PR_GET_SECCOMP, PR_SET_THP_DISABLE, PR_GET_THP_DISABLE,
                                  PR_GET_TIMERSLACK, 0x53564d41 /* PR_SET_VMA */};
/* ioctl: is it a terminal, how large, how much is there to read. Not TIOCSTI, which types for
 * the user. */
static const uint32_t ioctls[] = {TCGETS,  TIOCGWINSZ, FIONREAD,
                                  FIONBIO, FIOCLEX,    FIONCLEX, 0x802c542a /* TCGETS2 */};
/* fcntl: signals to others when a file is ready, leases, news about folders. */
static const uint32_t fcntls[] = {F_SETOWN, F_SETOWN_EX, F_SETSIG, F_SETLEASE, F_NOTIFY};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct sock_filter program[COUNT(denied) * 2 + 160];
static unsigned length;

static void emit(uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false) {
  program[length++] = (struct sock_filter){code, if_true, if_false, k};
}
static void load(size_t offset) { emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }
static void answer(uint32_t action) { emit(BPF_RET | BPF_K, action, 0, 0); }
/* The next instruction only where the loaded word passes the test; else the one after it. */
static void if_equal(uint32_t k) { emit(BPF_JMP | BPF_JEQ | BPF_K, k, 0, 1); }
static void if_other(uint32_t k) { emit(BPF_JMP | BPF_JEQ | BPF_K, k, 1, 0); }
static void if_at_least(uint32_t k) { emit(BPF_JMP | BPF_JGE | BPF_K, k, 0, 1); }
static void if_none_of(uint32_t k) { emit(BPF_JMP | BPF_JSET | BPF_K, k, 1, 0); }

enum {
  ALLOW = SECCOMP_RET_ALLOW,
  DENY = SECCOMP_RET_ERRNO | EPERM,
  ABSENT = SECCOMP_RET_ERRNO | ENOSYS,
};

static void load_number(void) { load(offsetof(struct seccomp_data, nr)); }
static void load_argument(unsigned i) { load(offsetof(struct seccomp_data, args) + 8 * i); }
static void load_upper_half(unsigned i) { load(offsetof(struct seccomp_data, args) + 8 * i + 4); }

/* For this call the instructions up to done(); all of them end in an answer. */
static unsigned only_for(int number) {
  load_number();
  emit(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 0);
  return length - 1;
}
static void done(unsigned jump) { program[jump].jf = (uint8_t)(length - jump - 1); }

static void answer_by(int number, unsigned argument, const uint32_t *values, size_t count,
                      uint32_t if_listed, uint32_t otherwise) {
  unsigned jump = only_for(number);
  load_argument(argument);
  for (size_t i = 0; i < count; i++) {
    if_equal(values[i]);
    answer(if_listed);
  }
  answer(otherwise);
  done(jump);
}

/* Reading must not empty a file: Landlock before version 3 lets O_TRUNC with O_RDONLY through. */
static void no_truncating_reader(int number, unsigned argument) {
  unsigned jump = only_for(number);
  load_argument(argument);
  emit(BPF_ALU | BPF_AND | BPF_K, O_TRUNC | O_ACCMODE, 0, 0);
  if_equal(O_TRUNC | O_RDONLY);
  answer(DENY);
  answer(ALLOW);
  done(jump);
}

static void build(void) {
  load(offsetof(struct seccomp_data, arch));
  if_other((uint32_t)PROCESSOR);
  answer(SECCOMP_RET_KILL_PROCESS);
  load_number();
#if defined(__x86_64__)
  if_at_least(0x40000000); /* x32: the same calls by other numbers */
  answer(SECCOMP_RET_KILL_PROCESS);
#endif
  if_at_least(FIRST_UNKNOWN); /* calls that this filter was not written for */
  answer(ABSENT);
  for (size_t i = 0; i < COUNT(denied); i++) {
    if_equal((uint32_t)denied[i]);
    answer(DENY);
  }
  /* Their arguments lie in memory, out of sight: the C library falls back to clone and openat. */
  if_equal(SYS_clone3);
  answer(ABSENT);
  if_equal(SYS_openat2);
  answer(ABSENT);

  unsigned jump = only_for(SYS_clone); /* threads, no processes */
  load_argument(0);
  if_none_of(CLONE_THREAD);
  answer(DENY);
  answer(ALLOW);
  done(jump);

  jump = only_for(SYS_prlimit64); /* asking for a limit, not setting one */
  load_argument(2);
  if_other(0);
  answer(DENY);
  load_upper_half(2);
  if_other(0);
  answer(DENY);
  answer(ALLOW);
  done(jump);

  uint32_t self = (uint32_t)getpid(); /* stays the same through execve */
  answer_by(SYS_kill, 0, &self, 1, ALLOW, DENY);
  answer_by(SYS_tgkill, 0, &self, 1, ALLOW, DENY);
  answer_by(SYS_prctl, 0, prctls, COUNT(prctls), ALLOW, DENY);
  answer_by(SYS_ioctl, 1, ioctls, COUNT(ioctls), ALLOW, DENY);
  answer_by(SYS_fcntl, 1, fcntls, COUNT(fcntls), DENY, ALLOW);
  no_truncating_reader(SYS_openat, 2);
#if defined(__x86_64__)
  no_truncating_reader(SYS_open, 1);
#endif
  answer(ALLOW);
}

bool filter_enforce(void) {
  if (PROCESSOR == 0) {
    errno = ENOSYS;
    return false;
  }
  length = 0;
  build();
  struct sock_fprog filter = {(unsigned short)length, program};
  return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}
