#!/bin/sh
# find-lean.sh: prints the path of the Lean 4 that set-up, tests and `make run` use.
# In this order: LEMMALOOM_LEAN, `lean` on PATH, the one that scripts/setup.sh fetched.
# Exit 1: there is none; 2: LEMMALOOM_LEAN names something else.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

is_lean4() {
  case $("$1" --version 2>/dev/null) in 'Lean (version 4.'*) return 0 ;; *) return 1 ;; esac
}

if [ -n "${LEMMALOOM_LEAN:-}" ]; then
  lean=$(command -v "$LEMMALOOM_LEAN") && is_lean4 "$lean" || {
    echo "LEMMALOOM_LEAN=$LEMMALOOM_LEAN is no working Lean 4: correct it or unset it" >&2
    exit 2
  }
  case $lean in /*) ;; *) lean=$PWD/$lean ;; esac
  echo "$lean"
  exit
fi
for lean in "$(command -v lean || true)" "$root/var/toolchain/lean-mini/bin/lean"; do
  if [ -x "$lean" ] && is_lean4 "$lean"; then
    echo "$lean"
    exit
  fi
done
exit 1
