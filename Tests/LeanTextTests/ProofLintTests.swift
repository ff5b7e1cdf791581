import LeanText
import Testing

@Suite struct LeanTokensTests {
  /// Tokens of a text, one space between them; what is wrong with it in the end.
  private func read(_ text: String) -> String {
    let read = LeanTokens(text)
    let problem = read.problem.map { ["<\($0.kind)>"] } ?? []
    return (read.tokens.map(\.text) + problem).joined(separator: " ")
  }

  @Test func textsAreCutAsLeanCutsThem() {
    let table: [(String, String)] = [
      ("rw [← Nat.add_comm a.b' ] at h₁ ⊢", "rw [ ← Nat.add_comm a.b' ] at h₁ ⊢"),
      ("h.1.2 (h).mp a..b x.«y z».w «a.b»", "h . 1 . 2 ( h ) . mp a .. b x.«y z».w «a.b»"),
      ("exact? simp! h' h'' _x αβ ℕ 𝓝 λx Πy", "exact? simp! h' h'' _x αβ ℕ 𝓝 λ x Π y"),
      (
        "1_000 0xff 0b1def 0o18 1e5 1.5e-3 1etheorem",
        "1_000 0xff 0b1 def 0o1 8 1e5 1.5e-3 1 etheorem"
      ),
      ("a -- b\nc /- d /- e -/ -- f -/ g--h", "a c g"),
      ("/-- a /- b -/ -/ x /-! y -/", "/-- a /- b -/ -/ x /-! y -/"),
      (#""a\"b" "-- c" "/-" "\\" d"#, #""a\"b" "-- c" "/-" "\\" d"#),
      (##"r"\" r#"a"b"# hr"c" s!"d" r x"##, ##"r"\" r#"a"b"# hr "c" s! "d" r x"##),
      (
        #"'a' '\'' '"' '\u0041' h'a' f '' s x⁻¹' t"#,
        #"'a' '\'' '"' '\u0041' h'a' f '' s x ⁻¹ ' t"#
      ),
      ("`a.b ``c `(tactic| d)", "` a.b `` c ` ( tactic | d )"),
      ("⟨a, ⟦b⟧⟩ {c // d} :=", "⟨ a , ⟦ b ⟧ ⟩ { c // d } :="),
      ("", ""),
      // What goes on at the end of the text.
      ("a /- b", "a <unterminated>"), ("a /- /- b -/", "a <unterminated>"),
      ("/-/", "<unterminated>"), ("a \"b", "a <unterminated>"), (#"a "b\""#, "a <unterminated>"),
      (##"a r#"b""##, "a <unterminated>"), ("a.«b", "<unterminated>"),
      // What depends on the operators that are declared.
      ("a <~~--b", "a < ~ ~ <ambiguous>"), ("x ⊗/-1", "x ⊗ <ambiguous>"), ("∑--x", "∑ <ambiguous>"),
      ("/--/ x -/", "<ambiguous>"), ("x⁻¹'\"'", "x ⁻¹ <ambiguous>"),
      (
        "notation \"<--\" => x\na <--b\nc :=-- d", "notation \"<--\" => x a <- - b c := <ambiguous>"
      ),
      ("foo! \"{x}\"", "foo! <ambiguous>"), ("1r\"a\"", "1 <ambiguous>"),
      (
        "syntax \"f\" interpolatedStr(term) : term\nf \"{x}\"",
        "syntax \"f\" interpolatedStr ( term ) : term f <ambiguous>"
      ),
      // What does not.
      ("a <--b", "a <- - b"), ("x //-1", "x // - 1"), ("|--x", "|"), (":=-- here\n h", ":= h"),
      ("→/- a -/b", "→ b"), ("a[i]'h'", "a [ i ] ' h'"), ("x⁻¹''y", "x ⁻¹ '' y"),
      ("x=='\"'", "x == '\"'"),
      ("1. 1..2 1.-- x", "1. 1 .. 2 1."), ("x.1.foo.2", "x . 1 . foo . 2"),
      ("\"{x\" f \"{\"", "\"{x\" f \"{\""),
      ("s!\"a{f \"b}\" {c := 1}}d{e}\" g", "s! \"a{ f \"b}\" { c := 1 } }d{ e }\" g"),
      ("throwErrorAt r \"{a}\"", "throwErrorAt r \"{ a }\""),
      ("s!\"a{b\"", "s! \"a{ b <unterminated>"),
      ("\u{feff}a", "a"),
      ("∘r\"a\"", "∘ <ambiguous>"), ("a[i]'h b", "a [ i ] ' h b"),
      (" a,-- b\n;/- c -/(-- d", "a , ; ("),
    ]
    for (text, expected) in table { #expect(read(text) == expected, "\(text)") }
  }

  @Test func placesAndKindsAreLeansOwn() {
    let tokens = LeanTokens("ab \u{1d4e2}x\n  «c d» /- e\n -/ \"f\n{g\" 'h' 1").tokens
    #expect(
      tokens.map { "\($0.line):\($0.column) \($0.kind)" } == [
        "1:0 word", "1:3 word", "2:2 word", "3:4 string", "4:4 character", "4:8 number",
      ])
    #expect(
      LeanTokens("(a)+b «» c").tokens.map(\.isGlued) == [
        false, true, true, true, true, false, false,
      ])
    #expect(LeanTokens("x.«y.z».w").tokens.first?.parts == ["x", "y.z", "w"])
  }

  /// Texts of the size that is let through, as deep and as odd as they come.
  @Test func longTextsAreReadInOnePass() {
    let size = 256 << 10
    for (piece, hasProblem) in [
      ("/-", true), ("(", false), ("'", false), ("a.", false), ("«", true),
    ] {
      let text = LeanTokens(String(repeating: piece, count: size / piece.utf8.count))
      #expect(text.tokens.count <= size && (text.problem != nil) == hasProblem, "\(piece)")
    }
    let brackets = String(repeating: "(", count: size)
    #expect(ProofLint.objection(toScript: brackets)?.kind == .tooDeep)
  }
}

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
      "exact unsafe_set", "induction n generalizing m with\n| zero => rfl\n| succ n ih => exact ih",
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
          "sorry", "exact sorry", "(sorry)", ".sorry", "admit", "stop", "exact sorryAx p",
          "exact @sorryAx p true",
          "exact _root_.sorryAx p", "exact «sorryAx» p", "exact «sorry»", "exact Foo.sorryAx",
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
          "implemented_by",
          "extern", "mutual", "private", "noncomputable", "exact x\nwhere x := y",
          "x\ntermination_by y",
          "x\ndecreasing_by y", "exact by_elab x", "include_str \"x\"", "deriving", "universe u",
          "import A",
          "trivial\n/-- x -/", "/-! x -/ trivial", "dbg_trace \"x\"",
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
          "open Nat in x", "open Lean Elab in x", "open Classical", "open Classical Nat in x",
          "open",
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
      (
        .forbiddenName,
        [
          "exact Lean.ofReduceBool a b c", "exact ofReduceBool", "exact x.trustCompiler",
          "exact reduceBool",
          "exact Lean.Elab.x", "exact _root_.Lean.Meta.x", "exact unsafeCast x", "exact x.unsafeIO",
          "exact IO.FS.x", "exact dbgTrace x", "exact lcProof", "exact ptrAddrUnsafe", "exact Lean",
        ]
      ),
      (.quotation, ["exact `x", "exact ``x", "exact `(tactic| x)", "exact `[x]"]),
      (.interpolation, ["have : s!\"{x}\" = y := z"]),
      (.quotedName, ["exact «a b»", "exact «»", "exact «propext »", "exact «a\nb»"]),
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
      (
        .lookAlike,
        [
          "ex\u{430}ct x", "s\u{3bf}rry", "\u{ff53}orry", "\u{1d4b6}xiom x", "n\u{3b1}tive_decide",
          "exact \u{455}orryAx", "x\u{5d0}",
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
      "theorem α₁ : p := b", "theorem h : p := by\nexact b",
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
          "axiom a : p", "theorem a : p := b\naxiom c : d", "opaque a : p", "instance : A := b",
          "notation \"a\" => b", "local notation \"a\" => b", "namespace A", "section",
          "variable (a : p)",
          "@[simp] theorem a : p := b", "attribute [simp] a", "unsafe def a := b",
          "partial def a := b",
          "#eval a", "structure A where", "inductive A", "class A", "mutual", "import A",
          "example : p := a",
          "protected theorem a : p := b", "macro \"a\" : tactic => b", "export A (b)", "universe u",
          "def a := b\nderiving C", "theorem a : p := b\nopen Classical in",
          "theorem a : p := b\nset_option maxHeartbeats 9 in\n-- c",
        ]
      ),
      (
        .declaration,
        [
          "theorem A.b : p := c", "theorem «a b» : p := c", "theorem : p := c", "def _ := a",
          "exact a",
          ":= a", "  theorem a : p := b", "theorem a : p := b theorem c : p := d", "private",
          "theorem",
          "(theorem a : p := b)", "theorem a : p := (theorem b : p := c)", "private exact a",
          "theorem a : p := b\n/-- for what comes next -/", "theorem _root_.a : p := b",
        ]
      ),
      (
        .sorryWord,
        ["theorem a : p := sorry", "theorem a : p := by\n  admit", "def a := sorryAx p"]
      ),
      (.opening, ["open Nat", "theorem a : p := b\nopen A"]),
      (
        .option,
        [
          "set_option autoImplicit true\ntheorem a : p := b",
          "set_option maxHeartbeats 0 in\ntheorem a : p := b",
        ]
      ),
      (.forbiddenTactic, ["theorem a : p := by native_decide"]),
      (.unterminated, ["theorem a : p := b\n/-", "def a := \"", "theorem a : «"]),
      (.unbalanced, ["theorem a : p := (", "theorem a : p := b)"]),
      (.lookAlike, ["def \u{391}nd := a", "theorem n\u{3bf} : p := b"]),
      (.controlCharacter, ["theorem a\u{200b} : p := b"]),
      (.nameShadowing, ["theorem claim : p := b", "def And := a", "theorem succ : p := b"]),
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
}
