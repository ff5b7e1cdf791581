"""Writes compiled Lean modules by hand, most of them cheats: forge_olean.py FOLDER

FOLDER gets a NAME.olean for each case, and cases.json: a list of {"file", "verdict", "reason"} with
the verdict that lemmaloom-replay must reach and words that its reason or its declaration must hold.
The layout is that of Lean 4.35; hashes and other caches are left zero, which replay must not care
about. The modules import `Init`.
"""
import json
import os
import struct
import sys

BASE = 0x10000000
ARRAY, STRING, BIG = 246, 249, 250
AXIOM, DEFINITION, THEOREM, OPAQUE, QUOTIENT, INDUCTIVE, CONSTRUCTOR, RECURSOR = range(8)
UNSAFE, SAFE, PARTIAL = range(3)


class Name(tuple):
    """Parts, text or numbers; Name.of("a.b") has two."""

    @staticmethod
    def of(name):
        return name if isinstance(name, Name) else Name(name.split("."))


class Module:
    def __init__(self):
        self.bytes = bytearray(b"olean" + bytes([2, 1]) + b"4.35.0".ljust(33, b"\0") + b"0" * 40)
        self.bytes += struct.pack("<QQ", BASE, 0)
        self.seen = {}
        self.constants, self.names, self.imports = [], [], [Name.of("Init")]
        self.is_module = False

    # ---- objects; a value is a number to be stored in a field
    def put(self, tag, fields, size, body):
        """Equal objects are stored once, as Lean does."""
        key = (tag, fields, size, bytes(body))
        if key not in self.seen:
            at = len(self.bytes)
            self.bytes += struct.pack("<iHBB", 0, size, fields, tag) + body
            self.bytes += b"\0" * (-len(self.bytes) % 8)
            self.seen[key] = BASE + at
        return self.seen[key]

    @staticmethod
    def small(n):
        return n << 1 | 1

    def make(self, tag, fields, extra=b""):
        extra += b"\0" * (-len(extra) % 8)
        body = b"".join(struct.pack("<Q", f) for f in fields) + extra
        return self.put(tag, len(fields), 8 + len(body), body)

    def array(self, items):
        return self.put(ARRAY, 0, 1, struct.pack(f"<QQ{len(items)}Q", len(items), len(items), *items))

    def string(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        head = struct.pack("<QQQ", len(data) + 1, len(data) + 1, len(data.decode(errors="replace")))
        return self.put(STRING, 0, 1, head + data + b"\0")

    def big(self, *digits):
        head = struct.pack("<iiQ", len(digits), len(digits), 0)
        return self.put(BIG, 0, 1, head + struct.pack(f"<{len(digits)}Q", *digits))

    def list(self, items):
        value = self.small(0)
        for item in reversed(items):
            value = self.make(1, [item, value])
        return value

    def name(self, name):
        value = self.small(0)
        for part in Name.of(name):
            if isinstance(part, int):
                value = self.make(2, [value, self.small(part)], bytes(8))
            else:
                value = self.make(1, [value, self.string(part)], bytes(8))
        return value

    def names_list(self, names):
        return self.list([self.name(n) for n in names])

    # ---- levels and terms
    zero = 1

    def succ(self, level):
        return self.make(1, [level], bytes(8))

    def param(self, name):
        return self.make(4, [self.name(name)], bytes(8))

    def bvar(self, i):
        return self.make(0, [self.small(i)], bytes(8))

    def sort(self, level):
        return self.make(3, [level], bytes(8))

    def const(self, name, *levels):
        return self.make(4, [self.name(name), self.list(list(levels))], bytes(8))

    def app(self, function, *arguments):
        for argument in arguments:
            function = self.make(5, [function, argument], bytes(8))
        return function

    def lam(self, type, body):
        return self.make(6, [self.name("x"), type, body], bytes(9))

    def pi(self, type, body):
        return self.make(7, [self.name("x"), type, body], bytes(9))

    def let(self, type, value, body, flag=0):
        return self.make(8, [self.name("x"), type, value, body], bytes(8) + bytes([flag]))

    def number(self, n):
        """A literal; `n` a number or a value."""
        return self.make(9, [self.make(0, [self.small(n) if n < 1 << 28 else n])], bytes(8))

    def text(self, text):
        return self.make(9, [self.make(1, [self.string(text)])], bytes(8))

    def mdata(self, term):
        return self.make(10, [self.small(0), term], bytes(8))

    def proj(self, structure, i, term):
        return self.make(11, [self.name(structure), self.small(i), term], bytes(8))

    # ---- constants
    def add(self, kind, name, type, fields=(), flags=b"", levels=(), listed=None):
        common = self.make(0, [self.name(name), self.names_list(levels), type])
        self.constants.append(self.make(kind, [self.make(0, [common, *fields], flags)]))
        self.names.append(self.name(listed or name))

    def axiom(self, name, type, unsafe=0):
        self.add(AXIOM, name, type, flags=bytes([unsafe]))

    def theorem(self, name, type, value, **more):
        self.add(THEOREM, name, type, [value, self.names_list([name])], **more)

    def definition(self, name, type, value, safety=SAFE, hints=1):
        fields = [value, self.small(hints), self.names_list([name])]
        self.add(DEFINITION, name, type, fields, bytes([safety]))

    def opaque(self, name, type, value, unsafe=0):
        self.add(OPAQUE, name, type, [value, self.names_list([name])], bytes([unsafe]))

    def inductive(self, name, constructors, group=None, recursive=0, unsafe=0, type=None, levels=()):
        fields = [self.small(0), self.small(0), self.names_list(group or [name]),
                  self.names_list(constructors), self.small(0)]
        self.add(INDUCTIVE, name, type or self.sort(self.succ(self.zero)), fields,
                 bytes([recursive, unsafe, 0]), levels)

    def constructor(self, name, type, of, index=0, fields=0, unsafe=0, parameters=0):
        values = [self.name(of), *(self.small(n) for n in (index, parameters, fields))]
        self.add(CONSTRUCTOR, name, type, values, bytes([unsafe]))

    def recursor(self, name="T.rec", of="T", mk="T.mk", k=0, motive_level=None):
        """Of a type with one constructor that has no fields, as the kernel makes it."""
        t = self.const(of)
        motive = self.pi(t, self.sort(motive_level or self.param("u")))
        type = self.pi(motive, self.pi(self.app(self.bvar(0), self.const(mk)),
                                       self.pi(t, self.app(self.bvar(2), self.bvar(0)))))
        value = self.lam(motive, self.lam(self.app(self.bvar(0), self.const(mk)), self.bvar(0)))
        rule = self.make(0, [self.name(mk), self.small(0), value])
        counts = [self.small(n) for n in (0, 0, 1, 1)]
        self.add(RECURSOR, name, type, [self.names_list([of]), *counts, self.list([rule])],
                 bytes([k, 0]), ["u"])

    def unit(self):
        """inductive T | mk, with all that belongs to it."""
        self.inductive("T", ["T.mk"])
        self.constructor("T.mk", self.const("T"), "T")
        self.recursor()

    def cheat(self, name="t"):
        """A theorem that would do: False, proved by `name`."""
        return self.const("False"), self.const(name)

    def save(self, path):
        imports = [self.make(0, [self.name(n)], bytes([0, 1, 0])) for n in self.imports]
        fields = [self.array(imports), self.array(self.names), self.array(self.constants),
                  self.array([]), self.array([])]
        root = self.make(0, fields, bytes([self.is_module]))
        struct.pack_into("<Q", self.bytes, 88, root)
        with open(path, "wb") as file:
            file.write(self.bytes)


CASES = []


def case(verdict, reason=""):
    def keep(function):
        CASES.append((function, verdict, reason))
        return function
    return keep


# ---- honest

@case("checked")
def honest(m):
    m.theorem("t", m.const("True"), m.const("True.intro"))


@case("checked")
def honest_order(m):
    m.theorem("a", m.const("True"), m.const("b"))
    m.theorem("b", m.const("True"), m.const("True.intro"))


@case("checked")
def honest_terms(m):
    nat = m.const("Nat")
    one = m.succ(m.zero)
    eq = lambda a, b: m.app(m.const("Eq", one), nat, a, b)
    refl = lambda a: m.app(m.const("Eq.refl", one), nat, a)
    add = lambda a, b: m.app(m.const("Nat.add"), a, b)
    m.theorem("sum", eq(add(m.number(2), m.number(2)), m.number(4)), refl(m.number(4)))
    huge = m.number(m.big(5, 7))
    m.theorem("huge", eq(huge, huge), refl(huge))
    m.theorem("local", eq(m.number(3), m.number(3)),
              m.let(nat, m.number(3), m.mdata(refl(m.bvar(0))), 1))
    both = m.app(m.const("And"), m.const("True"), m.const("True"))
    m.theorem("half", m.pi(both, m.const("True")), m.lam(both, m.proj("And", 0, m.bvar(0))))


@case("checked")
def honest_type(m):
    m.unit()


@case("checked")
def honest_axiom(m):
    m.axiom("bad", m.const("False"))
    m.theorem("t", m.const("False"), m.const("bad"))


@case("checked")
def honest_unsafe(m):
    m.definition("u", m.const("False"), m.const("u"), UNSAFE)
    m.definition("p", m.const("False"), m.const("p"), PARTIAL)


@case("checked")
def axiom_like_an_allowed_one(m):  # one part with a dot inside: it must not be printed as Classical.choice
    m.axiom(Name(["Classical.choice"]), m.const("False"))
    m.axiom(Name(['"\\\n\0»« é']), m.const("False"))


@case("checked")
def dotted_part(m):  # not the kernel's Nat.land
    m.definition(Name(["Nat.land"]), m.const("Nat"), m.number(0))


# ---- what the kernel objects to

@case("rejected", "declaration type mismatch")
def false_by_true(m):
    m.theorem("t", m.const("False"), m.const("True.intro"))


@case("rejected", "unknown constant")
def circular(m):
    m.theorem("t", *m.cheat())


@case("rejected", "unknown constant")
def circular_two(m):
    m.theorem("t", *m.cheat("u"))
    m.theorem("u", *m.cheat("t"))


@case("rejected", "loose bound variables")
def loose(m):
    m.theorem("t", m.const("False"), m.bvar(0))


@case("rejected", "loose bound variables")
def loose_far(m):  # the largest index that is read
    m.theorem("t", m.const("False"), m.bvar((1 << 20) - 2))


@case("rejected", "universe level parameter")
def undeclared_level(m):
    function = m.lam(m.sort(m.param("u")), m.const("True.intro"))
    m.theorem("t", m.const("True"), m.app(function, m.const("True")))


@case("rejected", "universe level parameter")
def level_twice(m):
    m.theorem("t", m.const("True"), m.const("True.intro"), levels=["u", "u"])


@case("rejected", "not a proposition")
def theorem_of_data(m):
    m.theorem("t", m.const("Nat"), m.number(0))


@case("rejected", "non positive")
def negative(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.pi(m.pi(m.const("T"), m.const("False")), m.const("T")), "T", fields=1)


@case("rejected", "unknown constant")
def axiom_said_to_be_unsafe(m):
    m.axiom("bad", m.const("False"), unsafe=1)
    m.theorem("t", *m.cheat("bad"))


@case("rejected", "unknown constant")
def uses_unsafe(m):
    m.definition("u", m.const("False"), m.const("u"), UNSAFE)
    m.theorem("t", *m.cheat("u"))


@case("rejected", "unknown constant")
def uses_partial(m):
    m.definition("u", m.const("False"), m.const("u"), PARTIAL)
    m.theorem("t", *m.cheat("u"))


@case("rejected", "unknown constant")
def opaque_without_value(m):
    m.opaque("o", m.const("False"), m.const("o"))


@case("rejected", "mismatch")
def wrong_sum(m):
    one = m.succ(m.zero)
    sum = m.app(m.const("Nat.add"), m.number(2), m.number(2))
    m.theorem("t", m.app(m.const("Eq", one), m.const("Nat"), sum, m.number(5)),
              m.app(m.const("Eq.refl", one), m.const("Nat"), m.number(5)))


@case("rejected", "invalid projection")
def projection_of_another_structure(m):
    both = m.app(m.const("And"), m.const("True"), m.const("True"))
    m.theorem("t", m.pi(both, m.const("True")), m.lam(both, m.proj("Iff", 0, m.bvar(0))))


@case("rejected", "invalid projection")
def projection_out_of_range(m):
    both = m.app(m.const("And"), m.const("True"), m.const("True"))
    m.theorem("t", m.pi(both, m.const("True")), m.lam(both, m.proj("And", 2, m.bvar(0))))


@case("rejected", "invalid projection")
def projection_out_of_exists(m):  # data out of a proposition
    nat, one = m.const("Nat"), m.succ(m.zero)
    some = m.app(m.const("Exists", one), nat, m.lam(nat, m.const("True")))
    m.definition("d", m.pi(some, nat), m.lam(some, m.proj("Exists", 0, m.bvar(0))))


# ---- names

@case("rejected", "already declared by an import")
def redeclared(m):
    m.theorem("trivial", *m.cheat("trivial"))


@case("rejected", "already declared by an import")
def redeclared_axiom(m):
    m.axiom("propext", m.const("False"))


@case("rejected", "already declared by an import")
def redeclared_unsafe(m):
    m.definition("trivial", m.const("False"), m.const("trivial"), UNSAFE)


@case("rejected", "declared twice")
def declared_twice(m):
    m.theorem("t", m.const("True"), m.const("True.intro"))
    m.theorem("t", m.const("False"), m.const("t"))


@case("rejected", "another name")
def listed_under_another_name(m):
    m.theorem("t", m.const("True"), m.const("True.intro"), listed="u")


@case("rejected", "kernel computes")
def kernel_name(m):
    nat = m.const("Nat")
    m.definition("Nat.land", m.pi(nat, m.pi(nat, nat)), m.lam(nat, m.lam(nat, m.number(0))))


@case("rejected", "kernel computes")
def kernel_name_unsafe(m):
    nat = m.const("Nat")
    m.definition("Nat.xor", nat, m.const("Nat.xor"), UNSAFE)


@case("rejected", "kernel computes")
def kernel_name_without_imports(m):  # the kernel's rule for Quot looks at names alone
    m.imports = []
    m.axiom("Quot.lift", m.sort(m.zero))


@case("rejected", "is not what the kernel makes")
def quotient_of_its_own(m):
    m.add(QUOTIENT, "q", m.const("False"), flags=bytes([1]))


# ---- inductive types that are not what they say

@case("rejected", "is not what the kernel makes")
def orphan_constructor(m):
    m.constructor("T.mk", m.const("False"), "T")


@case("rejected", "is not what the kernel makes")
def constructor_of_an_imported_type(m):
    m.constructor("T.mk", m.const("False"), "Nat")


@case("rejected", "unknown constant")
def recursor_alone(m):
    m.recursor("R", "True", "True.intro", motive_level=m.zero)
    m.theorem("t", *m.cheat("R"))


@case("rejected", "recursor rec is not in the module")
def no_recursor(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "T")


@case("rejected", "T.rec")
def wrong_recursor(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "T")
    m.recursor(k=1)


@case("rejected", "made one of this name")
def recursor_said_to_be_unsafe(m):
    m.definition("T.rec", m.const("False"), m.const("T.rec"), UNSAFE)
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "T")


