extension ConformanceCases {
  /// Code that runs while Lean elaborates, and commands behind the proof.
  static let code: [ConformanceCase] = [
    .cheat("code/run_tac", by: "run_tac pure ()"),
    .cheat("code/run_tac in brackets", by: "(run_tac (pure ()))"),
    .cheat("code/by_elab", by: "exact by_elab return default"),
    .cheat(
      "code/a configuration's value", by: "simp (maxSteps := (unsafeIO (pure 1)).toOption.getD 1)",
      reasons: [.leanError]),
    .cheat(
      "code/a debugging trace", by: #"exact dbgTrace "theorem accepted" fun _ => nonsense"#,
      reasons: [.leanError]),
    .cheat(
      "code/dbg_trace",
      by: #"""
        dbg_trace "theorem accepted"
        trivial
        """#, reasons: [.leanError]),
    .cheat("code/a quotation", by: "exact `(tactic| trivial)", reasons: [.leanError]),
    .cheat("code/a name literal", by: "exact `False.elim", reasons: [.leanError]),
    .cheat("code/#eval behind the proof", by: "trivial\n#eval 1", of: "True", binders: []),
    .cheat("code/#exit behind the proof", by: "trivial\n#exit", of: "True", binders: []),
    .cheat(
      "code/#print right behind a bracket", by: "exact (trivial)#print axioms claim", of: "True",
      binders: []),
    .cheat(
      "code/#eval in a helper", by: "exact id", of: "p → p", helpers: "#eval 1",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "scope/a namespace around the theorem", by: "exact id", of: "p → p", helpers: "namespace A",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "scope/a variable for the theorem", by: "exact h.elim",
      helpers: "section\nend\nvariable (h : False)", reasons: [.helpersNotAllowed]),
    .cheat(
      "scope/a section that is not closed", by: "exact h.elim",
      helpers: "section\nvariable (h : False)\ntheorem a : True := trivial",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "code/run_cmd in a helper", by: "exact id", of: "p → p", helpers: "run_cmd pure ()",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "code/elab in a helper", by: "finish", helpers: #"elab "finish" : tactic => pure ()"#,
      reasons: [.helpersNotAllowed]),
    .cheat(
      "code/syntax and macro_rules", by: "finish",
      helpers: #"""
        syntax "finish" : tactic
        macro_rules | `(tactic| finish) => `(tactic| sorry)
        """#, reasons: [.helpersNotAllowed]),
    .cheat(
      "code/initialize", by: "exact id", of: "p → p", helpers: "initialize pure ()",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "code/simproc", by: "simp", helpers: "simproc cheat (_) := fun _ => default",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "code/declare_syntax_cat", by: "exact id", of: "p → p", helpers: "declare_syntax_cat tactic2",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "code/include_str",
      by: #"""
        have : include_str "/etc/passwd" = "" := rfl
        trivial
        """#, reasons: [.leanError]),
    .cheat("code/Lean's own names", by: "exact Lean.Elab.Tactic.done", reasons: [.leanError]),
    .cheat("code/open private", by: "open private secret in Init in\ntrivial"),
    .cheat("code/open Lean", by: "open Lean Elab in\ntrivial", reasons: [.leanError]),
  ]

  /// Options that switch checks or limits off.
  static let options: [ConformanceCase] = [
    .cheat("option/debug.skipKernelTC", by: "set_option debug.skipKernelTC true in\ntrivial"),
    .cheat("option/debug.byAsSorry", by: "set_option debug.byAsSorry true in\nexact (by trivial)"),
    .cheat(
      "option/debug.byAsSorry for the theorem", by: "trivial",
      helpers: "set_option debug.byAsSorry true", reasons: [.helpersNotAllowed]),
    .cheat(
      "option/debug.skipKernelTC for the theorem", by: "trivial",
      helpers: "set_option debug.skipKernelTC true in", reasons: [.helpersNotAllowed]),
    .cheat("option/maxHeartbeats without limit", by: "set_option maxHeartbeats 0 in\ntrivial"),
    .cheat(
      "option/maxHeartbeats beyond bounds", by: "set_option maxHeartbeats 2000000 in\ntrivial"),
    .cheat(
      "option/maxHeartbeats without limit in hexadecimal",
      by: "set_option maxHeartbeats 0x0 in\ntrivial"),
    .cheat("option/maxRecDepth beyond bounds", by: "set_option maxRecDepth 1000000 in\ntrivial"),
    .cheat("option/quoted", by: "set_option «debug».skipKernelTC true in\ntrivial"),
    .cheat(
      "option/autoImplicit in a helper", by: "exact id", of: "p → p",
      helpers: "set_option autoImplicit true\ntheorem x : True := trivial",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "option/behind the proof", by: "trivial\nset_option maxHeartbeats 400", of: "True",
      binders: []),
  ]

  /// Notation and instances that change what the statement says. Lean accepts most of these.
  static let notations: [ConformanceCase] = [
    .cheat(
      "notation/False means True", by: "trivial", of: "False", binders: [],
      helpers: #"local notation "False" => True"#, reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/infix redefines ∧", by: "exact Or.inl", of: "p → p ∧ q", binders: .pq,
      helpers: #"infix:35 (priority := high) " ∧ " => Or"#, reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/macro_rules for =", by: "exact trivial", of: "1 = 2", binders: [],
      helpers: "macro_rules | `($a = $b) => `(True)", reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/prefix redefines ¬", by: "exact id", of: "p → ¬p",
      helpers: #"prefix:max (priority := high) "¬" => id"#, reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/scoped and opened", by: "exact trivial", of: "1 = 2", binders: [],
      helpers: #"""
        namespace N
        scoped infix:50 (priority := high) " = " => fun (_ _ : Nat) => True
        end N
        open N
        """#, reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/in the script",
      by: #"""
        trivial
        notation "False" => True
        """#, of: "True", binders: []),
    .cheat(
      "notation/instance changes addition", by: "rfl", of: "a + b = 0", binders: .ab,
      helpers: "local instance evil : HAdd Nat Nat Nat := ⟨fun _ _ => 0⟩",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/instance changes the order", by: "exact trivial", of: "b < a", binders: .ab,
      helpers: "instance (priority := high) evil : LT Nat := ⟨fun _ _ => True⟩",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/instance by attribute", by: "exact trivial", of: "b < a", binders: .ab,
      helpers: """
        def evil : LT Nat := ⟨fun _ _ => True⟩
        attribute [instance high] evil
        """, reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/instance by attribute on the definition", by: "exact trivial", of: "b < a",
      binders: .ab, helpers: "@[instance high] def evil : LT Nat := ⟨fun _ _ => True⟩",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/instance changes a numeral",
      by: "exact (rfl : Nat.succ Nat.zero = Nat.succ Nat.zero)", of: "1 = 2", binders: [],
      helpers: "instance (priority := high) two : OfNat Nat 2 := ⟨Nat.succ Nat.zero⟩",
      reasons: [.helpersNotAllowed]),
    .cheat(
      "notation/attribute that is left open", by: "simp",
      helpers: "theorem honest : True := trivial\n@[simp]", reasons: [.helpersNotAllowed]),
  ]
}
