#!/bin/sh
# setup.sh: installs what the build and the tests need and this machine lacks. Does nothing the
# second time.
#
# Debian packages where pkg-config misses a library (as root only; otherwise it prints the command),
# and toolchain/lean-mini into var/toolchain/lean-mini where there is no Lean 4.
#   LEMMALOOM_LEAN=FILE  use this Lean
#   WHEEL=FILE           install lean-mini from this wheel, without a network
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
fetched=$root/var/toolchain/lean-mini

say() { echo "setup: $*"; }
# die MESSAGE [LINE...]: the lines, such as commands to copy, stand alone.
die() {
  printf 'setup: %s\n' "$1" >&2
  shift
  [ $# = 0 ] || printf '%s\n' "$@" >&2
  exit 1
}

# ---- Swift: what builds everything, and too large to be installed unasked
command -v swift >/dev/null ||
  die "Swift is missing: install a toolchain, 6.3 or newer, and put it on PATH; see" \
    "  https://swift.org/install"

# ---- Lean: is there one?
status=0
lean=$("$root/scripts/find-lean.sh") || status=$?
[ "$status" != 2 ] || exit 1

# ---- packages
packages=
need() { packages="$packages $1"; }
command -v pkg-config >/dev/null || need pkg-config
for pair in libgit2:libgit2-dev openblas:libopenblas-dev yaml-0.1:libyaml-dev \
  sqlite3:libsqlite3-dev libcurl:libcurl4-openssl-dev; do
  pkg-config --exists "${pair%%:*}" 2>/dev/null || need "${pair#*:}"
done
command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null || need gcc
if [ -z "$lean" ]; then
  # lean-mini downloads its wheel with pip unless it has one.
  cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lean-mini
  command -v python3 >/dev/null || need python3
  [ -n "${WHEEL:-}" ] || ls "$cache"/*.whl >/dev/null 2>&1 ||
    python3 -m pip --version >/dev/null 2>&1 || need python3-pip
fi
if [ -n "$packages" ]; then
  install="apt-get install -y --no-install-recommends$packages"
  command -v apt-get >/dev/null ||
    die "install these with this system's package manager (Debian's names):$packages"
  [ "$(id -u)" = 0 ] ||
    die "missing:$packages. Only root can install them; run:" \
      "  sudo apt-get update && sudo $install"
  say "installing$packages"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && $install; } >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    die "could not install$packages. With a network, as root, run:" "  apt-get update && $install"
  }
fi

# ---- Lean: fetch one where there is none, bring the fetched one up to date
if [ -z "$lean" ]; then
  say "no Lean 4 in LEMMALOOM_LEAN or on PATH: installing toolchain/lean-mini"
fi
if [ -z "$lean" ] || [ "$lean" = "$fetched/bin/lean" ]; then
  before=$(cat "$fetched/lean-mini.stamp" 2>/dev/null || true)
  said=$("$root/toolchain/lean-mini/install.sh" "$fetched") ||
    die "Lean is missing, for the reason above. Mend that and run make setup again, or run one of" \
      "  WHEEL=/path/to/the/wheel.whl make setup     # needs no network" \
      "  LEMMALOOM_LEAN=/path/to/lean make setup     # a Lean 4 of your own"
  [ "$before" = "$(cat "$fetched/lean-mini.stamp")" ] || say "$said"
  lean=$fetched/bin/lean
fi

say "ready, with $("$lean" --version | sed 's/^Lean (version \([^,)]*\).*/Lean \1/') at $lean"
