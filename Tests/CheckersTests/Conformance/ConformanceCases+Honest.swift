extension ConformanceCases {
  /// Scripts without helpers; many mention what would be refused elsewhere.
  static let honestScripts: [ConformanceCase] = [
    .honest("plain/intro and exact", "p → p", .p, by: "intro h\nexact h"),
    .honest("plain/term mode", "(p → q) → (q → r) → p → r", .pqr, by: "exact fun f g h => g (f h)"),
    .honest(
      "plain/indented with blank lines", "p → q → p", by: "intro h\n\n\nintro _\nexact h\n\n"),
    .honest(
      "comment/line mentions axiom, sorry and theorem", "p → p", .p,
      by: """
        -- no axiom, no sorry: theorem, #eval, set_option x in
        exact id -- native_decide
        """),
    .honest(
      "comment/nested blocks with commands", "p → p", .p,
      by: #"""
        /- axiom a : False /- sorry -/
        #eval 1 " « -/
        intro h /- inside -/
        exact h /- "unclosed in a comment -/
        """#),
    .honest(
      "comment/brackets and quotes in comments", "p → p", .p,
      by: #"exact id -- ( [ { ⟨ " ' « `(tactic| sorry)"#),
    .honest("string/sorry", #""sorry" = "sorry""#, [], by: "exact rfl"),
    .honest(
      "string/looks like comments, quotes and commands", "p → p", .p,
      by: #"""
        have : "axiom \" -- /- sorry" = "axiom \" -- /- sorry" := rfl
        exact id
        """#),
    .honest(
      "string/raw", "p → p", .p,
      by: #"""
        have : r#"sorry "axiom" \"# = "sorry \"axiom\" \\" := rfl
        exact id
        """#),
    .honest(
      "string/characters beside primes", "p → p", .p,
      by: #"""
        intro h'
        have h'' : '"' = '"' := rfl
        have h''' : '\'' = '\'' := rfl
        exact h'
        """#),
    .honest(
      "names/parts that are refused alone", "p → q → p",
      by: """
        intro sorry_free my_axiom'
        have theorem_one := sorry_free
        have «end» := theorem_one
        exact «end»
        """),
    .honest("names/unicode and subscripts", "p → q → p ∧ q", by: "intro h₁ αβ'\nexact ⟨h₁, αβ'⟩"),
    .honest(
      "names/dotted words after a value", "p ∧ q → q ∧ p", by: "intro h\nexact ⟨h.right, (h).left⟩"),
    .honest("names/numbers as projections", "p ∧ q ∧ r → r", .pqr, by: "intro h\nexact h.2.2"),
    .honest(
      "names/theorem under a dotted name", "p → p", .p, by: "exact id",
      theorem: "Conformance.Dotted.name'"),
    .honest(
      "names/recursion through its own name", "0 + n = n", .n,
      by: """
        exact match n with
        | 0 => rfl
        | k + 1 => congrArg Nat.succ (conformance_recursion k)
        """, theorem: "conformance_recursion"),
    .honest(
      "structure/bullets", "p → q → p ∧ q", by: "intro hp hq\nconstructor\n· exact hp\n· exact hq"),
    .honest(
      "structure/case and next", "p ∨ q → q ∨ p",
      by: """
        intro h
        cases h
        case inl h => exact Or.inr h
        next h => exact Or.inl h
        """),
    .honest(
      "structure/cases with", "p ∨ q → q ∨ p",
      by: """
        intro h
        cases h with
        | inl hp => exact Or.inr hp
        | inr hq => exact Or.inl hq
        """),
    .honest(
      "structure/rcases and obtain", "(p ∨ q) ∧ r → (p ∧ r) ∨ (q ∧ r)", .pqr,
      by: """
        rintro ⟨hp | hq, hr⟩
        · exact Or.inl ⟨hp, hr⟩
        · obtain ⟨a, b⟩ := And.intro hq hr
          exact Or.inr ⟨a, b⟩
        """),
    .honest(
      "structure/match as tactic", "p ∧ q → q ∧ p",
      by: "intro h\nmatch h with\n| ⟨a, b⟩ => exact ⟨b, a⟩"),
    .honest(
      "structure/match as term", "p ∨ q → q ∨ p",
      by: """
        exact fun h =>
          match h with
          | Or.inl hp => Or.inr hp
          | Or.inr hq => Or.inl hq
        """),
    .honest(
      "structure/nested have by", "(p → q) → (q → r) → p → r", .pqr,
      by: """
        intro f g h
        have hr : r := by
          have hq : q := by
            have hp : p := by
              exact h
            exact f hp
          exact g hq
        exact hr
        """),
    .honest(
      "structure/show from, suffices, let", "p → p", .p,
      by: "intro h\nlet x := 3\nsuffices hx : x = 3 from show p from h\nrfl"),
    .honest(
      "structure/dedented lines within brackets", "p → q → p ∧ q",
      by: "intro hp hq\nexact And.intro (\nhp) (\nhq)"),
    .honest("structure/one line", "p → q → q", by: "intro hp; intro hq; (exact hq)"),
    .honest(
      "structure/first, try, repeat, all_goals", "p → p ∧ p ∧ p", .p,
      by: """
        intro h
        repeat (first | exact h | constructor)
        all_goals (try exact h)
        """),
    .honest(
      "structure/brackets 100 deep", "p → p", .p, by: "exact " + nested("(", "id", ")", depth: 100)),
    .honest("structure/200 lines", "p → p", .p, by: manyHypotheses(199)),
  ]

  /// Proofs that use the library, an axiom or an option.
  static let honestTheories: [ConformanceCase] = [
    .honest(
      "nat/calc", "a + b + c = c + b + a", .abc,
      by: """
        calc a + b + c = c + (a + b) := Nat.add_comm (a + b) c
          _ = c + (b + a) := by rw [Nat.add_comm a b]
          _ = c + b + a := (Nat.add_assoc c b a).symm
        """),
    .honest(
      "nat/induction", "0 + n = n", .n,
      by: """
        induction n with
        | zero => rfl
        | succ k ih => rw [Nat.add_succ, ih]
        """),
    .honest("nat/rewriting from right to left", "a = b → b = a", .ab, by: "intro h\nrw [<- h]"),
    .honest("nat/conv", "a + b = b + a", .ab, by: "conv => lhs; rw [Nat.add_comm]"),
    .honest("nat/decide", "2 + 2 = 4 ∧ ¬ 7 < 3", [], by: "decide"),
    .honest("nat/exists", "∃ m : Nat, n < m", .n, by: "exists n + 1\nexact Nat.lt_succ_self n"),
    .honest("nat/contradiction without cases", "n + 1 = 0 → False", .n, by: "nofun"),
    .honest(
      "list/induction", "(l ++ m).length = m.length + l.length", .lists,
      by: """
        induction l with
        | nil => exact (Nat.add_zero _).symm
        | cons x l ih => rw [List.cons_append, List.length_cons, List.length_cons, ih]; rfl
        """, axioms: nil),
    .honest("bool/all cases", "(b && c) = (c && b)", .booleans, by: "cases b <;> cases c <;> rfl"),
    .honest("axioms/Classical.em", "p ∨ ¬p", .p, by: "exact Classical.em p", axioms: .classical),
    .honest(
      "axioms/open Classical in", "p ∨ ¬p", .p, by: "open Classical in\nexact em p",
      axioms: .classical),
    .honest(
      "axioms/propext", "(p ↔ q) → p = q", by: "intro h\nexact propext h", axioms: ["propext"]),
    .honest(
      "axioms/funext", "(fun n => n + 0) = (fun n : Nat => n)", [], by: "funext n\nrfl",
      axioms: ["Quot.sound"]),
    .honest("axioms/simp", "p ∧ True ↔ p", .p, by: "simp", axioms: nil),
    .honest(
      "option/maxHeartbeats within bounds", "p → p", .p,
      by: "set_option maxHeartbeats 40000 in\nexact id"),
    .honest(
      "option/maxRecDepth in a term", "p → p", .p, by: "exact set_option maxRecDepth 1000 in id"),
    .honest("messages/a linter's warning", "p → p", .p, by: "intro h\nhave unused := h\nexact h"),
    .honest("messages/information from a tactic", "p → p", .p, by: "intro h\nshow_term exact h"),
  ]

  /// Declarations before the theorem.
  static let honestHelpers: [ConformanceCase] = [
    .honest(
      "helpers/theorem sorry_free", "p → p", .p, by: "exact sorry_free p",
      helpers: "theorem sorry_free (p : Prop) : p → p := id"),
    .honest(
      "helpers/two that build on each other", "p ∧ q → q ∧ p", by: "exact swap p q",
      helpers: """
        theorem first (p q : Prop) (h : p ∧ q) : p := h.1

        theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by
          constructor
          · exact h.2
          · exact first p q h

        """),
    .honest(
      "helpers/documented, private and noncomputable", "∃ m : Nat, m = n", .n,
      by: "have := chosen ⟨n⟩\nexact witness n",
      helpers: """
        /-- Mentions axiom and sorry. -/
        private theorem witness (n : Nat) : ∃ m : Nat, m = n := ⟨n, rfl⟩
        /-- Chosen. -/
        noncomputable def chosen (h : Nonempty Nat) : Nat := Classical.choice h
        """, axioms: ["Classical.choice"]),
    .honest(
      "helpers/in a namespace", "p → p", .p, by: "exact A.aux p",
      helpers: "namespace A\ntheorem aux (p : Prop) : p → p := id\nend A"),
    .honest(
      "helpers/in a namespace that the script opens", "p → p", .p,
      by: "open A.B in\nintro h\nexact aux p h",
      helpers:
        "namespace A\nnamespace B\nprivate theorem aux (p : Prop) : p → p := id\nend B\nend A"
    ),
    .honest(
      "helpers/with variables of a section", "p → p", .p, by: "exact two p",
      helpers: """
        section
        variable (q : Prop)
        namespace A
        theorem aux : q → q := id
        end A
        open A
        theorem two : q → q := aux q
        end
        """),
    .honest(
      "helpers/an option within bounds for one", "p → p", .p, by: "exact slow p",
      helpers: """
        theorem quick : True := trivial
        set_option maxHeartbeats 40000 in
        /-- Takes its time. -/
        theorem slow (p : Prop) : p → p := id
        """),
    .honest(
      "helpers/definitions by recursion", "n + n = 2 * n", .n,
      by: "rw [← double_eq n, Nat.two_mul, double_eq n]",
      helpers: """
        def double : Nat → Nat
          | 0 => 0
          | n + 1 => Nat.succ (Nat.succ (double n))
        abbrev N := Nat
        theorem double_eq (n : N) : double n = n + n := by
          induction n with
          | zero => rfl
          | succ n ih => rw [double, ih, Nat.succ_add]; rfl
        """),
    .honest(
      "helpers/where", "p → p", .p, by: "exact outer p",
      helpers: """
        theorem outer (p : Prop) : p → p := inner
        where inner : p → p := id
        """),
    .honest(
      "helpers/universes", "p → p", .p, by: "exact pair p p trivial",
      helpers: """
        theorem constant.{u} (α : Sort u) (p : Prop) : p → α → p := fun h _ => h
        theorem pair (p q : Prop) (_ : True) : p → p := fun h => constant True p h trivial
        """),
    .honest(
      "helpers/only a comment", "p → p", .p, by: "exact id",
      helpers: "-- axiom: none needed\n/- sorry -/"),
  ]
}
