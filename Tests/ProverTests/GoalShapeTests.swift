import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Prover

@Suite struct GoalShapeTests {
  private func goal(_ context: [(String, String)], _ target: String) -> Goal {
    Goal(context: context.map { Binder(name: $0.0, type: $0.1) }, target: target)
  }

  @Test func namesAndOrderOfHypothesesDoNotMatter() {
    let one = GoalShape(goal([("p", "Prop"), ("h1", "p"), ("h2", "p → p")], "p ∧ p"))
    let two = GoalShape(goal([("p", "Prop"), ("h7", "p → p"), ("h1", "p")], "p ∧ p"))
    #expect(one.key == two.key)
    #expect(one.renaming(to: two) == ["h2": "h7"])
    #expect(one.key != GoalShape(goal([("p", "Prop"), ("h1", "p")], "p ∧ p")).key)
    #expect(one.key != GoalShape(goal([("q", "Prop"), ("h1", "q"), ("h2", "q → q")], "q ∧ q")).key)
    // A hypothesis twice says no more, but a proof may use both up.
    let twice = GoalShape(
      goal([("p", "Prop"), ("h1", "p"), ("h2", "p → p"), ("h3", "p")], "p ∧ p"))
    #expect(twice.key == one.key)
    #expect(twice.renaming(to: one) == nil)
    #expect(one.renaming(to: twice) == [:])
  }

  @Test func namesThatTheProofIntroducesGiveWay() {
    let proof = ProofTree.step(
      "have h3 := h1 h2", [.step("rcases h3 with ⟨h4, h5⟩", [.step("exact h4 h2.x", [])])])
    let renamed = proof.renamed(["h1": "h4", "h2": "h1"], in: ["h4", "h1"])
    #expect(
      renamed.script == "have h3 := h4 h1\nrcases h3 with ⟨h6, h5⟩\nexact h6 h1.x")
    #expect(proof.renamed([:], in: ["h3"]) == proof)
  }

  /// Both orders of taking the hypothesis and the target apart lead to one node, and the proof that is put together
  /// from it is one that Lean accepts.
  @Test func proofsOfMergedGoalsHold() async throws {
    let domain = TestDomains.logic
    let pool = try await SeedTheories.pool
    let header = domain.header
    let statements = [
      "(p ∧ q) ∧ r → q ∧ (p ∧ r)", "(p ↔ q) → (q ↔ r) → (p ↔ r)",
      "(p ∨ q) ∧ (p ∨ r) → p ∨ (q ∧ r)", "((p → q) ∧ (q → r)) ∧ p → r ∧ q",
    ].map { TestDomains.logic.statement(["p", "q", "r"], $0) }
    let engine = SearchEngine(
      domain: domain, pool: pool, header: header, premises: [],
      ranker: UniformRanker(seed: 1), options: SearchOptions(budget: 400))
    let reports = try await engine.prove(statements.map { SearchTask(statement: $0) })
    let proved = reports.compactMap { report in
      report.proof.map { (goal: report.task.goal, script: $0.script) }
    }
    #expect(proved.count >= 2)
    let outcomes = try await pool.step(
      proved.map { GoalStep(goal: $0.goal, tactics: [$0.script]) }, header: header)
    for (proof, outcome) in zip(proved, outcomes) { #expect(outcome == [.closed], "\(proof)") }
    for report in reports {
      let keys = report.graph.nodes.map(\.shape.key)
      #expect(Set(keys).count >= keys.count - 2, "hardly any goal comes twice")
    }
  }
}
