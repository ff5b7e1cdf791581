#!/bin/sh
# check-corpus.sh: the seed corpus compiles with a Lean and nothing but it, every benchmark has a
# proof in Tests/Fixtures/benchmark-proofs.lean from the allowed axioms, and the theories suffice for
# what Tests/Fixtures/theory-sanity.lean proves.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
lean=$("$root/scripts/find-lean.sh") || {
  echo "check-corpus: no Lean 4; run: make setup" >&2
  exit 1
}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mkdir "$out/Theory" "$out/Benchmarks"
export LEAN_PATH="$out"
fail() {
  echo "check-corpus: $*" >&2
  exit 1
}
cd "$root/corpus"

compile() { "$lean" -o "$out/${1%.lean}.olean" "$1" >"$out/messages" 2>&1; }

# Theories in the order of their imports, then what stands on them; they say nothing.
for file in Theory/Logic.lean Theory/Nat.lean Theory/List.lean Theory/Tip.lean Theory.lean Lemmaloom.lean; do
  compile "$file" && [ ! -s "$out/messages" ] || {
    cat "$out/messages"
    fail "corpus/$file"
  }
done
for file in Theory/*.lean; do
  [ -f "$out/${file%.lean}.olean" ] || fail "corpus/$file is not compiled here: add it to the list"
done

# Benchmarks say that they use sorry, once a theorem.
for suite in Kleene:30 NaturalNumbers:24 Lists:12 Tautologies:40; do
  file=Benchmarks/${suite%:*}.lean count=${suite#*:}
  compile "$file" || {
    cat "$out/messages"
    fail "corpus/$file"
  }
  theorems=$(grep -c '^theorem ' "$file")
  [ "$theorems" = "$count" ] || fail "corpus/$file has $theorems theorems, not $count"
  [ "$(grep -c 'declaration uses `sorry`' "$out/messages")" = "$count" ] &&
    [ "$(wc -l <"$out/messages")" = "$count" ] || {
    cat "$out/messages"
    fail "corpus/$file: expected a warning of sorry for each theorem and no other message"
  }
  sed -n "s/^theorem \([^ ]*\) .*/#print axioms Proofs.${suite%:*}.\1'/p" "$file" >>"$out/axioms"
done

"$lean" "$root/Tests/Fixtures/theory-sanity.lean" || fail Tests/Fixtures/theory-sanity.lean
cat "$root/Tests/Fixtures/benchmark-proofs.lean" "$out/axioms" >"$out/proofs.lean"
"$lean" "$out/proofs.lean" >"$out/messages" 2>&1 || {
  grep -v "^'Proofs\." "$out/messages"
  fail "a benchmark without a proof in Tests/Fixtures/benchmark-proofs.lean"
}
proved=$(grep -c "^'Proofs\." "$out/messages")
stated=$(wc -l <"$out/axioms")
[ "$proved" = "$stated" ] || fail "$proved proofs for $stated benchmarks"
# Lean breaks a long list of axioms over lines; joined, each theorem is one line again.
tr '\n' ' ' <"$out/messages" | sed "s/'Proofs\./\n&/g" | sed '/^ *$/d' >"$out/used"
allowed='propext|Classical\.choice|Quot\.sound'
bad=$(grep -vE "does not depend on any axioms|depends on axioms: \[($allowed)(, +($allowed))*\]" \
  "$out/used" || true)
[ -z "$bad" ] || fail "$bad"
echo "check-corpus: $proved benchmarks compile and are proved, with $("$lean" --version)"
