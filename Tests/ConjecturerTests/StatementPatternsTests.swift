import Basics
import Records
import Terms
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct StatementPatternsTests {
  /// Packed statements match as their terms do. Random small statements, whose variables are often taken for larger
  /// terms, so that many do match.
  @Test(arguments: ["logic", "nat", "list"]) func packedMatchingIsThatOfTerms(
    _ name: String
  ) throws {
    let domain = try #require(TestDomains.named(name))
    let grammar = try Grammar(domain)
    let numbers = TokenNumbers(grammar)
    var generator = SplitMix64(seed: 11, name)
    var matches = 0
    var pairs = 0
    let general = (0..<60).map { _ in grammar.sample(3...7, &generator) }
    let special = try general.map { try instance(of: $0, grammar, &generator) }
    let statements = special + (0..<60).map { _ in grammar.sample(3...14, &generator) }
    for tokens in statements {
      // Terms compare names of bound variables, which nesting changes.
      guard let typed = grammar.decode(tokens), depth(typed.term) < 2 else { continue }
      let target = StatementPatterns.Target(try #require(numbers.packed(tokens)), numbers)
      for pattern in general {
        let wanted = try #require(grammar.decode(pattern))
        let values = wanted.term.matching(
          typed.term, variables: Set(wanted.term.freeVariables))
        let expected =
          values?.allSatisfy { hasSort(wanted.sortOf[$0], $1, typed, grammar) } ?? false
        let packed = try #require(numbers.packed(pattern))
        let found = StatementPatterns.isInstance(target, of: packed[...])
        #expect(found == expected, "\(pattern) \(tokens)")
        pairs += 1
        if found { matches += 1 }
      }
    }
    #expect(pairs > 60 * 60 && matches > 60, "\(matches) of \(pairs)")
  }

  /// Nesting of binders.
  private func depth(_ term: Term) -> Int {
    let inner = term.children.map(depth).max() ?? 0
    if case .bind = term { return inner + 1 }
    return inner
  }

  private func hasSort(
    _ sort: String?, _ value: Term, _ typed: TypedTerm, _ grammar: Grammar
  ) -> Bool {
    switch value {
    case .variable(let name): typed.sortOf[name].map { $0 == sort } ?? true
    case .apply(let symbol, _):
      grammar.bySpelling[symbol]?.contains { grammar.sorts[$0.result] == sort } ?? true
    case .bind: sort == "Prop"
    }
  }

  /// The statement with its first variable taken for a term of the same sort.
  private func instance(
    of tokens: [String], _ grammar: Grammar, _ generator: inout SplitMix64
  ) throws -> [String] {
    let typed = try #require(grammar.decode(tokens))
    guard let name = typed.term.freeVariables.first, let sort = typed.sortOf[name] else {
      return tokens
    }
    // A term of that sort out of another statement, with the variables of this one.
    for _ in 0..<50 {
      let other = try #require(grammar.decode(grammar.sample(5...9, &generator)))
      let parts = other.term.subterms.filter { part in
        part.size > 1 && part.size < 6
          && grammar.bySpelling[part.head ?? ""]?.first.map { grammar.sorts[$0.result] } == sort
          && part.freeVariables.allSatisfy { other.sortOf[$0] != nil }
      }
      guard let part = parts.randomElement(using: &generator) else { continue }
      let sortOf = typed.sortOf.merging(other.sortOf) { first, _ in first }
      let made = TypedTerm(term: typed.term.substituting([name: part]), sortOf: sortOf)
      if let tokens = grammar.encode(made) { return tokens }
    }
    return tokens
  }

  @Test func tokensComeBack() throws {
    let grammar = try Grammar(TestDomains.list)
    var patterns = StatementPatterns(grammar)
    var generator = SplitMix64(seed: 5)
    let all = (0..<40).map { _ in grammar.sample(3...14, &generator) }
    for tokens in all { patterns.append(try #require(patterns.numbers.packed(tokens))) }
    #expect(patterns.count == 40)
    for (index, tokens) in all.enumerated() {
      #expect(patterns.numbers.unpacked(patterns[index]) == tokens)
    }
    #expect(patterns.numbers.packed(["v0", "no such token"]) == nil)
  }

  /// What a variable stands for mentions nothing that is bound around it.
  @Test func aBoundVariableDoesNotEscape() throws {
    let grammar = try Grammar(TestDomains.logic)
    let numbers = TokenNumbers(grammar)
    let pattern = try #require(numbers.packed(["∀", "v0"]))
    func matches(_ tokens: [String]) throws -> Bool {
      let packed = try #require(numbers.packed(tokens))
      return StatementPatterns.isInstance(.init(packed, numbers), of: pattern[...])
    }
    #expect(try matches(["∀", "v3"]))
    #expect(try matches(["∀", "@", "v1", "v2"]))
    #expect(try !matches(["∀", "@", "v1", "y0"]))
    #expect(try matches(["∀", "∀", "@", "v1", "y1"]))
    #expect(try !matches(["∀", "∀", "@", "v1", "y0"]))
  }

  /// Memory for what was dropped has a bound; the oldest goes first.
  @Test func whatWasDroppedLongAgoIsForgotten() throws {
    let grammar = try Grammar(TestDomains.nat)
    var known = KnownStatements(grammar)
    func statement(_ number: Int) -> Statement {
      Statement(domain: "nat", binders: [], target: "0 = 0", normalForm: "\(number)", size: 3)
    }
    let max = KnownStatements.droppedMax
    for number in 0...max { known.insert(dropped: statement(number), round: number / 100) }
    #expect(known.count <= max / 2 + 100)
    #expect(!known.contains(statement(0), round: 1) && known.contains(statement(max), round: 1))
    // A theorem is no longer among them.
    let count = known.count
    known.insert(settled: statement(max))
    known.insert(dropped: statement(max), round: 9999)
    #expect(known.count == count && known.contains(statement(max), round: 1))
  }
}
