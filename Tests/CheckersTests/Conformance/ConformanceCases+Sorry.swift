extension ConformanceCases {
  /// `sorry` in every guise.
  static let sorries: [ConformanceCase] = [
    .cheat("sorry/by sorry", by: "sorry"),
    .cheat("sorry/by admit", by: "admit"),
    .cheat("sorry/by stop", by: "stop\nexact nonsense"),
    .cheat("sorry/as a term", by: "exact sorry"),
    .cheat("sorry/in a nested have", by: "have h : p := by\n  exact (by sorry)\nexact h"),
    .cheat("sorry/right behind a full stop", by: "apply id\n.sorry", reasons: [.usesSorry]),
    .cheat("sorry/as the last resort", by: "first | assumption | sorry"),
    .cheat("sorry/sorryAx", by: "exact sorryAx p true"),
    .cheat("sorry/sorryAx with its root", by: "exact _root_.sorryAx _ true"),
    .cheat("sorry/sorryAx in quotes", by: "exact «sorryAx» p true"),
    .cheat("sorry/sorryAx eliminated", by: "exact (sorryAx False true : False).elim"),
    .cheat("sorry/admitGoal", by: "run_tac Lean.Elab.admitGoal"),
    .cheat("sorry/exact?", by: "exact?"),
    .cheat("sorry/apply?", by: "apply?"),
    .cheat(
      "sorry/in a step of calc", by: "calc n = n + 0 := rfl\n  _ = n + 1 := sorry", of: "n = n + 1",
      binders: .n),
    .cheat("sorry/in a local recursion", by: "let rec f : Nat → p := fun _ => sorry\nexact f 0"),
    .cheat(
      "sorry/hidden in a helper", by: "exact helped p",
      helpers: "theorem helped (p : Prop) : p := by\n  intros\n  sorry",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "sorry/hidden in a helper's term", by: "exact helped p",
      helpers: "theorem helped (p : Prop) : p := sorryAx p true", reasons: [.helpersNotAllowed]),
    .cheat(
      "sorry/built by a macro", by: "finish",
      helpers: #"macro "finish" : tactic => `(tactic| exact sorryAx _ true)"#,
      reasons: [.helpersNotAllowed]),
    .unreadable(
      "sorry/in a string's code",
      by: #"""
        have : s!"{(sorry : Nat)}" = "" := rfl
        trivial
        """#, of: "p", binders: .p),
    .cheat(
      "sorry/through a helper behind where", by: "exact outer p",
      helpers: "theorem outer (p : Prop) : p := inner\nwhere inner : p := sorry",
      reasons: [.helpersNotAllowed]),
  ]

  /// New axioms, and hypotheses that amount to one.
  static let axioms: [ConformanceCase] = [
    .cheat(
      "axiom/a helper", by: "exact cheat.elim", helpers: "axiom cheat : False",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "axiom/a helper between honest ones", by: "exact cheat.elim",
      helpers: """
        theorem honest : True := trivial
        axiom cheat : False
        theorem later : True := trivial
        """, reasons: [.helpersNotAllowed]),
    .cheat("axiom/in the script", by: "exact cheat\naxiom cheat : False"),
    .cheat(
      "axiom/on the script's first line",
      by: "trivial axiom cheat : False theorem t : True := by trivial", of: "True", binders: []),
    .cheat(
      "axiom/under a name like propext", by: "exact «propext ».elim",
      helpers: "axiom «propext » : False", reasons: [.helpersNotAllowed]),
    .cheat(
      "axiom/in Classical's namespace", by: "exact Classical.choice2.elim",
      helpers: "namespace Classical\naxiom choice2 : False\nend Classical",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "axiom/opaque from another", by: "exact hidden.elim",
      helpers: "axiom cheat : False\nopaque hidden : False := cheat", reasons: [.helpersNotAllowed]),
    .cheat(
      "axiom/opaque from an instance", by: "exact hidden.elim",
      helpers: "instance : Inhabited False := ⟨sorry⟩\nopaque hidden : False",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "axiom/a variable", by: "exact h.elim", helpers: "variable (h : False)\ninclude h",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "axiom/unsafe axiom", by: "exact cheat.elim", helpers: "unsafe axiom cheat : False",
      reasons: [.helpersNotAllowed]),
  ]

  /// Trust in compiled code.
  static let native: [ConformanceCase] = [
    .cheat("native/native_decide", by: "native_decide", of: "10 = 10", binders: []),
    .cheat("native/decide +native", by: "decide +native", of: "10 = 10", binders: []),
    .cheat(
      "native/in the configuration", by: "decide (config := {native := true})", of: "10 = 10",
      binders: []),
    .cheat("native/as an option", by: "decide (native := true)", of: "10 = 10", binders: []),
    .cheat(
      "native/without a name", by: "decide (config := ⟨false, true, false, false⟩)", of: "10 = 10",
      binders: [], reasons: [.forbiddenAxiom, .leanError, .notTacticText]),
    .cheat("native/ofReduceBool", by: "exact Lean.ofReduceBool _ _ rfl", reasons: [.leanError]),
    .cheat(
      "native/trustCompiler", by: "exact (Lean.trustCompiler : False).elim", reasons: [.leanError]),
    .cheat("native/bv_decide", by: "bv_decide", of: "10 = 10", binders: []),
    .cheat(
      "native/implemented_by", by: "exact absurd same (by decide)",
      helpers: """
        def yes : Bool := true
        @[implemented_by yes] def no : Bool := false
        theorem same : no = true := by native_decide
        """, reasons: [.helpersNotAllowed]),
    .cheat(
      "native/extern", by: "exact trusted.elim",
      helpers: #"@[extern "lean_sorry"] opaque trusted : False"#, reasons: [.helpersNotAllowed]),
    .cheat(
      "native/unsafe term", by: "exact unsafe loop.elim",
      helpers: "unsafe def loop : False := loop", reasons: [.helpersNotAllowed]),
    .cheat("native/unsafe name", by: "exact unsafeCast trivial", reasons: [.leanError]),
    .cheat(
      "native/partial", by: "exact loop 0", of: "False", binders: [],
      helpers: "partial def loop (n : Nat) : False := loop (n + 1)", reasons: [.helpersNotAllowed]),
    .cheat(
      "native/csimp", by: "native_decide", of: "0 = 1", binders: [],
      helpers: "@[csimp] theorem same : @Nat.succ = @Nat.pred := sorry",
      reasons: [.helpersNotAllowed]),
  ]
}
