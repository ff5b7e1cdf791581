import LeanInterface
import LeanText
import Records
import Terms
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct FilterTests {
  private func outcomes(
    _ domain: Domain, _ statements: [Statement], theorems: [Statement] = []
  ) async throws -> FilterChain.Result {
    let grammar = try Grammar(domain)
    var known = KnownStatements(grammar)
    for theorem in theorems { known.insert(theorem: theorem) }
    let candidates = try statements.map { statement in
      Candidate(try #require(grammar.read(statement)), in: grammar, source: .model)
    }
    var seen: Set<String> = []
    let chain = FilterChain(
      pool: try await SeedTheories.pool, header: domain.header, domain: domain,
      options: FilterOptions())
    return try await chain.run(candidates, known: known, round: 1, seen: &seen)
  }

  @Test func natStatementsByOutcome() async throws {
    let nat: KeyValuePairs = ["a": "Nat", "b": "Nat", "c": "Nat"]
    let cases: [(String, FilterOutcome)] = [
      ("a + b = b + a", .kept),
      ("b + c = c + b", .duplicate),
      ("a + b * c = c * b + a", .kept),
      ("a * c + b = b + c * a", .duplicate),
      ("0 + Nat.succ a = Nat.succ a", .instance),
      ("Nat.succ a = 0 + Nat.succ a", .duplicate),
      ("a * b = 0 + a * b", .instance),
      ("a + b = a", .refuted),
      ("a * a = a + a → a = 0", .refuted),
      ("a + 0 = a", .trivial),
      ("a + Nat.succ b = Nat.succ (a + b)", .trivial),
      ("a = b → a + c = c + a", .vacuous),
      ("Nat.succ a = 0 → a = b", .vacuous),
      ("a + b = 0 → a = 0", .kept),
      ("a ≤ b → a ≤ b + c", .kept),
    ]
    let result = try await outcomes(
      TestDomains.nat, cases.map { TestDomains.nat.statement(nat, $0.0) },
      theorems: [TestDomains.nat.statement(nat, "0 + a = a")])
    for ((text, expected), outcome) in zip(cases, result.outcomes) {
      #expect(outcome == expected, "\(text)")
    }
    #expect(result.refutations.count == 2)
  }

  @Test func whatSaysLessWaitsForWhatSaysMore() throws {
    let domain = TestDomains.nat
    let grammar = try Grammar(domain)
    let nat: KeyValuePairs = ["a": "Nat", "b": "Nat", "c": "Nat"]
    func candidate(_ text: String) throws -> Candidate {
      let typed = try #require(grammar.read(domain.statement(nat, text)))
      return Candidate(typed, in: grammar, source: .enumeration)
    }
    let texts = [
      "0 * (a * b) = 0", "0 * a = 0", "a + b = b + a", "b * c + a = a + b * c", "0 = 0 * (a + b)",
      "0 * a = 0 * b",
    ]
    let candidates = try texts.map(candidate)
    var known = KnownStatements(grammar)
    #expect(known.specialCases(among: candidates, beside: []) == [0, 3, 4])
    // Of two that say the same one stays.
    #expect(known.specialCases(among: [candidates[2], candidates[2]], beside: []) == [1])
    #expect(known.specialCases(among: [candidates[0]], beside: [candidates[1]]) == [0])
    // Once the general one has been tried, its instances come.
    known.insert(open: candidates[1].statement, round: 1)
    #expect(known.specialCases(among: candidates, beside: []) == [3])
    #expect(known.specialCases(among: [candidates[0]], beside: [candidates[1]]) == [])
  }

  @Test func logicStatementsByOutcome() async throws {
    let names: KeyValuePairs = ["p": "Prop", "q": "Prop", "r": "Prop"]
    let quantified: KeyValuePairs = ["α": "Type", "P": "α → Prop", "Q": "α → Prop", "p": "Prop"]
    let cases: [(KeyValuePairs<String, String>, String, FilterOutcome)] = [
      (names, "((p → q) → p) → p", .kept),
      (names, "p ∨ ¬p", .kept),
      (names, "p → p", .trivial),
      (names, "p ∨ q", .refuted),
      (names, "p → q ∨ ¬q", .vacuous),
      (names, "p ∧ ¬p → q", .vacuous),
      (names, "p → ¬p → q", .vacuous),
      (names, "q ∨ (p → p)", .vacuous),
      // An atom that could be anything: an instance of `p → p ∨ r`, of `p ∧ r → p`, of `(p → r) → r ∨ ¬p`.
      (names, "p → p ∨ q ∧ q", .vacuous),
      (names, "p ∧ p → p", .vacuous),
      (names, "(p → q) → (q ∨ ¬p ↔ q ∨ ¬p)", .vacuous),
      // What occurs once could be anything, and says so.
      (names, "p ∨ q → q ∨ p", .kept),
      (names, "p ∧ q → q ∨ r", .kept),
      (names, "(p → q) → ¬q → ¬p", .kept),
      (quantified, "(∀ x : α, P x) → ¬(∃ x : α, ¬P x)", .kept),
      (quantified, "(∃ x : α, P x) → ∀ x : α, P x", .refuted),
      (quantified, "(∀ x : α, p) → p", .vacuous),
    ]
    let result = try await outcomes(
      TestDomains.logic, cases.map { TestDomains.logic.statement($0.0, $0.1) })
    for ((_, text, expected), outcome) in zip(cases, result.outcomes) {
      #expect(outcome == expected, "\(text)")
    }
  }

  @Test func listStatementsByOutcome() async throws {
    let names: KeyValuePairs = [
      "α": "Type", "β": "Type", "l": "List α", "m": "List α", "f": "α → β",
    ]
    let cases: [(String, FilterOutcome)] = [
      ("List.map f (l ++ m) = List.map f l ++ List.map f m", .kept),
      ("List.reverse (List.reverse l) = l", .kept),
      ("List.reverse l = l", .refuted),
      ("l ++ m = m ++ l", .refuted),
      ("List.nil ++ l = l", .trivial),
      ("List.length List.nil = List.length List.nil + List.length List.nil", .illFormed),
    ]
    let result = try await outcomes(
      TestDomains.list, cases.map { TestDomains.list.statement(names, $0.0) })
    for ((text, expected), outcome) in zip(cases, result.outcomes) {
      #expect(outcome == expected, "\(text)")
    }
  }

  /// Lean accepts the negation of what small values refute.
  @Test func refutationsAreProofs() async throws {
    for domain in TestDomains.all {
      let grammar = try Grammar(domain)
      let pool = try await SeedTheories.pool
      let conjecturer = try Conjecturer(domains: [domain], pool: pool)
      let proposal = try await conjecturer.propose(
        ConjectureRequest(
          domain: domain.name, count: 60, samples: 60, sizes: 4...9, level: 1, bucket: 1,
          round: 1,
          shares: SourceShares(model: 1, grammar: 0, enumeration: 0, pairing: 0, mutation: 0),
          seed: 4),
        known: KnownStatements(grammar), model: nil, header: domain.header)
      #expect(proposal.refutations.count > 10)
      let snippets = proposal.refutations.enumerated().map { index, refutation in
        "theorem not_\(index) : ¬ (\(refutation.statement.closedProposition)) := by\n  "
          + refutation.script.split(separator: "\n").joined(separator: "\n  ")
      }
      for script in proposal.refutations.map(\.script) {
        #expect(TacticText.objection(to: script) == nil)
      }
      let outcomes = try await pool.run(snippets, header: domain.header)
      for (snippet, outcome) in zip(snippets, outcomes) {
        #expect(!outcome.hasErrors, "\(snippet)\n\(outcome)")
      }
    }
  }

  @Test func openStatementsComeBack() throws {
    var known = KnownStatements(try Grammar(TestDomains.nat), retryAfterRounds: 3)
    let sum = TestDomains.nat.statement(["a": "Nat", "b": "Nat"], "a + b = b + a")
    known.insert(open: sum, round: 4)
    #expect(known.contains(sum, round: 6))
    #expect(!known.contains(sum, round: 7))
    // Each time in vain doubles the wait; the same round told twice is one time.
    known.insert(open: sum, round: 7)
    known.insert(open: sum, round: 7)
    #expect(known.contains(sum, round: 12))
    #expect(!known.contains(sum, round: 13))
    known.insert(open: sum, round: 20, times: 4)
    #expect(known.contains(sum, round: 43))
    #expect(!known.contains(sum, round: 44))
    known.insert(settled: sum)
    known.insert(open: sum, round: 8)
    #expect(known.contains(sum, round: 100))
  }

  @Test func truthValuesAreReadAsPrinted() {
    #expect(Trial.truthValues("true :: false :: List.nil", count: 2) == [true, false])
    #expect(
      Trial.truthValues("[[true, false],\n [true, true]]", count: 4) == [true, false, true, true])
    #expect(Trial.truthValues("[true, decide (p = q)]", count: 2) == nil)
    #expect(Trial.truthValues("[true]", count: 2) == nil)
  }
}
