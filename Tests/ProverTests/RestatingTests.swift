import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Prover

@Suite struct RestatingTests {
  @Test func constantsOfAParametersTypeGetTheirType() {
    let goal = Goal(
      context: [
        Binder(name: "α", type: "Type"), Binder(name: "h", type: "List.nil = List.nil"),
      ], target: "List.nil ++ List.nilx = x.List.nil")
    let restated = Restating(TestDomains.list).goal(goal)
    #expect(restated.target == "(List.nil : List α) ++ List.nilx = x.List.nil")
    #expect(restated.context[1].type == "(List.nil : List α) = (List.nil : List α)")
    #expect(Restating(TestDomains.nat).goal(goal) == goal)
  }

  /// Lean shows the goal without the type that it needs to read it again.
  @Test func leanReadsTheGoalAgain() async throws {
    let pool = try await SeedTheories.pool
    let header = TestDomains.list.header
    let goal = Goal(
      context: [Binder(name: "α", type: "Type")], target: "List.nil ++ List.nil = List.nil")
    let outcomes = try await pool.step(
      [goal, Restating(TestDomains.list).goal(goal)].map { GoalStep(goal: $0, tactics: ["rfl"]) },
      header: header)
    guard case .error(let message) = outcomes[0][0] else {
      Issue.record("\(outcomes[0])")
      return
    }
    #expect(message.contains("implicit"))
    #expect(outcomes[1] == [.closed])
  }
}
