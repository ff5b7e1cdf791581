import Records
import Terms
import TestSupport
import Testing

@testable import Curriculum

/// Lemmas and theorems of the test domains.
enum Fixture {
  static let natTheory = theory(TestDomains.nat, TestDomains.natDefinitions)

  static let listTheory = theory(
    TestDomains.list,
    [
      "nil_append": "List.nil ++ l = l", "cons_append": "(x :: l) ++ m = x :: (l ++ m)",
      "length_nil": "List.length List.nil = 0",
      "length_cons": "List.length (x :: l) = Nat.succ (List.length l)",
      "reverse_nil": "List.reverse List.nil = List.nil",
      "reverse_cons": "List.reverse (x :: l) = List.reverse l ++ x :: List.nil",
      "map_nil": "List.map f List.nil = List.nil",
      "map_cons": "List.map f (x :: l) = f x :: List.map f l",
      "add_zero": "a + 0 = a", "add_succ": "a + Nat.succ b = Nat.succ (a + b)",
    ])

  static func theory(_ domain: Domain, _ lemmas: KeyValuePairs<String, String>) -> [TheoryLemma] {
    lemmas.map {
      TheoryLemma(name: $0.key, schema: schema($0.value, domain), isSimplification: true)
    }
  }

  static func term(_ text: String, _ domain: Domain = TestDomains.nat) -> Term {
    domain.term(text)
  }

  static func schema(_ text: String, _ domain: Domain = TestDomains.nat) -> SchematicTerm {
    SchematicTerm(term(text, domain), sortOf: domain.sortOfVariable)
  }

  static func theorem(
    _ name: String, _ text: String, _ domain: Domain = TestDomains.nat, round: Int = 1
  ) -> Theorem {
    .proved(
      name, domain.statement(domain.term(text), sortOf: domain.sortOfVariable), round: round)
  }
}

extension SchematicTerm {
  /// Whether the two are the same up to renaming and exchanged sides.
  func isVariant(of other: SchematicTerm, in signature: Signature) -> Bool {
    isInstance(of: other, in: signature) && other.isInstance(of: self, in: signature)
  }
}

/// A library that is fed theorems round by round.
struct LibraryRun {
  let library: LemmaLibrary
  var entries: [LemmaEntry] = []
  var round = 0
  var last: [LibraryDecision] = []

  init(
    _ domain: Domain = TestDomains.nat, _ theory: [TheoryLemma] = Fixture.natTheory,
    _ options: LibraryOptions = LibraryOptions()
  ) throws {
    library = try LemmaLibrary(domain: domain, theory: theory, options: options)
  }

  /// One round with theorems `name: text`.
  mutating func prove(_ theorems: KeyValuePairs<String, String>, uses: [String: Int] = [:]) {
    round += 1
    let update = library.update(
      entries: entries,
      theorems: theorems.map { Fixture.theorem($0.key, $0.value, library.domain, round: round) },
      uses: uses, round: round)
    entries = update.entries
    last = update.decisions
  }

  var names: Set<String> { Set(entries.map(\.name)) }
  func entry(_ name: String) -> LemmaEntry? { entries.first { $0.name == name } }
  func decision(_ name: String) -> LibraryDecision? { last.first { $0.name == name } }
  func action(_ name: String) -> LibraryDecision.Action? { decision(name)?.action }
}
