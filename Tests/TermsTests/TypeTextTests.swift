import Terms
import Testing

struct TypeTextTests {
  @Test(arguments: [
    "Nat", "List α", "List (List α)", "α → β", "(α → β) → List α → List β", "α × β",
    "List (α × β)", "(α × β) × γ", "α × β × γ", "α × β → γ", "Tip.Tree (α → Bool)",
  ])
  func typesPrintAsTheyAreRead(_ text: String) {
    #expect(TypeText.parse(text)?.description == text)
  }

  @Test func spacesAndParenthesesDoNotMatter() {
    #expect(TypeText.normalised("( List ( α ) )") == "List α")
    #expect(TypeText.normalised("Prod α  (List β)") == "α × List β")
    #expect(TypeText.normalised("α -> β") == "α → β")
    #expect(TypeText.normalised("Vector α (n + 1)") == "Vector α (n + 1)")
  }

  @Test func signaturesHaveParametersAndArguments() throws {
    let map = try #require(
      TypeText.signature("{α : Type u_1} → {β : Type} → (α → β) → (xs : List α) → List β"))
    #expect(map.parameters == ["α", "β"])
    #expect(map.arguments.map(\.description) == ["α → β", "List α"])
    #expect(map.result.description == "List β")
    #expect(TypeText.signature("{α : Type} → [BEq α] → α → Bool") == nil)
  }

  @Test func anyTypeMatchesAHole() throws {
    let pattern = try #require(TypeText.parse("List _"))
    let numbers = try #require(TypeText.parse("List Nat"))
    #expect(pattern.matching(numbers, parameters: []) != nil)
    #expect(pattern.matching(.named("Nat", []), parameters: []) == nil)
  }

  @Test func quantifiersOverDifferentSortsDiffer() throws {
    let body = Term.apply("=", [.variable("x"), .variable("x")])
    let numbers = Term.bind("∀", variable: "x", type: "Nat", body: body)
    let lists = Term.bind("∀", variable: "x", type: "List Nat", body: body)
    #expect(numbers.normalForm(sortOf: [:]) != lists.normalForm(sortOf: [:]))
    #expect(!numbers.isSame(as: lists))
  }

  @Test func conditionsAndPairsAreTerms() throws {
    let signature = Signature([
      Symbol(lean: "=", arguments: ["α", "α"], result: "Prop", notation: .infix(50))
    ])
    func text(_ text: String) throws -> String {
      try signature.parse(text, locals: ["a", "b", "c"]).prefixText
    }
    #expect(try text("if a = b then b else c") == "(ite (= a b) b c)")
    #expect(try text("(a, b, c)") == "(Prod.mk a (Prod.mk b c))")
    #expect(try text("f { fst := a, snd := f b }") == "(f (Prod.mk a (f b)))")
    #expect(try text("f (a, b) c") == "(f (Prod.mk a b) c)")
  }
}
