import Testing

@testable import LeanText

@Suite struct LeanOutlineTests {
  @Test func commandsOfAFile() {
    let outline = LeanOutline(
      """
      import Theory.Nat
      open Loom

      /-- A remark with theorem in it. -/
      @[simp] private theorem first (a : Nat) : a = a := by
        -- theorem hidden : False
        rfl

      open Classical in
      theorem second : "theorem no (" = "theorem no (" := rfl
      axiom third : False
      #eval 1
      example : True := trivial
      """)
    #expect(outline.problem == nil)
    #expect(
      outline.commands.map(\.keyword)
        == ["import", "open", "theorem", "theorem", "axiom", "#eval", "example"])
    #expect(outline.commands.map(\.line) == [1, 2, 4, 9, 11, 12, 13])
    #expect(outline.commands[2].text.hasPrefix("/-- A remark"))
    #expect(outline.commands[3].text.hasPrefix("open Classical in\ntheorem second"))
    #expect(outline.theorem(named: "first")?.body == .tactics("rfl"))
    #expect(outline.theorem(named: "second")?.body == .term("rfl"))
    #expect(outline.theorem(named: "hidden") == nil)
    #expect(outline.commands[6].theorem?.name == "")
  }

  @Test func signatures() throws {
    func theorem(_ text: String) throws -> TheoremText {
      try #require(LeanOutline(text).commands.last?.theorem, "\(text)")
    }
    let plain = try theorem(
      "theorem t (a b : Nat) {c : Nat} [Inhabited α] (h : a = b := by rfl) : b = a := h.symm")
    #expect(plain.binders.map(\.opening) == ["(", "{", "[", "("])
    #expect(plain.binders.map(\.names) == [["a", "b"], ["c"], [], ["h"]])
    #expect(plain.binders.map(\.type) == ["Nat", "Nat", "Inhabited α", "a = b"])
    #expect(plain.binders.map(\.defaultValue) == [nil, nil, nil, "by rfl"])
    #expect(plain.target == "b = a")
    #expect(plain.body == .term("h.symm"))

    let spread = try theorem(
      "lemma t  (a   b : Nat) -- first\n    {c : Nat} [Inhabited α]\n  (h : a = b := by rfl) :\n  b /- hm -/ = a := h.symm"
    )
    #expect(spread.signatureTokens == plain.signatureTokens)
    #expect(spread.signature == plain.signature)

    let strict = try theorem("theorem t {{a : Nat}} ⦃b : Nat⦄ : a = b := h").binders
    #expect(strict.map(\.opening) == ["⦃", "⦃"] && strict.map(\.names) == [["a"], ["b"]])

    let local = try theorem("theorem t : let x := 3; x = 3 := by intro x; rfl")
    #expect(local.target == "let x := 3; x = 3")
    #expect(local.body == .tactics("intro x; rfl"))
    let set = try theorem("theorem t (s : Nat) : {x : Nat | x < s} = {x | x < s} := rfl")
    #expect(set.target == "{x : Nat | x < s} = {x | x < s}")
    let bars = try theorem("theorem t (x : Int) :\n  |x| < 2 := by\n  omega")
    #expect(bars.target == "|x| < 2")
    let equations = try theorem("theorem t : ∀ n : Nat, n = n\n  | 0 => rfl\n  | n + 1 => rfl")
    #expect(equations.target == "∀ n : Nat, n = n")
    #expect(equations.body == .equations("| 0 => rfl\n| n + 1 => rfl"))
    let function = try theorem(
      "theorem t (f : Int → Int) :\n  |f 0| = 1 → f = fun x => x := by sorry")
    #expect(function.target == "|f 0| = 1 → f = fun x => x")
    let match = try theorem(
      "theorem t : let f := fun n => match n with\n  | 0 => 1\n  | _ => 2\n  f 3 = 2 := by sorry")
    #expect(match.target.hasSuffix("f 3 = 2") && match.body == .tactics("sorry"))
    #expect(try theorem("theorem t.{u} (α : Type u) : True").body == .missing)
    #expect(try theorem("theorem t n : n = 0 := by").binders.map(\.names) == [["n"]])
    #expect(try theorem("theorem t n : n = 0 := by").body == .tactics(""))
    #expect(LeanOutline("theorem t (a : Nat) := rfl").commands.last?.theorem == nil)
  }

  @Test func bodiesKeepTheirShape() throws {
    let first = try #require(
      LeanOutline("theorem t : p := by intro h\n                    exact h\n\n\n").commands.first?
        .theorem)
    #expect(first.body == .tactics("intro h\nexact h"))
    let second = try #require(
      LeanOutline(
        "theorem t : p := by\n    cases h with\n    | a =>\n      x\n-- far\n    | b => y  -- near\n\n-- behind\ntheorem u : p := q"
      ).commands.first?.theorem)
    #expect(second.body == .tactics("cases h with\n| a =>\n  x\n-- far\n| b => y  -- near"))
  }

  @Test func oddBodies() throws {
    let comment = try #require(
      LeanOutline("theorem t : p := by\n  exact h /- goes\non -/\n\ntheorem u : q := i").commands
        .first?
        .theorem)
    #expect(comment.body == .tactics("exact h"))
    let field = LeanOutline("theorem t : p := (h).prefix\nopen Nat in noncomputable def x := 1")
    #expect(field.commands.map(\.keyword) == ["theorem", "def"])
    #expect(field.commands[0].theorem?.body == .term("(h).prefix"))
    let equations = try #require(
      LeanOutline("theorem t : ∀ n : Nat, p n\n  | 0 => by\n    obtain ⟨x⟩ := h\n    exact x")
        .commands
        .first?.theorem)
    #expect(equations.body == .equations("| 0 => by\n  obtain ⟨x⟩ := h\n  exact x"))
    // Linear time: a body for each of many commands on one line.
    let many = LeanOutline(String(repeating: "theorem t : a := b ", count: 20_000))
    #expect(many.commands.count == 20_000)
    #expect(many.commands.last?.theorem?.body == .term("b"))
  }

  @Test func brokenTexts() {
    #expect(LeanOutline("theorem t : p := by\n  /- open").problem != nil)
    #expect(LeanOutline("theorem t : (p := by\n  x").problem != nil)
    #expect(LeanOutline("theorem t : p) := by\n  x").problem != nil)
    let unclosed = LeanOutline("theorem t : p := f (x\ntheorem u : q := y")
    #expect(unclosed.problem != nil)
    #expect(unclosed.commands.map(\.keyword) == ["theorem", "theorem"])
    #expect(LeanOutline("").commands.isEmpty)
    #expect(LeanOutline("theorem").commands.first?.theorem == nil)
    #expect(LeanOutline("some words\nmore").commands.map(\.keyword) == [""])
  }
}
