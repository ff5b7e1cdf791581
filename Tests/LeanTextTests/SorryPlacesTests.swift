import LeanText
import Testing

@Suite struct SorryPlacesTests {
  @Test(arguments: [
    "by sorry", "by\n  skip\n  sorry", "by -- todo\n  sorry", "by\n  · sorry", "by skip; sorry",
    "by skip <;> sorry", "by\n  cases n with\n  | zero => sorry\n  | succ n => exact x",
    "by\n  cases n with\n  | zero => exact x\n  | succ n =>\n    sorry",
    "by\n  match n with\n  | 0 => sorry", "by\n  have h : p := x\n  sorry", "by all_goals sorry",
    "by (sorry)", "by\n  have h : p := by\n    exact x\n  sorry", "by\n  first | sorry | skip",
    "by\n  case inl h => sorry", "by\n  next => sorry", "by\n  exact fun x =>\n    y\n  sorry",
    "by\n  if h : p then sorry else skip", "by\n  if h : p then skip else sorry",
    "by\n  set_option maxRecDepth 9 in sorry", "⟨by\n  intro x\n  sorry, y⟩", "by { sorry }",
    "by\n  calc a = b := x\n    _ = c := y\n  sorry", "by\n  show p\n  sorry",
    "by\n  any_goals\n    sorry",
    "by\n  induction n with\n  | zero => rfl\n  | succ n ih => sorry",
    "by\n  let f := fun\n    | 0 => 1\n  sorry",
  ])
  func tactics(_ proof: String) {
    let places = SorryPlaces.find(in: "theorem t (n : Nat) : p := \(proof)")
    #expect(places.map(\.isTactic) == [true], "\(proof)")
  }

  @Test(arguments: [
    "sorry", "by exact sorry", "by\n  exact\n    sorry", "fun x => sorry",
    "by exact fun x => sorry",
    "⟨sorry, x⟩", "by\n  have h : p := sorry\n  exact h", "f (sorry)", "by exact f\n    sorry",
    "by\n  exact match n with\n  | 0 => sorry\n  | n + 1 => x", "match n with\n  | 0 => sorry",
    "by\n  exact if h : p then sorry else x", "by\n  simp [sorry]", "by\n  refine ⟨?_, sorry⟩",
    "by\n  calc a = b := sorry\n    _ = c := y", "by\n  rw [show a = b from sorry]",
    "by\n  cases n with\n  | zero => exact sorry\n  | succ n => exact x",
    "by\n  exact { x := sorry }", "let x := by skip\n  sorry",
    "by\n  exact fun\n    | 0 => sorry\n    | n + 1 => x",
  ])
  func terms(_ proof: String) {
    let places = SorryPlaces.find(in: "theorem t (n : Nat) : p := \(proof)")
    #expect(places.map(\.isTactic) == [false], "\(proof)")
  }

  @Test func declarationsAreKnown() {
    let text = """
      import A
      namespace N.«m n»
      section S.T
      private theorem t : p := sorry
      mutual
      def f : Nat := sorry
      end
      end S.T
      /-- doc -/ @[simp] lemma _root_.«a b» : p := by
        -- sorry
        sorry
      end N.«m n»
      instance : C := ⟨sorry⟩
      instance (priority := low) i : C := ⟨sorry⟩
      open N in
      /-- d -/
      noncomputable def A.g := sorry
      example : p := sorry
      #check sorry
      theorem \u{2028}x : p
        | 0 => sorry
      """
    let places = SorryPlaces.find(in: text)
    #expect(
      places.map { $0.declaration?.fullName } == [
        "N.«m n».t", "N.«m n».f", "«a b»", "", "i", "A.g", "", nil, "",
      ])
    #expect(
      places.map { $0.declaration?.keyword } == [
        "theorem", "def", "lemma", "instance", "instance", "def", "example", nil, "theorem",
      ])
    #expect(places.map(\.line) == [4, 6, 11, 13, 14, 17, 18, 19, 21])
    #expect(places[0].declaration?.isPrivate == true && places[2].isTactic)
    #expect(places[2].declaration?.proves == true && places[1].declaration?.proves == false)
    #expect(places[2].declaration?.line == 9)
    let scalars = Array(text.unicodeScalars)
    for place in places {
      #expect(String(String.UnicodeScalarView(scalars[place.offset..<place.end])) == "sorry")
    }
  }

  @Test(arguments: [
    ("theorem t : p := sorry", "theorem t : p := by\n  x\n  y"),
    ("theorem t : p := by sorry", "theorem t : p := by\n  x\n  y"),
    ("theorem t : p := by sorry -- c", "theorem t : p := by\n  x\n  y -- c"),
    ("theorem t : p := by -- todo\n  sorry", "theorem t : p := by -- todo\n  x\n  y"),
    (
      "def d := ⟨sorry, sorry⟩",
      "def d := ⟨(by\n            x\n            y), (by\n                   x\n                   y)⟩"
    ),
    ("theorem t : p := by\n  · sorry\n  · z", "theorem t : p := by\n  · x\n    y\n  · z"),
    ("theorem t : p := by\n  sorry; z", "theorem t : p := by\n  (x\n   y); z"),
    ("theorem t : p := by\n  z <;> sorry", "theorem t : p := by\n  z <;> (x\n         y)"),
    (
      "theorem t : p := by\n  · have h : q := by sorry\n    z",
      "theorem t : p := by\n  · have h : q := by\n      x\n      y\n    z"
    ),
    (
      "theorem t : p := by\n  have h : q := sorry\n  z",
      "theorem t : p := by\n  have h : q := by\n    x\n    y\n  z"
    ),
    ("theorem t : p := (by sorry)", "theorem t : p := (by\n  x\n  y)"),
    (
      "theorem t : p := f sorry (by\n                           z)",
      "theorem t : p := f (by\n                     x\n                     y\n                       ) (by\n                           z)"
    ),
  ])
  func theTextsPutInKeepWhatFollows(_ text: String, expected: String) {
    let filling = SorryFilling(SorryPlaces.find(in: text), in: text) { _ in "x\ny" }
    #expect(filling.text == expected)
  }

  @Test func blocksTellWhereTheTacticsStand() throws {
    let text = "example : p := ⟨sorry, sorry⟩\nexample : q := by\n  sorry"
    let places = SorryPlaces.find(in: text)
    let filling = SorryFilling([places[1], places[2]], in: text) { $0.isTactic ? "x\ny" : "z --" }
    #expect(
      filling.text
        == "example : p := ⟨sorry, (by z --\n                           )⟩\nexample : q := by\n  x\n  y"
    )
    #expect(filling.blocks.map(\.line) == [1, 4] && filling.blocks.map(\.lastLine) == [2, 5])
    #expect(filling.blocks[0].contains(line: 1, column: 27))
    #expect(!filling.blocks[0].contains(line: 1, column: 20))
    #expect(filling.blocks[1].contains(line: 5, column: 2))
  }
}
