import LeanText
import Testing

@Suite struct ProofLintTests {
  private typealias Kind = LintObjection.Kind

  @Test func honestScriptsPass() {
    let scripts = [
      "exact id", "-- axiom, sorry\nexact id", "/- theorem /- #eval -/ -/\nintro h\nexact h",
      "exact sorry_free my_axiom' theorem_of endpoint", "exact s.end", "exact foo.open.local",
      "have : \"sorry ( /- \" = \"sorry ( /- \" := rfl", "intro «theorem»\nexact «theorem»",
      "calc a = b := h\n  _ = c := by simp [h', ← h₂]", "match n with\n| 0 => rfl\n| k + 1 => f k",
      "let ⟨x, y⟩ := h; exact fun {a} [b] => ⟨x, y⟩",
      "rcases h with ⟨a, b⟩ | c <;> first | rfl | simp_all",
      "set_option maxHeartbeats 1000000 in simp", "set_option maxRecDepth 1000 in\nexact id",
      "open Classical in exact em p", "open scoped Classical in simp",
      "decide +kernel", "simp +arith (config := {decide := true}) only [foo]",
      "exact native", "exact fun native => native + trace", "trace_state\nexact h",
      "exact xᵒᵖ ᶜ ⁻¹ λ Π Σ 𝟙", "have hℕ : α = β := γ₁ ℓ", "exact #[1, 2]", "exact @foo _", "nofun",
      "exact Lean.Omega.foo", "conv => lhs; rw [x]", "show p from h",
      "exact (h).symm.trans (by rfl)",
      "exact unsafe_set", "open Nat in x", "open Lean Elab in x", "open scoped A.B (c d) in x",
      "have := \"{\"", "simp :=-- c\nx", "exact IO.x IO unsafeBound Lean.Name",
      "exact `foo", "exact «a b» «sorry» .sorry", "exact (h).prefix", "exact s\u{3bf}rry",
      "induction n generalizing m with\n| zero => rfl\n| succ n ih => exact ih",
    ]
    for script in scripts {
      let objection = ProofLint.objection(toScript: script)
      #expect(objection == nil, "\(script): \(objection?.description ?? "")")
    }
  }

  @Test func scriptsAreRefusedForTheirKind() {
    let table: [(Kind, [String])] = [
      (.empty, ["", " \n", "-- exact id", "/- exact id -/"]),
      (
        .sorryWord,
        [
          "sorry", "exact sorry", "(sorry)", "admit", "stop", "exact sorryAx p",
          "exact @sorryAx p true",
          "exact _root_.sorryAx p", "exact «sorryAx» p", "exact Foo.sorryAx",
          "first | rfl | sorry",
        ]
      ),
      (
        .commandWord,
        [
          "trivial\ntheorem x : p := y", "axiom x : p", "trivial def x := 1", "#eval 1",
          "x #print axioms",
          "lemma x", "local instance : A := b", "end", "section", "namespace A",
          "macro \"x\" : tactic => y",
          "notation \"x\" => y", "elab", "run_tac x", "run_cmd x", "@[simp] x",
          "attribute [simp] x",
          "unsafe x", "instance", "variable (x : p)", "export A (b)", "initialize x",
          "mutual", "private", "noncomputable", "exact x\nwhere x := y",
          "x\ntermination_by y",
          "x\ndecreasing_by y", "exact by_elab x", "deriving", "universe u",
          "import A",
          "trivial\n/-- x -/", "/-! x -/ trivial",
          "set_option maxHeartbeats 9 in",
        ]
      ),
      (
        .option,
        [
          "set_option debug.skipKernelTC true in x", "set_option maxHeartbeats 0 in x",
          "set_option maxHeartbeats 1000001 in x", "set_option maxHeartbeats 0x0 in x",
          "set_option maxRecDepth 20000 in x", "set_option maxHeartbeats 9", "set_option",
          "set_option «maxHeartbeats» 0 in x", "set_option pp.all true in x",
          "set_option maxHeartbeats \"9\" in x",
        ]
      ),
      (
        .opening,
        [
          "open Classical", "open Classical x (y)", "open", "open A\ntheorem b in",
        ]
      ),
      (
        .forbiddenTactic,
        [
          "native_decide", "decide +native", "decide (config := {native := true})",
          "decide (native := true)",
          "bv_decide", "exact?", "apply?", "trace \"x\"", "simp; (try native_decide)",
        ]
      ),
      (.unbalanced, ["exact (x", "exact x)", "exact ⟨x)", "exact [x}", "exact {(x})", "exact ⟦x"]),
      (.tooDeep, [String(repeating: "(", count: 300) + "x" + String(repeating: ")", count: 300)]),
      (.unterminated, ["x /- y", "x \"y", "exact «y", "x r#\"y\""]),
      (.ambiguous, ["rw [⊗--x\n]", "/--/ x -/ y"]),
      (
        .controlCharacter,
        [
          "x\ty", "x\r\ny", "x\0", "x -- \u{202e}y", "x\u{200b}", "/- \u{2066} -/ x",
          "\"\u{feff}\"", "x\u{a0}y",
          "x\u{ad}", "x\u{2028}y", "x\u{85}y", "x\u{e0041}y", "x\u{2003}y", "x\u{7f}",
        ]
      ),
    ]
    for (kind, scripts) in table {
      for script in scripts {
        let objection = ProofLint.objection(toScript: script)
        #expect(objection?.kind == kind, "\(script): \(objection?.description ?? "passes")")
      }
    }
  }

