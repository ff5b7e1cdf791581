extension ConformanceCases {
  /// Wrong proofs by people of good will: Lean says no.
  static let wrong: [ConformanceCase] = [
    .wrong("goal/nothing proves it", "p", .p, by: "trivial"),
    .wrong("goal/left open", "p → q → p", by: "intro h"),
    .wrong(
      "goal/one of two left open", "p → q → p ∧ q", by: "intro hp hq\nconstructor\n· exact hp"),
    .wrong("goal/the converse", "(p → q) → q → p", by: "intro f hq\nexact f hq"),
    .wrong("goal/a disjunction's side", "p ∨ q → p", by: "intro h\nexact h.elim id id"),
    .wrong("goal/skipped", "p", .p, by: "skip"),
    .wrong("term/of another type", "p → q", by: "intro h\nexact h"),
    .wrong("term/unknown name", "p → p", .p, by: "exact no_such_lemma"),
    .wrong("term/does not parse", "p → p", .p, by: "exact fun =>"),
    .wrong(
      "term/recursion without end", "p", .p, by: "exact conformance_circle p",
      theorem: "conformance_circle"),
    .wrong("term/breaks off", "p → p", .p, by: "refine id\nhave"),
    .wrong("term/breaks off behind a hole", "p → p", .p, by: "exact fun h =>\n  show p from"),
    .wrong("tactic/unknown", "p → p", .p, by: "ring"),
    .wrong("tactic/behind the end", "p → p", .p, by: "exact id\nexact id"),
    .wrong("tactic/at another place", "p → p", .p, by: "intro h\n  exact h"),
    .wrong("nat/false equation", "2 + 2 = 5", [], by: "decide"),
    .wrong("nat/false by rfl", "n + 1 = n", .n, by: "rfl"),
    .wrong("nat/a case is missing", "0 + n = n", .n, by: "induction n with\n| zero => rfl"),
    .wrong("nat/no such pattern", "a + b = b + a", .ab, by: "rw [Nat.mul_comm]"),
    .wrong(
      "nat/calc does not connect", "a + b + c = c + b + a", .abc,
      by: """
        calc a + b + c = a + (b + c) := Nat.add_assoc a b c
          _ = c + b + a := rfl
        """),
    .wrong("nat/simp makes no end of it", "a + b = a", .ab, by: "simp"),
    .wrong(
      "helpers/a wrong one that is not used", "p → p", .p, by: "exact id",
      helpers: "theorem wrong (p : Prop) : p := by\n  trivial"),
    .wrong(
      "helpers/a right one for something else", "q", by: "exact left_of p q",
      helpers: "theorem left_of (p q : Prop) (h : p ∧ q) : p := h.1"),
    .wrong(
      "helpers/called by less than its name", "p → p", .p, by: "exact aux p",
      helpers: "namespace A\ntheorem aux (p : Prop) : p → p := id\nend A"),
    .wrong(
      "helpers/twice the same name", "p → p", .p, by: "exact id",
      helpers: "theorem twice : True := trivial\ntheorem twice : True := trivial"),
  ]
}
