#!/usr/bin/env python3
"""Writes corpus/Benchmarks/Tautologies.lean: hard random propositional tautologies.

  scripts/tautologies.py          print the file, the same every time (about a minute)
  scripts/tautologies.py --check  exit 1 where the file in the corpus is another
  scripts/tautologies.py --seed 7  print as many others of the same kind, no variants of those: to tune on

A formula is an atom (0, 1, ...), ('¬', A) or (connective, A, B); its size is its number of nodes.
Its meaning is its truth table, one bit a valuation. Random formulas of this size that are true are
mostly true for a dull reason, so one is kept only if
- no proper part of it is always true or always false;
- each part matters: put an arbitrary formula in its place, and it is a tautology no more. Excepted
  is a part after an arrow, such as q in Peirce's ((p → q) → p) → p or in ex falso;
- a tableau for it needs STEPS_MIN rules and splits BRANCHES_MIN times;
- no connective joins a formula with itself;
- it is no variant of another one under renaming and swapping the sides of ∧, ∨ and ↔.
"""
import itertools
import pathlib
import random
import sys

SEED = 20240630
# How many of a size: (whether it holds intuitionistically, atoms) -> number. With fewer than 14
# symbols a fourth atom is mostly idle, with 16 a fifth always.
SMALL = {(True, 3): 5, (False, 3): 3}
LARGE = {(True, 3): 3, (True, 4): 2, (False, 3): 2, (False, 4): 1}
SIZES = {12: SMALL, 13: SMALL, 14: LARGE, 15: LARGE, 16: LARGE}
STEPS_MIN, BRANCHES_MIN = 12, 3
CONNECTIVES = (('→', 4), ('∧', 3), ('∨', 3), ('↔', 1))
NEGATION = 0.15
# Lean's precedences: of the result, the left and the right argument.
LEVELS = {
    '¬': (1024, None, 40),
    '∧': (35, 36, 35),
    '∨': (30, 31, 30),
    '→': (25, 26, 25),
    '↔': (20, 21, 21),
}
FILE = pathlib.Path(__file__).resolve().parent.parent / 'corpus/Benchmarks/Tautologies.lean'

# The truth table of atom i over ATOMS_MAX atoms has bit v set where bit i of the valuation v is.
ATOMS_MAX = 5
ROWS = 1 << ATOMS_MAX
TRUE = (1 << ROWS) - 1
TABLES = [sum(1 << v for v in range(ROWS) if v >> i & 1) for i in range(ATOMS_MAX)]


# ---- meaning

def connect(head, a, b=0):
    if head == '¬': return TRUE & ~a
    if head == '∧': return a & b
    if head == '∨': return a | b
    if head == '→': return TRUE & ~a | b
    return TRUE & ~(a ^ b)


def table(f):
    return TABLES[f] if isinstance(f, int) else connect(f[0], *map(table, f[1:]))


def matters(f, here=TRUE, exempt=True):
    """Whether each part does. `here`: the valuations at which f decides the value of the whole."""
    if not here and not exempt: return False
    if isinstance(f, int): return True
    if f[0] == '¬': return matters(f[1], here, False)
    head, a, b = f
    table_a, table_b = table(a), table(b)
    # The valuations at which a decides f are those at which f changes with a; likewise b.
    a_decides = connect(head, TRUE, table_b) ^ connect(head, 0, table_b)
    b_decides = connect(head, table_a, TRUE) ^ connect(head, table_a, 0)
    return matters(a, here & a_decides, False) and matters(b, here & b_decides, head == '→')


def varies(f):
    """No part of f, f included, is always true or always false."""
    return table(f) not in (0, TRUE) and (isinstance(f, int) or all(map(varies, f[1:])))


def joins_itself(f):
    return not isinstance(f, int) and (len(f) == 3 and f[1] == f[2] or any(map(joins_itself, f[1:])))


# ---- difficulty

