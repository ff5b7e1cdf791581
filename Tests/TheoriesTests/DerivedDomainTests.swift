import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Theories

/// Domains of short entries.
struct DerivedDomainTests {
  private func domain(_ module: String, _ change: (inout Domain) -> Void = { _ in }) async throws
    -> Domain
  {
    var entry = Domain(
      name: "d", module: module, sorts: [], symbols: [], premises: [], simplification: [],
      tactics: [], baseline: [], grammar: GrammarOptions())
    change(&entry)
    return try entry.derived(from: await TheoryReaderTests.theory(module))
  }

  @Test func aTheoryAloneMakesADomain() async throws {
    let domain = try await domain("Theory.Tip")
    #expect(domain.isDerived)
    #expect(domain.parameters.map(\.name) == ["α", "β"])
    let sorts = domain.sorts.map(\.type)
    #expect(Set(["Nat", "Bool", "List α", "List Nat", "Tip.Tree α", "α → β"]).isSubset(of: sorts))
    let variables = domain.sorts.flatMap(\.variables)
    #expect(Set(variables).count == variables.count)
    #expect(domain.premises.contains("Tip.take.eq_3"))
    #expect(domain.simplification == domain.premises)
    let appends = domain.signature.symbols.filter { $0.lean == "Tip.append" }
    #expect(appends.map(\.result).contains("List Nat"))
    let texts = domain.tactics.map(\.text)
    #expect(
      texts.contains(
        "induction {v} generalizing {w} with\n| nil => _\n| cons {+x} {+xs} {+ih} => _"))
    #expect(texts.contains { $0.hasPrefix("fun_induction {c} with\n| case1") })
  }

  @Test func whatTheEntrySaysStays() async throws {
    let domain = try await domain("Theory.Tip") {
      $0.tactics = [TacticTemplate(text: "rfl")]
      $0.extraTactics = [TacticTemplate(text: "simp")]
      $0.leaveOut = ["Tip.rotate"]
      $0.weights = ["Tip.add": 7]
    }
    #expect(domain.tactics.map(\.text) == ["rfl", "simp"])
    #expect(!domain.signature.symbols.contains { $0.lean == "Tip.rotate" })
    #expect(!domain.premises.contains { $0.hasPrefix("Tip.rotate") })
    #expect(domain.signature.byName["Tip.add"]?.weight == 7)
  }

  @Test func namesThatTheTheoryLacksAreRefused() async throws {
    await #expect(throws: TheoryError.self) {
      _ = try await domain("Theory.Tip") { $0.leaveOut = ["Tip.nothing"] }
    }
    await #expect(throws: TheoryError.self) {
      _ = try await domain("Theory.Tip") { $0.weights = ["Tip.nothing": 1] }
    }
  }

  @Test func principlesOfTheTheoryAreUsed() async throws {
    let domain = try await domain("Theory.List") { $0.opens = ["Loom"] }
    let texts = domain.tactics.map(\.text)
    #expect(
      texts.contains(
        "induction {v} using Loom.nat_ind with\n| zero => _\n| succ {+n} {+ih} => _"))
    #expect(texts.contains { $0.hasPrefix("cases {v} using Loom.list_cases with\n| nil => _") })
    #expect(domain.premises.contains("Loom.succ_inj"))
  }

  @Test func sampleValuesAreOfTheirSorts() async throws {
    let domain = try await domain("Theory.Tip")
    let pool = try await SeedTheories.pool
    let snippets = domain.sorts.flatMap { sort in
      sort.values.map { value in
        let type = (TypeText.parse(sort.type) ?? .named("?", [])).substituting(
          domain.carriers.mapValues { .named($0, []) })
        return "example : \(type) := \(value)"
      }
    }
    #expect(snippets.count >= 2 * domain.sorts.count)
    for (snippet, outcome) in zip(
      snippets, try await pool.run(snippets, header: LeanHeader(imports: [domain.module])))
    {
      #expect(!outcome.hasErrors, "\(snippet): \(outcome)")
    }
  }
}