@case("rejected", "constructors are not in the module")
def constructor_said_to_be_unsafe(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "T", unsafe=1)


@case("rejected", "is not what the kernel makes")
def type_said_to_be_unsafe(m):
    m.inductive("T", ["T.mk"], unsafe=1)
    m.constructor("T.mk", m.const("T"), "T")


@case("rejected", "is not what the kernel makes of it")
def wrong_index(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "T", index=7)
    m.recursor()


@case("rejected", "is not what the kernel makes of it")
def wrong_fields(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "T", fields=1)
    m.recursor()


@case("rejected", "is not what the kernel makes of it")
def wrong_owner(m):
    m.inductive("T", ["T.mk"])
    m.constructor("T.mk", m.const("T"), "True")
    m.recursor()


@case("rejected", "is not what the kernel makes of it")
def wrong_flag(m):
    m.inductive("T", ["T.mk"], recursive=1)
    m.constructor("T.mk", m.const("T"), "T")
    m.recursor()


@case("rejected", "constructors are not in the module")
def constructor_twice(m):
    m.inductive("T", ["T.mk", "T.mk"])
    m.constructor("T.mk", m.const("T"), "T")


@case("rejected", "constructors are not in the module")
def constructor_of_two(m):
    m.inductive("A", ["A.mk"])
    m.inductive("B", ["A.mk"])
    m.constructor("A.mk", m.const("A"), "A")


