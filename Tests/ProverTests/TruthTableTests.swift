import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Prover

@Suite struct TruthTableTests {
  private func tables() async throws -> TruthTables {
    try await TruthTables.ask(
      TestDomains.logic, pool: try await SeedTheories.pool,
      header: LeanHeader(imports: ["Theory.Logic"]))
  }

  private func goal(_ hypotheses: [String], _ target: String) -> ParsedGoal {
    let variables = ["p", "q", "r"].map { Binder(name: $0, type: "Prop") }
    let given = hypotheses.enumerated().map { Binder(name: "h\($0)", type: $1) }
    return TestDomains.logic.parse(Goal(context: variables + given, target: target))
  }

  @Test func leanKnowsTheConnectives() async throws {
    let tables = try await tables()
    #expect(!tables.isEmpty)
    for valid in ["p → p", "¬(p ∧ ¬p)", "p ∨ ¬p", "((p → q) → p) → p", "False → p", "p ↔ ¬¬p"] {
      #expect(tables.countermodel(of: goal([], valid)) == nil, "\(valid)")
    }
    for invalid in ["p", "p ∨ q", "p → q", "¬p", "False", "p ↔ q", "p ∧ q → r"] {
      #expect(tables.countermodel(of: goal([], invalid)) != nil, "\(invalid)")
    }
  }

  @Test func hypothesesMustHold() async throws {
    let tables = try await tables()
    #expect(tables.countermodel(of: goal(["p → q", "p"], "q")) == nil)
    #expect(tables.countermodel(of: goal(["p", "¬p"], "False")) == nil)
    let found = try #require(tables.countermodel(of: goal(["p ∨ q", "¬p"], "r")))
    #expect(
      Dictionary(found, uniquingKeysWith: { first, _ in first }) == [
        "p": false, "q": true, "r": false,
      ])
  }

  @Test func whatIsNotPropositionalIsNotDecided() async throws {
    let tables = try await tables()
    #expect(tables.countermodel(of: goal(["∀ x : Nat, x = x"], "q")) == nil)
    #expect(tables.countermodel(of: goal([], "True ∧ q")) == nil)
    #expect(TruthTables.none.countermodel(of: goal([], "p")) == nil)
  }

  @Test func aDomainWithoutTruthValuesHasNoTables() async throws {
    let tables = try await TruthTables.ask(
      TestDomains.nat, pool: try await SeedTheories.pool,
      header: LeanHeader(imports: ["Theory.Nat"]))
    #expect(tables.isEmpty)
  }

  @Test func aSearchDoesNotFollowFalseGoals() async throws {
    let domain = TestDomains.logic
    let pool = try await SeedTheories.pool
    let engine = SearchEngine(
      domain: domain, pool: pool, header: domain.header, premises: [],
      ranker: UniformRanker(seed: 1), options: SearchOptions(budget: 40))
    let reports = try await engine.prove([
      SearchTask(statement: TestDomains.logic.statement(["p", "q"], "p ∨ q → q ∨ p"))
    ])
    let refused = reports[0].graph.nodes.flatMap(\.failures).filter { !$0.isLeans }
    #expect(refused.contains { $0.message.hasPrefix("leaves a goal that is false where ") })
    #expect(
      reports[0].graph.nodes.allSatisfy { node in
        !(node.goal.context.isEmpty && node.goal.target == "False")
      })
  }
}
