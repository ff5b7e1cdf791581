import Basics
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct GrammarTests {
  private func samples(
    _ grammar: Grammar, count: Int, sizes: ClosedRange<Int>, seed: UInt64
  ) async throws -> [[String]] {
    var generator = SplitMix64(seed: seed)
    let targets = (0..<count).map { _ in Int.random(in: sizes, using: &generator) }
    return try await GrammarSampler(grammar: grammar, sizes: targets).sample(
      count: count, prefix: [], maximumLength: sizes.upperBound, temperature: 1, seed: seed
    ) { index, tokens in
      grammar.allowed(after: tokens, sizes: max(3, targets[index] - 2)...targets[index])
    }
  }

  /// Every sample is a complete statement of the wanted size that reads back from its Lean text to
  /// itself.
  @Test(arguments: ["logic", "nat", "list"])
  func samplesAreStatements(_ name: String) async throws {
    let domain = try #require(TestDomains.named(name))
    let grammar = try Grammar(domain)
    var forms: Set<String> = []
    for seed in UInt64(1)...4 {
      let found = try await samples(grammar, count: 850, sizes: 5...16, seed: seed)
      for tokens in found {
        let typed = try #require(grammar.decode(tokens), "seed \(seed): \(tokens)")
        #expect(typed.term.size == tokens.count && tokens.count <= 16)
        #expect(grammar.encode(typed) == tokens, "seed \(seed)")
        let statement = domain.statement(typed.term, sortOf: typed.sortOf)
        let read = try #require(grammar.read(statement), "seed \(seed): \(statement)")
        #expect(
          domain.statement(read.term, sortOf: read.sortOf).normalForm == statement.normalForm,
          "seed \(seed): \(statement)")
        #expect(!statement.binders.contains { $0.type == "_" })
        forms.insert(statement.normalForm)
      }
    }
    #expect(forms.count > 1000)
  }

  /// Equal normal forms have equal tokens: a statement has one spelling.
  @Test func spellingIsUnique() async throws {
    let grammar = try Grammar(TestDomains.logic)
    var spellings: [String: [String]] = [:]
    for tokens in try await samples(grammar, count: 2000, sizes: 3...6, seed: 5) {
      let statement = try #require(grammar.statement(tokens))
      #expect(spellings.updateValue(tokens, forKey: statement.normalForm) ?? tokens == tokens)
    }
    #expect(spellings.count > 100)
  }

  @Test func seedsDecide() async throws {
    let grammar = try Grammar(TestDomains.nat)
    let first = try await samples(grammar, count: 50, sizes: 5...12, seed: 9)
    #expect(first == (try await samples(grammar, count: 50, sizes: 5...12, seed: 9)))
    #expect(first != (try await samples(grammar, count: 50, sizes: 5...12, seed: 10)))
  }

  @Test(arguments: ["logic", "nat"]) func leanAcceptsSamples(_ name: String) async throws {
    let domain = try #require(TestDomains.named(name))
    let grammar = try Grammar(domain)
    let tokens = try await samples(grammar, count: 200, sizes: 4...14, seed: 3)
    let statements = tokens.compactMap(grammar.statement)
    #expect(statements.count == 200)
    let pool = try await SeedTheories.pool
    let outcomes = try await pool.run(
      statements.map { "example : Prop := \($0.closedProposition)" },
      header: domain.header)
    for (statement, outcome) in zip(statements, outcomes) {
      #expect(!outcome.hasErrors, "\(statement): \(outcome)")
    }
  }

  @Test func spellsAsDocumented() throws {
    let grammar = try Grammar(TestDomains.nat)
    let statement = try #require(grammar.statement(["=", "+", "v0", "v1", "+", "v1", "v0"]))
    #expect(statement.description == "(a b : Nat) : a + b = b + a")
    #expect(
      grammar.sequence(of: statement, bucket: 12) == [
        "<domain:nat>", "<level:9>", "=", "+", "v0", "v1", "+", "v1", "v0", "<end>",
      ])
    #expect(grammar.decode(["=", "v1", "v0"]) == nil)
    #expect(grammar.decode(["=", "v0"]) == nil)
    #expect(grammar.decode(["+", "v0", "v1"]) == nil)
    #expect(grammar.allowed(after: ["=", "v0"], sizes: 3...3) == ["0", "v0", "v1"])
    #expect(grammar.allowed(after: ["=", "v0", "v0"], sizes: 3...9) == [])

    let logic = try Grammar(TestDomains.logic)
    let quantified = try #require(
      logic.statement(["→", "∀", "@", "v0", "y0", "∃", "@", "v0", "y0"]))
    #expect(
      quantified.closedProposition
        == "∀ (α : Type) (P : α → Prop), (∀ x : α, P x) → (∃ x : α, P x)")

    let list = try Grammar(TestDomains.list)
    let mapped = try #require(
      list.statement([
        "=:Listβ,Listβ,Prop", "List.map", "v0", "++:Listα,Listα,Listα", "v1", "v2",
        "++:Listβ,Listβ,Listβ", "List.map", "v0", "v1", "List.map", "v0", "v2",
      ]))
    #expect(mapped.target == "List.map f (l ++ m) = List.map f l ++ List.map f m")
    #expect(
      mapped.binderText == "(α β : Type) (l m : List α) (f : α → β)")
  }

  @Test func hypothesesBecomeImplications() throws {
    let grammar = try Grammar(TestDomains.nat)
    let statement = TestDomains.nat.statement(
      of: Goal(
        context: [
          Binder(name: "n", type: "Nat"), Binder(name: "h", type: "n = 0"),
        ], target: "n ≤ 0"))
    #expect(
      grammar.sequence(of: statement, bucket: 0)?.dropFirst(2)
        == ["→", "=", "v0", "0", "≤", "v0", "0", "<end>"])
  }

  @Test func vocabularyCoversAllDomains() async throws {
    let grammars = try TestDomains.all.map(Grammar.init)
    let vocabulary = Grammar.vocabulary(of: grammars)
    #expect(Set(vocabulary).count == vocabulary.count)
    #expect(!vocabulary.contains { $0.contains(where: \.isWhitespace) || $0.isEmpty })
    for grammar in grammars {
      for tokens in try await samples(grammar, count: 100, sizes: 4...10, seed: 1) {
        #expect(Set(tokens + grammar.prefix(bucket: 3)).isSubset(of: vocabulary))
      }
    }
  }

  @Test func domainsWithoutStatementsAreRefused() {
    var domain = TestDomains.nat
    domain.sorts = [Sort(type: "Nat", variables: [])]
    domain.signature = Signature([
      Symbol(lean: "=", arguments: ["Nat", "Nat"], result: "Prop"),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
    ])
    #expect(throws: ConjecturerError.noStatements(domain: "nat", maximumSize: 20)) {
      _ = try Grammar(domain)
    }
  }

  /// From what is defined to what it is defined by, whichever side is longer.
  @Test(arguments: [
    ("list", "List.reverse (l ++ x :: List.nil)", "x :: List.reverse l"),
    ("list", "x :: l ++ m", "x :: (l ++ m)"),
    ("list", "l ++ m ++ n", "l ++ (m ++ n)"),
    ("list", "List.reverse (l ++ m)", "List.reverse m ++ List.reverse l"),
    ("list", "List.length (l ++ m)", "List.length l + List.length m"),
    ("nat", "Nat.succ a * b", "a * b + b"),
    ("nat", "a * (b + c)", "a * b + a * c"),
    ("nat", "0 * a", "0"),
  ]) func equationsAreOriented(_ name: String, _ left: String, _ right: String) throws {
    let grammar = try Grammar(try #require(TestDomains.named(name)))
    let locals: Set<String> = ["l", "m", "n", "x", "a", "b", "c"]
    let term = try grammar.domain.signature.parse("\(left) = \(right)", locals: locals)
    let turned = try #require(term.turned)
    #expect(grammar.prefers(term, to: turned))
    #expect(!grammar.prefers(turned, to: term))
  }

  @Test func whatWasFoundByHindsightStaysAsItWasProved() throws {
    let grammar = try Grammar(TestDomains.nat)
    let term = try grammar.domain.signature.parse("0 = 0 * a", locals: ["a"])
    let typed = TypedTerm(term: term, sortOf: ["a": "Nat"])
    #expect(Candidate(typed, in: grammar, source: .hindsight).typed.term == term)
    let model = Candidate(typed, in: grammar, source: .model)
    #expect(model.typed.term == term.turned)
    #expect(
      Set(model.normalForms) == Set(Candidate(typed, in: grammar, source: .hindsight).normalForms))
  }

  @Test(arguments: [
    ("a + b", true), ("a * a + b", true), ("Nat.succ (a + 0)", true), ("0", true),
    ("b + a", false), ("b", false), ("a + c", false),
  ]) func variablesInOrder(_ text: String, _ isInOrder: Bool) throws {
    let table = try #require(
      ValueTable(try Grammar(TestDomains.nat), EnumerationOptions(), FilterOptions()))
    let term = try TestDomains.nat.signature.parse(text, locals: ["a", "b", "c"])
    #expect(table.hasVariablesInOrder(term) == isInOrder)
  }
}