@case("rejected", "types of its group")
def group_twice(m):
    m.inductive("T", ["T.mk"], group=["T", "T"])
    m.constructor("T.mk", m.const("T"), "T")


@case("rejected", "not of its own group")
def group_of_another(m):
    m.inductive("A", [], group=["B"])
    m.inductive("B", [])


@case("rejected", "types of its group")
def group_of_an_import(m):
    m.inductive("T", [], group=["T", "True"])


# ---- what is not read

@case("declined", "no name of a file")
def import_up(m):
    m.imports = [Name(["..", "evil"])]


@case("declined", "no name of a file")
def import_path(m):
    m.imports = [Name.of("Init"), Name(["x/../../evil"])]


@case("declined", "no name of a file")
def import_zero_byte(m):
    m.imports = [Name(["Init\0x"])]


@case("declined", "number in its name")
def import_number(m):
    m.imports = [Name(["Init", 7])]


@case("declined", "imports cannot be read")
def import_missing(m):
    m.imports = [Name.of("No.Such.Module")]


@case("declined", "`module`")
def new_module_system(m):
    m.is_module = True


@case("declined", "limit")
def index_over_the_limit(m):  # Lean would panic and go on with a wrong bound
    m.theorem("t", m.const("False"), m.bvar((1 << 20) - 1))


