import Basics
import Records
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct MutatorTests {
  @Test(arguments: ["logic", "nat", "list"])
  func mutationsAreOtherStatements(_ name: String) throws {
    let theorems = [
      "logic": [
        ["→", "∀", "@", "v0", "y0", "∃", "@", "v0", "y0"],
        ["→", "∧", "v0", "v1", "∧", "v1", "v0"],
      ],
      "nat": [
        ["=", "+", "v0", "v1", "+", "v1", "v0"], ["=", "*", "0", "v0", "0"],
        ["→", "=", "v0", "0", "≤", "v0", "v1"],
      ],
      "list": [
        ["=:Listα,Listα,Prop", "List.reverse", "List.reverse", "v0", "v0"],
        [
          "=:Nat,Nat,Prop", "List.length", "++:Listα,Listα,Listα", "v0", "v1", "+",
          "List.length", "v0", "List.length", "v1",
        ],
      ],
    ]
    let domain = try #require(TestDomains.named(name))
    let grammar = try Grammar(domain)
    var known = KnownStatements(grammar)
    for tokens in try #require(theorems[name]) {
      known.insert(theorem: try #require(grammar.statement(tokens)))
    }
    let mutator = Mutator(grammar: grammar)
    for seed in UInt64(1)...5 {
      func mutate() -> [(typed: TypedTerm, parents: [String])] {
        var generator = SplitMix64(seed: seed)
        return mutator.mutations(
          of: known, count: 60, sizes: 3...14, generator: &generator)
      }
      let found = mutate()
      #expect(found.map(\.typed) == mutate().map(\.typed), "seed \(seed)")
      #expect(found.count > 30 && Set(found.map(\.typed)).count > 10, "seed \(seed)")
      for (typed, parents) in found {
        let tokens = try #require(grammar.encode(typed), "seed \(seed)")
        #expect((3...14).contains(tokens.count) && grammar.decode(tokens) == typed)
        let theorems = (0..<known.theoremCount).map { known.theorem($0).id }
        #expect(!parents.isEmpty && Set(parents).isSubset(of: theorems))
      }
    }
    var generator = SplitMix64(seed: 1)
    let none = mutator.mutations(
      of: KnownStatements(grammar), count: 5, sizes: 3...9, generator: &generator)
    #expect(none.isEmpty)
  }
}
