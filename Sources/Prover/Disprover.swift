import Basics
import LeanInterface
import Records

/// Tries the negation of statements that look false: a counterexample at small values, proved by `decide`.
public struct Disprover: Sendable {
  let pool: LeanPool
  let header: LeanHeader
  let domain: Domain

  /// Assignments tried a statement.
  private static let assignmentsMax = 24

  public init(pool: LeanPool, header: LeanHeader, domain: Domain) {
    self.pool = pool
    self.header = header
    self.domain = domain
  }

  /// For each statement a script that proves `¬ statement`, checked by Lean in a batch; nil where none was found.
  public func disprove(_ statements: [Statement]) async throws(CancellationError) -> [String?] {
    let steps = statements.map { statement in
      GoalStep(
        goal: Goal(context: [], target: "¬(\(statement.closedProposition))"),
        tactics: scripts(for: statement))
    }
    let worth = steps.indices.filter { !steps[$0].tactics.isEmpty }
    let outcomes = try await pool.step(worth.map { steps[$0] }, header: header)
    var found = [String?](repeating: nil, count: statements.count)
    for (index, results) in zip(worth, outcomes) {
      found[index] = results.firstIndex(of: .closed).map { steps[index].tactics[$0] }
    }
    return found
  }

  /// One script an assignment; seeded by the statement, so the same one is always tried at the same values.
  private func scripts(for statement: Statement) -> [String] {
    var choices: [[String]] = []
    for binder in statement.binders {
      if let carrier = domain.carriers[binder.name], binder.type == "Type" {
        choices.append(["(\(carrier))"])
      } else if let values = domain.sort(binder.type)?.values, !values.isEmpty {
        choices.append(values.map { "(\($0))" })
      } else {
        return []
      }
    }
    var generator = SplitMix64(seed: 1, "disprove", statement.normalForm)
    var scripts: [String] = []
    for _ in 0..<Self.assignmentsMax {
      let values = choices.map { $0[Int.random(in: 0..<$0.count, using: &generator)] }
      let application = (["h"] + values).joined(separator: " ")
      let script = "intro h\nexact absurd (\(application)) (by decide)"
      if !scripts.contains(script) { scripts.append(script) }
    }
    return scripts
  }
}