@case("declined", "limit")
def deep_level(m):  # every level on its own is one deeper than one that was built before
    level = m.zero
    sorts = []
    for _ in range(400):
        level = m.succ(level)
        sorts.append(m.sort(level))
    for i, sort in enumerate(sorts):
        m.axiom(f"a{i}", sort)


@case("declined", "limit")
def deep_name(m):
    for i in range(400):
        m.axiom(Name(["a"] * (i + 1)), m.const("True"))


@case("declined", "UTF-8")
def bad_text(m):
    m.axiom(Name([b"a\xff"]), m.const("False"))


@case("declined", "no number")
def number_not_normal(m):
    m.axiom("a", m.number(m.big(5, 0)))


@case("declined", "no number")
def small_number_written_big(m):
    m.axiom("a", m.number(m.big(5)))


@case("declined", "no binder")
def binder(m):
    m.axiom("a", m.make(7, [m.name("x"), m.const("True"), m.const("True")], bytes(8) + bytes([9])))


@case("declined", "no term")
def free_variable(m):
    m.axiom("a", m.make(1, [m.name("x")], bytes(8)))


@case("declined", "no level")
def level_metavariable(m):
    m.axiom("a", m.sort(m.make(5, [m.name("x")], bytes(8))))


@case("declined", "no safety")
def safety(m):
    m.definition("a", m.const("True"), m.const("True.intro"), safety=9)