def tableau(true, false):
    """Rules and splits of a tableau for `true` ⊢ `false` that splits last."""
    if set(true) & set(false): return 1, 0
    for i, f in enumerate(true):
        if isinstance(f, int): continue
        rest = true[:i] + true[i + 1:]
        if f[0] == '¬': return one(tableau(rest, false + f[1:]))
        if f[0] == '∧': return one(tableau(rest + f[1:], false))
    for i, f in enumerate(false):
        if isinstance(f, int): continue
        rest = false[:i] + false[i + 1:]
        if f[0] == '¬': return one(tableau(true + f[1:], rest))
        if f[0] == '∨': return one(tableau(true, rest + f[1:]))
        if f[0] == '→': return one(tableau(true + f[1:2], rest + f[2:]))
    for i, f in enumerate(true):
        if isinstance(f, int): continue
        head, a, b = f
        rest = true[:i] + true[i + 1:]
        if head == '∨': return two(tableau(rest + (a,), false), tableau(rest + (b,), false))
        if head == '→': return two(tableau(rest, false + (a,)), tableau(rest + (b,), false))
        return two(tableau(rest + (a, b), false), tableau(rest, false + (a, b)))
    for i, f in enumerate(false):
        if isinstance(f, int): continue
        head, a, b = f
        rest = false[:i] + false[i + 1:]
        if head == '∧': return two(tableau(true, rest + (a,)), tableau(true, rest + (b,)))
        return two(tableau(true + (a,), rest + (b,)), tableau(true + (b,), rest + (a,)))
    raise ValueError('not a tautology')


def one(rest): return rest[0] + 1, rest[1]
def two(left, right): return left[0] + right[0] + 1, left[1] + right[1] + 1


# ---- intuitionistic provability
# R. Dyckhoff, Contraction-free sequent calculi for intuitionistic logic (1992)

FALSE = ('⊥',)


def without_not_and_iff(f):
    if isinstance(f, int): return f
    parts = [without_not_and_iff(g) for g in f[1:]]
    if f[0] == '¬': return '→', parts[0], FALSE
    if f[0] == '↔': return '∧', ('→', *parts), ('→', parts[1], parts[0])
    return (f[0], *parts)


def intuitionistic(given, goal):
    """Whether `goal` follows from the formulas `given`, all without ¬ and ↔."""
    if FALSE in given or goal in given: return True
    if not isinstance(goal, int):
        if goal[0] == '→': return intuitionistic(given | {goal[1]}, goal[2])
        if goal[0] == '∧': return all(intuitionistic(given, g) for g in goal[1:])
    for f in sorted(given, key=repr):
        if isinstance(f, int): continue
        rest = given - {f}
        if f[0] == '∧': return intuitionistic(rest | set(f[1:]), goal)
        if f[0] == '∨': return all(intuitionistic(rest | {g}, goal) for g in f[1:])
        if f[0] != '→': continue
        _, a, b = f
        if a == FALSE: return intuitionistic(rest, goal)
        if isinstance(a, int):
            if a in given: return intuitionistic(rest | {b}, goal)
        elif a[0] == '∧': return intuitionistic(rest | {('→', a[1], ('→', a[2], b))}, goal)
        elif a[0] == '∨': return intuitionistic(rest | {('→', a[1], b), ('→', a[2], b)}, goal)
    if not isinstance(goal, int) and goal[0] == '∨':
        if any(intuitionistic(given, g) for g in goal[1:]): return True
    for f in given:
        if isinstance(f, int) or f[0] != '→' or isinstance(f[1], int) or f[1][0] != '→': continue
        _, a, b = f
        rest = given - {f}
        if not intuitionistic(rest | {('→', a[2], b)}, a): continue
        if intuitionistic(rest | {b}, goal): return True
    return False


# ---- sampling

