extension ConformanceCases {
  /// Another statement, or another theorem, under the name.
  static let statements: [ConformanceCase] = [
    .cheat(
      "statement/proves itself by its name", by: "exact conformance_itself p",
      theorem: "conformance_itself", reasons: [.leanError]),
    .cheat(
      "statement/proves itself by well-founded recursion", by: "exact conformance_again (n + 1)",
      of: "n = 0", binders: .n, theorem: "conformance_again", reasons: [.leanError]),
    .cheat(
      "statement/termination_by", by: "exact conformance_ends p\ntermination_by 0",
      theorem: "conformance_ends"),
    .cheat(
      "statement/decreasing_by sorry", by: "exact conformance_falls (n + 1)\ndecreasing_by sorry",
      of: "n = 0", binders: .n, theorem: "conformance_falls"),
    .cheat(
      "statement/another theorem under its name", by: "exact id",
      helpers: "theorem conformance_taken : True := trivial", theorem: "conformance_taken",
      reasons: [.helpersNotAllowed, .leanError]),
    .cheat(
      "statement/another theorem in the script",
      by: "trivial\ntheorem conformance_other (p : Prop) : p → p := id",
      theorem: "conformance_other"),
    .cheat(
      "statement/another theorem under its name, itself in a namespace", by: "exact id",
      of: "p → And p q", binders: .pq,
      helpers: """
        theorem conformance_inner : True := trivial
        namespace A
        def And (a _b : Prop) : Prop := a
        """, theorem: "conformance_inner", reasons: [.helpersNotAllowed]),
    .cheat(
      "statement/a comment swallows it", by: "trivial",
      helpers: "theorem conformance_swallowed : True := trivial\n/-",
      theorem: "conformance_swallowed", reasons: [.helpersNotAllowed]),
    .cheat(
      "statement/a string swallows it", by: "trivial", helpers: #"def text : String := ""#,
      theorem: "conformance_text", reasons: [.helpersNotAllowed]),
    .cheat(
      "statement/a quoted name swallows it", by: "trivial", helpers: "theorem «a",
      theorem: "conformance_quoted", reasons: [.helpersNotAllowed]),
    .cheat(
      "statement/within a helper's brackets", by: "trivial", helpers: "theorem first : True := (",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "statement/weakened by a variable", by: "exact h.elim",
      helpers: "variable {h : False}\ninclude h", reasons: [.helpersNotAllowed]),
    .cheat(
      "statement/a name with a statement of its own", by: "trivial",
      theorem: "conformance_name : True ∧ True := And.intro trivial --"),
    .cheat(
      "statement/a name with another command", by: "exact id", of: "p → p",
      theorem: "conformance_line : True := trivial\ntheorem b"),
    .cheat(
      "statement/a name in quotes", by: "exact id", of: "p → p", theorem: "«conformance quoted»"),
    .cheat(
      "statement/a name at the root", by: "exact id", of: "p → p",
      theorem: "_root_.conformance_root"),
    .cheat("statement/where behind the script", by: "exact aux\nwhere aux : p := nonsense"),
    .cheat(
      "statement/mutual", by: "exact b.1",
      helpers: "mutual\ntheorem a : False := b\ntheorem b : False := a\nend",
      reasons: [.leanError]),
    .cheat(
      "statement/end of a section that is not open", by: "exact trivial\nend", of: "True",
      binders: []),
  ]

  /// Declarations that are more than lemmas and definitions.
  static let helpers: [ConformanceCase] = [
    .cheat(
      "helpers/shadow And in a namespace", by: "exact id", of: "p → And p q", binders: .pq,
      helpers: "namespace Shadow\ndef And (a _b : Prop) : Prop := a", reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/shadow And in a namespace that is opened", by: "exact id", of: "p → And p q",
      binders: .pq,
      helpers: """
        namespace Shadow
        def And (a _b : Prop) : Prop := a
        end Shadow
        open Shadow
        """, reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/And at the root", by: "exact id", of: "p → p ∧ q", binders: .pq,
      helpers: "def And (a b : Prop) : Prop := a", reasons: [.helpersNotAllowed, .leanError]),
    .harmless(
      "helpers/declare in Nat's namespace", by: "exact Nat.same p", of: "p → p",
      helpers: "theorem Nat.same (p : Prop) : p → p := id"),
    .harmless(
      "helpers/a quoted name", by: "exact «a b» p", of: "p → p",
      helpers: "theorem «a b» (p : Prop) : p → p := id"),
    .cheat(
      "helpers/no name", by: "exact id", of: "p → p", helpers: "theorem : True := trivial",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/an instance", by: "exact id", of: "p → p",
      helpers: "instance : Inhabited Nat := ⟨0⟩", reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/an attribute", by: "exact id", of: "p → p",
      helpers: "@[simp] theorem s : True := trivial", reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/a structure", by: "exact s.h.elim",
      helpers: "structure S where\n  h : False\nvariable (s : S)\ninclude s",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/an inductive type", by: "exact id", of: "p → p",
      helpers: "inductive Bad : Prop where\n  | mk : (Bad → False) → Bad",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/deriving", by: "exact id", of: "p → p", helpers: "def A := Nat\nderiving Inhabited",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/an import", by: "exact id", of: "p → p", helpers: "import Init.Missing",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/open that reaches the theorem", by: "exact id", of: "p → p",
      helpers: "theorem s : True := trivial\nopen Classical in", reasons: [.helpersNotAllowed]),
    .harmless(
      "helpers/two on a line", by: "exact id", of: "p → p",
      helpers: "theorem s : True := trivial theorem t : True := trivial"),
    .cheat(
      "helpers/an expression", by: "exact id", of: "p → p", helpers: ":= by trivial",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "helpers/export", by: "exact id", of: "p → p", helpers: "export Nat (succ)",
      reasons: [.helpersNotAllowed]),
  ]
}