@case("declined", "no flag")
def axiom_flag(m):
    m.axiom("a", m.const("True"), unsafe=2)


@case("declined", "no earlier object")
def pointer_to_itself(m):
    at = BASE + len(m.bytes)
    m.axiom("a", m.make(5, [at, at], bytes(8)))


@case("declined", "no earlier object")
def pointer_between_words(m):
    m.axiom("a", m.make(5, [m.const("True") + 4, m.const("True")], bytes(8)))


@case("declined", "no array")
def array_too_long(m):
    m.imports = []
    at = len(m.bytes)
    m.put(ARRAY, 0, 1, struct.pack("<QQ", 0, 0))  # the empty array, which all five fields would share
    struct.pack_into("<Q", m.bytes, at + 8, (1 << 64) - 1)


@case("declined", "no string")
def string_too_long(m):
    at = len(m.bytes)
    m.string("Nat")
    struct.pack_into("<Q", m.bytes, at + 8, (1 << 64) - 1)
    m.axiom("a", m.const("Nat"))


@case("declined", "in a row")
def long_chain(m):
    for i in range(30000, 0, -1):
        m.theorem(f"t{i}", m.const("True"), m.const(f"t{i - 1}"))
    m.theorem("t0", m.const("True"), m.const("True.intro"))


def broken_files():
    """Files that are no modules at all: name, bytes, reason."""
    m = Module()
    m.axiom("a", m.const("True"))
    whole = bytes(m.bytes)
    yield "empty", b"", "size"
    yield "text", b"theorem t : False := t\n" * 9, "not a compiled Lean module"
    yield "other_format", whole[:5] + b"\x01" + whole[6:], "format"
    yield "no_root", whole, "no earlier object"
    yield "zeros", bytes(4096), "not a compiled Lean module"


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    listed = []
    for function, verdict, reason in CASES:
        module = Module()
        function(module)
        file = function.__name__ + ".olean"
        module.save(os.path.join(folder, file))
        listed.append({"file": file, "verdict": verdict, "reason": reason})
    for name, data, reason in broken_files():
        file = name + ".olean"
        with open(os.path.join(folder, file), "wb") as out:
            out.write(data)
        listed.append({"file": file, "verdict": "declined", "reason": reason})
    with open(os.path.join(folder, "cases.json"), "w") as out:
        json.dump(listed, out, indent=1)


main()