def sample(rng, size, atoms):
    if size == 1: return int(rng.random() * atoms)
    if size == 2 or rng.random() < NEGATION: return '¬', sample(rng, size - 1, atoms)
    pick = rng.random() * sum(weight for _, weight in CONNECTIVES)
    for head, weight in CONNECTIVES:
        pick -= weight
        if pick < 0: break
    left = 1 + int(rng.random() * (size - 2))
    return head, sample(rng, left, atoms), sample(rng, size - 1 - left, atoms)


def atoms_of(f):
    """In order of first occurrence, each once."""
    if isinstance(f, int): return [f]
    return list(dict.fromkeys(a for g in f[1:] for a in atoms_of(g)))


def rename(f, names):
    return names[f] if isinstance(f, int) else (f[0], *(rename(g, names) for g in f[1:]))


def sorted_sides(f):
    if isinstance(f, int): return f
    parts = [sorted_sides(g) for g in f[1:]]
    if f[0] in '∧∨↔': parts.sort(key=repr)
    return (f[0], *parts)


def variant_key(f, atoms):
    orders = itertools.permutations(range(len(atoms)))
    return min(repr(sorted_sides(rename(f, dict(zip(atoms, order))))) for order in orders)


def hard(f):
    if isinstance(f, int) or table(f) != TRUE or joins_itself(f): return False
    if not all(map(varies, f[1:])) or not matters(f): return False
    steps, branches = tableau((), (f,))
    return steps >= STEPS_MIN and branches >= BRANCHES_MIN


def tautologies(seed):
    rng = random.Random(seed)
    found = []
    seen = set() if seed == SEED else {variant_key(f, atoms_of(f)) for f, _, _ in tautologies(SEED)}
    for size, quota in SIZES.items():
        wanted = dict(quota)
        while any(wanted.values()):
            f = sample(rng, size, 3 + int(rng.random() * (ATOMS_MAX - 2)))
            if not hard(f): continue
            atoms = atoms_of(f)
            constructive = intuitionistic(frozenset(), without_not_and_iff(f))
            kind, key = (constructive, len(atoms)), variant_key(f, atoms)
            if not wanted.get(kind) or key in seen: continue
            wanted[kind] -= 1
            seen.add(key)
            found.append((rename(f, {a: i for i, a in enumerate(atoms)}), size, constructive))
    return found


# ---- printing

def lean(f, level=0):
    if isinstance(f, int): return 'pqrst'[f]
    result, left, right = LEVELS[f[0]]
    if left is None: text = '¬' + lean(f[1], right)
    else: text = f'{lean(f[1], left)} {f[0]} {lean(f[2], right)}'
    return f'({text})' if result < level else text


def module(seed=SEED):
    found = tautologies(seed)
    name = 'Benchmarks.Tautologies' + ('' if seed == SEED else f'.Seed{seed}')
    yield '''import Theory.Logic
/-
  40 random tautologies of 12 to 16 symbols, no part of which is idle; 15 of them need a classical
  step. Written by scripts/tautologies.py, which says how they are chosen.
-/
namespace ''' + name + '\n'
    for number, (f, size, constructive) in enumerate(found, 1):
        steps, branches = tableau((), (f,))
        atoms = ' '.join('pqrst'[:len(atoms_of(f))])
        how = 'intuitionistic' if constructive else 'classical'
        yield f'/-- {size} symbols, {how}; a tableau of {steps} rules with {branches} splits. -/'
        yield f'theorem t{number:02} ({atoms} : Prop) : {lean(f)} := by sorry\n'
    yield 'end ' + name


def main():
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == '--seed' and arguments[1].isdecimal():
        return print('\n'.join(module(int(arguments[1]))))
    if arguments not in ([], ['--check']): sys.exit(__doc__)
    text = '\n'.join(module()) + '\n'
    if arguments:
        if FILE.read_text(encoding='utf-8') != text:
            sys.exit(f'tautologies.py: {FILE} differs from what this script writes')
    else: sys.stdout.write(text)


if __name__ == '__main__': main()
