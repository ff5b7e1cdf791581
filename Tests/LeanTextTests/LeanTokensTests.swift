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
