#!/bin/sh
# test.sh [ARGS...]: swift test with ARGS; then the ten slowest tests, and last the runner's own summary.
set -u
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log" "$log.status"' EXIT
{
  swift test "$@"
  echo $? >"$log.status"
} 2>&1 | tee "$log"
plain=$(sed 's/\x1b\[[0-9;]*m//g' "$log")
echo
echo 'The slowest tests, in seconds:'
printf '%s\n' "$plain" |
  sed -n 's/^[^A-Za-z]* Test \(.*\) \(passed\|failed\) after \([0-9.]*\) seconds.*/\3 \1/p' |
  grep -v ' run with ' | sort -rn | head -n 10
echo
printf '%s\n' "$plain" | grep 'Test run with' | tail -n 1
exit "$(cat "$log.status")"