  @Test func objectionsHaveTheirPlace() {
    let table: [(String, Int, Int)] = [
      ("intro h\n  exact ⟨𝓝, sorry⟩", 2, 12), ("/- a\n -/ (b", 2, 4), ("a\n\n /- b\nc", 3, 1),
      ("a -- \u{202e}", 1, 5), ("set_option maxHeartbeats 0 in a", 1, 25), ("a\nb]", 2, 1),
      ("x #eval", 1, 2),
    ]
    for (script, line, column) in table {
      let objection = ProofLint.objection(toScript: script)
      #expect(
        objection?.line == line && objection?.column == column,
        "\(script): \(String(describing: objection))")
    }
    #expect(
      ProofLint.objection(toScript: "exact sorry")?.description
        == "line 1, column 6: the word 'sorry' in place of a proof")
  }

  @Test func honestHelpersPass() {
    let helpers = [
      "", "\n\n", "-- axiom\n/- sorry -/", "theorem a : p := b",
      "lemma a (h : p) : p := by\n  exact h\n",
      "private theorem a : p := b\n\nnoncomputable def c := d\nabbrev e := f\n",
      "/-- Mentions axiom. -/\ntheorem a : p := b",
      "/-! Part -/\n/-- One. -/\nprivate noncomputable def a := b",
      "def f : Nat → Nat\n| 0 => 0\n| n + 1 => f n\ntermination_by n => n\ndecreasing_by simp",
      "theorem a.{u} (α : Sort u) : p := b\nwhere c : d := e", "theorem sorry_free' : p := b",
      "set_option maxHeartbeats 4000 in\ntheorem a : p := b",
      "open Classical in\ntheorem a : p := b",
      "theorem α₁ : p := b", "theorem h : p := by\nexact b", "theorem A.b : p := c",
      "theorem «a b» : p := c", "protected theorem c : p := d",
      "section\nopen Lean\ntheorem a : p := b\nend",
      "section S\nuniverse u v\ninclude h\nomit k in\ntheorem a : p := b\nend S",
      "namespace A\nvariable (n : Nat)\n  theorem b : p := c\nend A",
      "mutual def a := b def c := d end",
      "section S\nend S",
      "def unsafeBound (IO : p) : Lean.Name := `a", "theorem a : p := b theorem c : p := d",
      "namespace A theorem claim : p := b end A",
    ]
    for text in helpers {
      let objection = ProofLint.objection(toHelpers: text)
      #expect(objection == nil, "\(text): \(objection?.description ?? "")")
    }
  }

  @Test func helpersAreRefusedForTheirKind() {
    let table: [(Kind, [String])] = [
      (
        .commandWord,
        [
          "@[simp] theorem a : p := c", "instance : A := b", "local instance a : A := b",
          "structure A where\n  x : Nat", "inductive A | b", "class B : Prop where",
          "axiom a : p", "theorem a : p := b\naxiom c : d", "opaque a : p",
          "notation \"a\" => b", "local notation \"a\" => b", "variable (a : p)", "universe u",
          "attribute [simp] a", "unsafe def a := b", "partial def a := b", "#eval a", "import A",
          "example : p := a", "macro \"a\" : tactic => b", "export A (b)",
          "theorem a : p := b\nopen Classical in", "deriving instance A for B",
          "def a := by_elab b",
          "theorem a : p := b\nset_option maxHeartbeats 9 in\n-- c",
          "theorem a : p := b\n/-- for what comes next -/",
        ]
      ),
      (
        .declaration,
        [
          "theorem : p := c", "exact a", ":= a", "private", "theorem", "(theorem a : p := b)",
          "private exact a", "def a := f (\ntheorem b : p := c)",
        ]
      ),
      (
        .sorryWord,
        ["theorem a : p := sorry", "theorem a : p := by\n  admit", "def a := sorryAx p"]
      ),
      (
        .option,
        [
          "set_option autoImplicit true\ntheorem a : p := b",
          "set_option maxHeartbeats 0 in\ntheorem a : p := b",
        ]
      ),
      (.forbiddenTactic, ["theorem a : p := by native_decide"]),
      (.unterminated, ["theorem a : p := b\n/-", "def a := \"", "theorem a : «"]),
      (
        .unbalanced,
        ["theorem a : p := (", "theorem a : p := b)", "namespace A", "section\ntheorem a : p := b"]
      ),
      (
        .opening,
        ["open Lean\ntheorem a : p := b", "namespace A\ndef a := b\nend A\nopen A", "open A"]
      ),
      (.commandWord, ["include h\ntheorem a : p := b", "section\nend\nvariable (h : p)"]),
      (.declaration, ["end", "namespace A\nend A.B", "theorem a : p := b\nend A"]),
      (.controlCharacter, ["theorem a\u{200b} : p := b"]),
      (
        .nameShadowing,
        [
          "theorem claim : p := b", "def And := a", "theorem succ : p := b",
          "theorem _root_.claim : p := b",
          "theorem «claim» : p := b", "namespace Nat theorem succ : p := b end Nat",
        ]
      ),
    ]
    let reserved = ProofLint.names(in: "claim : And p (Nat.succ n = n)")
    for (kind, texts) in table {
      for text in texts {
        let objection = ProofLint.objection(toHelpers: text, reserved: reserved)
        #expect(objection?.kind == kind, "\(text): \(objection?.description ?? "passes")")
      }
    }
  }

  @Test func optionsDecideWhatIsAllowed() {
    var options = ProofLintOptions(helpers: false, options: ["pp.all"], forbiddenTactics: ["ring"])
    #expect(
      ProofLint.objection(toHelpers: "theorem a : p := b", options: options)?.kind
        == .helpersNotAllowed)
    #expect(ProofLint.objection(toHelpers: "axiom a : p", options: options) != nil)
    #expect(ProofLint.objection(toHelpers: " -- nothing", options: options) == nil)
    #expect(ProofLint.objection(toScript: "set_option pp.all true in x", options: options) == nil)
    #expect(
      ProofLint.objection(toScript: "set_option maxHeartbeats 9 in x", options: options)?.kind
        == .option)
    #expect(ProofLint.objection(toScript: "ring", options: options)?.kind == .forbiddenTactic)
    #expect(ProofLint.objection(toScript: "native_decide", options: options) == nil)
    options.options = []
    #expect(
      ProofLint.objection(toScript: "set_option pp.all true in x", options: options)?.kind
        == .option)
  }

  @Test func unreadableTextsAreToldApart() {
    #expect(ProofLint.objection(toScript: "exact ∑--x")?.isUnreadable == true)
    // Without the word in front as a keyword these strings end elsewhere.
    #expect(ProofLint.objection(toScript: "exact s!\"{x}\"")?.isUnreadable == true)
    #expect(ProofLint.objection(toScript: "exact throwError \"{\"")?.isUnreadable == true)
    #expect(ProofLint.objection(toScript: "exact \"{x}\"") == nil)
    // To Lean this is wrong too.
    #expect(ProofLint.objection(toScript: "exact x /- y")?.isUnreadable == false)
    #expect(ProofLint.objection(toScript: "exact x)")?.isUnreadable == false)
  }
}
