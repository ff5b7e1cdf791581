import Basics
import TestSupport
import Testing

@testable import Terms

@Suite struct TermTests {
  private func term(_ text: String, _ locals: Set<String> = ["a", "b", "p", "q", "f", "u", "v"])
    throws -> Term
  {
    try TestDomains.notations.signature.parse(text, locals: locals)
  }

  @Test func sizesAndVariablesAreCounted() throws {
    let sum = try term("a + b * a = 0")
    #expect(sum.size == 7)
    #expect(sum.depth == 4)
    #expect(sum.freeVariables == ["a", "b"])
    #expect(sum.occurrences(of: "a") == 2)
    #expect(sum.subterms.count == 7)
    let bound = try term("(∃ a : Nat, a = b) ∧ a = a")
    #expect(bound.freeVariables == ["b", "a"])
    #expect(bound.occurrences(of: "a") == 2, "bound occurrences are others")
  }

  @Test func patternsMatchConsistently() throws {
    let pattern = try term("u + v = v + u")
    let values = try #require(
      try pattern.matching(term("a * b + 0 = 0 + a * b"), variables: ["u", "v"]))
    #expect(try values == ["u": term("a * b"), "v": term("0")])
    #expect(pattern.matching(try term("a + b = a + b"), variables: ["u", "v"]) == nil)
    // Without being a pattern variable, a name is itself alone.
    #expect(try term("u + a").matching(term("b + b"), variables: ["u"]) == nil)
    #expect(
      try pattern.matching(
        term("a + b = b + a"), variables: ["u", "v"], from: ["u": term("b")]) == nil)
  }

  @Test func aMatchSubstitutedGivesTheTerm() throws {
    for seed in UInt64(1)...500 {
      var generator = SplitMix64(seed: seed, "matching")
      let pattern = RandomTerm.notations(depth: 4, &generator)
      let free = Set(pattern.freeVariables).subtracting(["f"])
      var values: [String: Term] = [:]
      // Values without variables cannot be captured by the pattern's binders.
      for name in free.sorted() {
        values[name] = .apply("Nat.succ", [.apply("\(generator.next() % 3)", [])])
      }
      let instance = pattern.substituting(values)
      let found = pattern.matching(instance, variables: free)
      #expect(found == values, "seed \(seed): \(TestDomains.notations.signature.print(pattern))")
    }
  }

  @Test func boundVariablesMatchByPosition() throws {
    let pattern = try term("∀ x : Nat, x = u")
    let values = try pattern.matching(term("∀ y : Nat, y = a + b"), variables: ["u"])
    #expect(try values == ["u": term("a + b")])
    #expect(
      try pattern.matching(term("∀ y : Nat, y = y"), variables: ["u"]) == nil,
      "a value cannot mention a bound variable")
    #expect(try term("∀ x : Nat, x = a").matching(term("∀ a : Nat, a = a"), variables: []) == nil)
    #expect(try pattern.matching(term("∃ y : Nat, y = a"), variables: ["u"]) == nil)
    // Shadowing: the inner binder is meant.
    let shadowed = try term("∀ x : Nat, ∀ x : Nat, x = 0")
    #expect(
      try shadowed.matching(term("∀ y : Nat, ∀ z : Nat, z = 0"), variables: []) != nil)
    #expect(
      try shadowed.matching(term("∀ y : Nat, ∀ z : Nat, y = 0"), variables: []) == nil)
  }

  @Test func substitutionLeavesBoundNamesAlone() throws {
    let given = try term("a = b ∧ ∀ a : Nat, a = b")
    let expected = try term("0 = b ∧ ∀ a : Nat, a = b")
    #expect(given.substituting(["a": .apply("0", [])]) == expected)
    // All at once, not one after the other.
    let swapped = try term("a + b").substituting(["a": .variable("b"), "b": .variable("a")])
    #expect(try swapped == term("b + a"))
  }

  @Test func subtermsAreReplacedEverywhere() throws {
    let given = try term("a + 0 = Nat.succ (a + 0)")
    let replaced = given.replacing(try term("a + 0"), with: .variable("a"))
    #expect(try replaced == term("a = Nat.succ a"))
    #expect(try given.contains(term("a + 0")))
    #expect(try !replaced.contains(term("a + 0")))
  }
}
