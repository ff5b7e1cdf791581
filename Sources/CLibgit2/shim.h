#pragma once
#include <git2.h>

/// git_libgit2_opts takes variable arguments, which Swift cannot call. Nonzero: every object and reference
/// is on the disk before the call that wrote it returns.
static inline int clibgit2_set_fsync(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}
