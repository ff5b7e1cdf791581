#!/bin/sh
# processor.sh: prints the compiler's options for what this machine's processor can do, nothing where that is not known.
# One of the levels of the x86-64 psABI and not "native", so that a build folder that moves to a lesser machine is built anew.
set -eu
has() { for flag in "$@"; do case " $flags " in *" $flag "*) ;; *) return 1 ;; esac; done; }
[ "$(uname -m)" = x86_64 ] || exit 0
flags=$(sed -n '/^flags/{s/.*: //p;q}' /proc/cpuinfo 2>/dev/null) || exit 0
if has avx avx2 bmi1 bmi2 f16c fma abm movbe; then
  if has avx512f avx512bw avx512cd avx512dq avx512vl; then level=4; else level=3; fi
  echo "-Xcc -march=x86-64-v$level"
fi
