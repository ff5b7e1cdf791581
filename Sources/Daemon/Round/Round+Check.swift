import Checkers
import Conjecturer
import Corpus
import Curriculum
import Foundation
import Records
import RunStore

extension Round {
  /// Every proof of the round goes to the configured checkers; what they accept becomes a theorem.
  func check(_ round: PlannedRound) async throws -> PhaseResult {
    var result = PhaseResult()
    let attempts = try await context.store.attempts(round: round.number)
      .filter { $0.attempt.outcome == .proved }
    let conjectures = Dictionary(
      try await context.store.conjectures(round: round.number).map {
        ($0.statement.normalForm, $0)
      }, uniquingKeysWith: { first, _ in first })
    var done = 0
    for domain in context.configuration.domains {
      let own = attempts.filter { $0.attempt.statement.domain == domain.name }
      if own.isEmpty { continue }
      let work = try await context.domainContext(domain)
      let tasks = own.enumerated().map { index, record in
        ProofTask(
          name: Self.theoremName(domain: domain.name, round: round.number, index: index + 1),
          statement: record.attempt.statement, script: record.attempt.script,
          imports: work.header.imports, opens: domain.opens)
      }
      let verdicts = await context.panel.check(tasks)
      for ((record, task), verdict) in zip(zip(own, tasks), verdicts) {
        let source = conjectures[record.attempt.statement.normalForm]
        result.writes += await judged(record, task, verdict, source, round.number)
      }
      done += own.count
      await context.board.advance(done, of: attempts.count)
    }
    return result
  }

  /// `nat_0003_017`.
  static func theoremName(domain: String, round: Int, index: Int) -> String {
    let digits = "\(index)"
    let word = domain.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    return "\(word)_\(Workspace.padded(round))_"
      + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  private func judged(
    _ record: AttemptRecord, _ task: ProofTask, _ verdict: Verdict, _ source: Conjecture?,
    _ round: Int
  ) async -> [RoundWrite] {
    let checker = context.panel.checkers.map(\.name).joined(separator: "+")
    var writes: [RoundWrite] = [
      .verdict(VerdictRecord(task: task, checker: checker, verdict: verdict))
    ]
    guard case .accepted(let axioms) = verdict else {
      await context.board.note(
        "a proof from the search was not accepted",
        ["theorem": task.name, "verdict": "\(verdict)", "statement": task.statement.description])
      return writes
    }
    let attempt = record.attempt
    let known = context.knownFact(attempt.statement)
    let theorem = Theorem(
      name: task.name, statement: attempt.statement, script: attempt.script,
      trace: attempt.trace.replacing(
        "theorem \(attempt.statement.id) ", with: "theorem \(task.name) "),
      source: record.source, round: round, level: record.level,
      applications: attempt.applications, steps: attempt.steps, lemmas: attempt.lemmas,
      checker: checker, toolchain: "Lean \(context.pool.toolchain.version)", axioms: axioms,
      knownAs: known?.name ?? "")
    writes.append(.theorem(theorem))
    if let known {
      writes.append(
        .knownFact(KnownFact(name: known.name, suite: known.suite, theorem: task.name)))
      await context.board.note("rediscovered \(known.name)", ["theorem": task.name])
    }
    await context.memory.update(attempt.statement.domain) {
      $0.insert(theorem: attempt.statement)
    }
    await context.board.show(newest: theorem)
    return writes
  }
}

extension RunContext {
  /// The benchmark problem that a statement states, from either side, if there is one.
  func knownFact(_ statement: Statement) -> (name: String, suite: String)? {
    for suite in suites {
      // Another domain over the same theory may come upon it too.
      guard suite.module == domain(statement.domain)?.module else { continue }
      if let problem = suite.problems.first(where: {
        $0.readings.contains(statement.normalForm)
      }) {
        return (problem.name, suite.name)
      }
    }
    return nil
  }
}
