import Corpus
import Curriculum
import LeanInterface
import Prover
import Records
import Terms
import TestSupport
import Testing

@testable import Configuration
@testable import Workbench

@Suite struct SearchSettingsTests {
  /// Only then do measurements at one budget compare.
  @Test func evaluationsDoNotWidenTheirSteps() {
    let configuration = Configuration()
    #expect(configuration.searchOptions.stepTactics == 240)
    let options = configuration.evaluationOptions(budget: 77)
    #expect(options.stepTactics == 0 && options.budget == 77 && options.exploration == 0.02)
  }
}

@Suite struct RetryTests {
  @Test func whatResistedBothRankersGetsALargerBudget() {
    let work = DomainContext(
      domain: TestDomains.nat,
      header: LeanHeader(), premises: [], entries: [], libraryLimit: 0)
    let statement = TestDomains.nat.statement([], "0 = 0")
    let tasks = (0..<8).map { work.task(for: statement, timesTried: $0) }
    #expect(tasks.map(\.effort) == [1, 1, 2, 2, 4, 4, 4, 4])
    #expect(
      tasks.map(\.usesAlternative) == [false, true, false, true, false, true, false, true])
    #expect(tasks.allSatisfy { $0.statement == statement && $0.excluded.isEmpty })
  }
}

@Suite struct ImportTests {
  @Test func aScriptImportsTheModulesOfItsLemmas() throws {
    let domain = TestDomains.nat
    let names = ["nat_0002_001", "nat_0001_001", "nat_0001_0011", "nat_0003_001"]
    let statement = TestDomains.nat.statement([], "0 = 0")
    let work = DomainContext(
      domain: domain, header: LeanHeader(),
      premises: try names.map {
        try #require(Premise(name: $0, statement: statement, domain: domain, simplification: nil))
      }, entries: [], libraryLimit: 0,
      modules: [
        "nat_0002_001": ModuleName(domain: "nat", round: 2),
        "nat_0001_001": ModuleName(domain: "nat", round: 1),
        "nat_0001_0011": ModuleName(domain: "nat", round: 1),
        "nat_0003_001": ModuleName(domain: "nat", round: 3),
      ])
    #expect(work.imports(for: []) == ["Theory.Nat"])
    #expect(work.imports(for: ["rfl", "exact other_0003_001"]) == ["Theory.Nat"])
    #expect(
      work.imports(for: ["simp only [nat_0002_001, nat_0001_0011]", "exact nat_0001_001"])
        == ["Theory.Nat", "Lemmaloom.Nat.Round0001", "Lemmaloom.Nat.Round0002"])
  }
}

@Suite struct ExclusionTests {
  /// A lemma that says what a benchmark asks is withheld, whether the benchmark has its hypotheses as binders or before
  /// arrows.
  @Test func whatStatesTheProblemIsWithheld() throws {
    let domain = TestDomains.notations
    func statement(_ hypotheses: [String], _ target: String) -> Statement {
      domain.statement(
        of: Goal(
          context: .of("Nat", ["a", "b", "c"])
            + hypotheses.enumerated().map { Binder(name: "h\($0)", type: $1) }, target: target))
    }
    let lemmas = ["trans": "a ≤ b → b ≤ c → a ≤ c", "self": "a ≤ a", "all": "∀ a : Nat, 0 ≤ a"]
      .mapValues {
        statement([], $0)
      }
    let work = DomainContext(
      domain: domain, header: LeanHeader(),
      premises: try lemmas.map {
        try #require(
          Premise(name: $0.key, statement: $0.value, domain: domain, simplification: nil))
      },
      entries: try lemmas.map {
        LemmaEntry(
          name: $0.key, domain: domain.name, statement: $0.value,
          schema: try #require(SchematicTerm($0.value, in: domain)), kind: .implication,
          orientation: .none, addedRound: 1)
      }, libraryLimit: 10)
    #expect(work.excluded(for: statement([], "b ≤ c")) == [])
    #expect(work.excluded(for: statement([], "b ≤ a → a ≤ c → b ≤ c")) == ["trans"])
    #expect(work.excluded(for: statement(["b ≤ a"], "a ≤ c → b ≤ c")) == ["trans"])
    #expect(work.excluded(for: statement(["b ≤ a", "a ≤ c"], "b ≤ c")) == ["trans"])
    #expect(work.excluded(for: statement([], "∀ b : Nat, 0 ≤ b")) == ["all"])
    #expect(work.excluded(for: statement([], "0 ≤ b")) == ["all"])
  }
}
