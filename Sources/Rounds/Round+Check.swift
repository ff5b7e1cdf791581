import Checkers
import Conjecturer
import Corpus
import Curriculum
import Foundation
import Records
import RunStore
import Workbench

extension Round {
  /// Every proof of the round goes to the configured checkers; what they accept becomes a theorem.
  func check(_ round: PlannedRound) async throws -> PhaseResult {
    var result = PhaseResult()
    let attempts = try await context.store.attempts(round: round.number)
      .filter { $0.attempt.outcome == .proved }
    var done = 0
    for domain in context.configuration.domains {
      let own = attempts.filter { $0.attempt.statement.domain == domain.name }
      if own.isEmpty { continue }
      let work = try await context.bench.context(domain)
      let tasks = own.enumerated().map { index, record in
        ProofTask(
          name: Self.theoremName(domain: domain.name, round: round.number, index: index + 1),
          statement: record.attempt.statement, script: record.attempt.script,
          imports: work.header.imports, opens: domain.opens,
          helpers: record.attempt.helpers ?? "", isSearched: record.attempt.author == nil)
      }
      let decisions = try await decisions(tasks)
      for ((record, task), decision) in zip(zip(own, tasks), decisions) {
        result.writes += await judged(record, task, decision, round.number)
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
    return "\(word)_\(RunFolder.padded(round))_"
      + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// Waits while no checker can be relied on: nothing is judged by nobody. Proofs about which a checker said nothing
  /// are offered again once the checkers have proved themselves anew.
  private func decisions(_ tasks: [ProofTask]) async throws -> [PanelDecision] {
    var decisions = try await context.panel.check(tasks)
    var wait = Self.pauseMin
    var offers = 1
    while offers < Self.offersMax {
      let open = decisions.indices.filter { decisions[$0].isOpen }
      if open.isEmpty { break }
      try await context.panel.examine()
      if let obstacle = await context.panel.obstacle {
        await context.board.note(
          "paused: \(obstacle)",
          [
            "next": "asked again in \(Int(wait)) s; 'lemmaloom checkers' shows them",
            "proofs": "\(open.count)",
          ])
        try await Task.sleep(for: .seconds(wait))
        wait = min(Self.pauseMax, 2 * wait)
        continue
      }
      offers += 1
      let again = try await context.panel.check(open.map { tasks[$0] })
      for (index, decision) in zip(open, again) {
        decisions[index] = context.panel.merged(decisions[index], decision)
      }
    }
    return decisions
  }

  /// Times a proof is offered to checkers that can judge.
  private static let offersMax = 3
  private static let pauseMin = 5.0
  private static let pauseMax = 300.0

  private func judged(
    _ record: AttemptRecord, _ task: ProofTask, _ decision: PanelDecision, _ round: Int
  ) async -> [RoundWrite] {
    var writes: [RoundWrite] = decision.judgements.map {
      .verdict(
        VerdictRecord(
          task: task, checker: $0.checker, verdict: $0.verdict, replay: $0.safeguards.replay,
          isolation: $0.safeguards.isolation))
    }
    if decision.isDisputed { await keepDispute(task, decision) }
    let verdict = decision.verdict
    let accepting = decision.judgements.filter(\.verdict.isAccepted)
    let checker = accepting.map(\.checker).joined(separator: "+")
    guard case .accepted(let axioms) = verdict else {
      await context.board.note(
        "a proof was not accepted",
        ["theorem": task.name, "verdict": "\(verdict)", "statement": task.statement.description])
      return writes
    }
    let attempt = record.attempt
    let known = context.knownFact(attempt.statement)
    let theorem = Theorem(
      name: task.name, statement: attempt.statement, script: attempt.script,
      trace: attempt.trace.replacing(
        "theorem \(attempt.statement.provisionalName) ", with: "theorem \(task.name) "),
      source: record.source, round: round, level: record.level,
      applications: attempt.applications, steps: attempt.steps, lemmas: attempt.lemmas,
      checker: checker, toolchain: "Lean \(context.pool.toolchain.version)", axioms: axioms,
      knownAs: known?.name ?? "", helpers: attempt.helpers, author: attempt.author)
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

extension Round {
  /// Writes down a proof that checkers contradict each other about: one of them is wrong, and a person has to look.
  private func keepDispute(_ task: ProofTask, _ decision: PanelDecision) async {
    struct Dispute: Encodable {
      let task: ProofTask
      let judgements: [Judgement]
    }
    let folder = context.runFolder.disputes
    let file = "\(folder)/\(task.name)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try task.fileText.write(
        toFile: "\(file).lean", atomically: true, encoding: .utf8)
      try Dispute(task: task, judgements: decision.judgements).jsonLine()
        .write(toFile: "\(file).json", atomically: true, encoding: .utf8)
    } catch {
      await context.board.note("a dispute could not be written down", ["reason": "\(error)"])
    }
    await context.board.note(
      "checkers contradict each other",
      ["theorem": task.name, "file": "\(file).lean", "verdict": "\(decision.verdict)"])
  }
}

extension RunContext {
  /// The benchmark problem that a statement states, from either side, if there is one.
  func knownFact(_ statement: Statement) -> (name: String, suite: String)? {
    for suite in suites {
      // Another domain over the same theory may come upon it too.
      guard suite.module == bench.domain(statement.domain)?.module else { continue }
      if let problem = suite.problems.first(where: {
        $0.readings.contains(statement.normalForm)
      }) {
        return (problem.name, suite.name)
      }
    }
    return nil
  }
}
