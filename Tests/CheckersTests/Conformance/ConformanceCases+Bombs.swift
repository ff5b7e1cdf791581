extension ConformanceCases {
  /// More than a proof may cost: rejected or declined within the limits, never accepted.
  static let bombs: [ConformanceCase] = [
    .bomb("term/brackets 5000 deep", by: "exact " + nested("(", "h", ")", depth: 5000)),
    .bomb("term/a tower of functions", by: "exact " + nested("fun x => ", "x", "", depth: 5000)),
    .bomb("term/a tower of negations", by: "exact (" + nested("¬", "p : Prop)", "", depth: 5000)),
    .bomb(
      "term/a long sum", by: nested("", "have : 0", " + 1", depth: 5000) + " = 0 := rfl\ntrivial"),
    .bomb("number/a huge power", by: "decide", of: "2 ^ 100000000000 = 0", binders: []),
    .bomb("number/a huge power by rfl", by: "rfl", of: "2 ^ 100000000000 = 0", binders: []),
    .bomb(
      "number/10 000 digits",
      by: nested("", "have : ", "9", depth: 10_000) + " = 1 := by rfl\ntrivial"),
    .bomb(
      "number/all up to a million", by: "decide", of: "∀ n, n < 1000000 → n < 999999", binders: []),
    .bomb(
      "number/Ackermann's function", by: "exact rfl",
      of: "Nat.rec (motive := fun _ => Nat → Nat) (fun n => n + 1) "
        + "(fun _ f n => Nat.rec (f 1) (fun _ m => f m) n) 4 4 = 0", binders: []),
    .bomb("tactic/endless", by: "repeat (have : True := trivial)"),
    .bomb(
      "tactic/endless rewriting", by: "simp only [show ∀ x : Nat, x = x + 0 from fun _ => rfl]",
      of: "a + b = a", binders: .ab),
    .bomb("tactic/exponentially many goals", by: manyCases(24)),
    .bomb(
      "tactic/exponential term in the kernel", by: "decide +kernel",
      of: nested("", "(List.foldr (fun _ l => l ++ l) [0] [1", ", 1", depth: 27) + "]).length = 1",
      binders: []),
    .bomb("text/a name of 200 000 letters", by: nested("", "exact ", "x", depth: 200_000)),
    .bomb("text/over 256 kB", by: nested("skip\n", "trivial", "", depth: 60_000)),
    .bomb(
      "helpers/endless rewriting", by: "exact loops n", of: "n = 0", binders: .n,
      helpers: """
        theorem loops (n : Nat) : n = 0 := by
          simp only [show ∀ x : Nat, x = x + 0 from fun _ => rfl]
        """),
  ]
}
