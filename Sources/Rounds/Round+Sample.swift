import Completion
import Evaluation
import LeanInterface
import LeanText
import Prover
import Records
import RunStore
import Workbench

/// Tokens that a round's requests cost.
actor TokenCounter {
  private(set) var usage = TokenUsage()
  func add(_ more: TokenUsage) { usage += more }
}

extension Round {
  /// Asks the whole-proof prover about each conjecture, and saves what it answered as it comes. Where nobody could tell, a
  /// conjecture stays open.
  /// - Parameter searched: failed searches for some of them, by the statement's identifier: what holds where the model gives
  ///   no answer.
  func sample(
    _ conjectures: [Conjecture], from prover: WholeProofProver,
    searched: [String: AttemptRecord], _ work: DomainContext, _ round: PlannedRound,
    _ counter: WorkCounter, _ tokens: TokenCounter
  ) async throws {
    let tasks = conjectures.map { conjecture in
      WholeProofTask(
        statement: conjecture.statement, header: work.header,
        informal: conjecture.statement.informalText)
    }
    let usage = try await prover.prove(tasks) { index, samples in
      let conjecture = conjectures[index]
      let records = samples.map {
        RoundWrite.sample(SampleRecord(statement: conjecture.statement, sample: $0))
      }
      try await context.store.save(records, round: round.number, phase: .prove)
      var attempt = wholeProofAttempt(conjecture.statement, samples, work)
      if attempt.outcome == .failed, let decomposition = context.decomposition {
        var usage = TokenUsage()
        let outcome = try await decomposition.prove(tasks[index], usage: &usage)
        await tokens.add(usage)
        attempt = decomposed(attempt, outcome, work)
      }
      if attempt.outcome == .declined {
        await context.board.note(
          "\(prover.model.name) gave no answer",
          ["statement": conjecture.statement.description, "reason": attempt.reason])
      }
      let record =
        attempt.outcome == .declined
        ? searched[conjecture.statement.id]
        : AttemptRecord(attempt: attempt, source: conjecture.source, level: conjecture.level)
      if let record {
        try await context.store.save([.attempt(record)], round: round.number, phase: .prove)
      }
      await counter.finished()
    }
    await tokens.add(usage)
  }

  /// One attempt of all samples: the proof is the shortest of those that Lean closed, and first answers go before
  /// corrected ones.
  private func wholeProofAttempt(
    _ statement: Statement, _ samples: [ProofSample], _ work: DomainContext
  ) -> Attempt {
    let judged = samples.filter { $0.outcome != .declined }
    let proved = judged.filter { $0.outcome == .proved }
    let best = proved.min {
      ($0.solvedAtTurn ?? 0, Self.lineCount($0.script), $0.ordinal)
        < ($1.solvedAtTurn ?? 0, Self.lineCount($1.script), $1.ordinal)
    }
    guard let best else {
      let last = samples.last { $0.outcome == .declined }?.turns.last
      // One answer that nobody judged could have been the proof.
      let isFailed = !judged.isEmpty && judged.count == samples.count
      return Attempt(
        statement: statement, outcome: isFailed ? .failed : .declined,
        applications: context.configuration.prover.search.options.budget,
        reason: isFailed ? "" : last?.reason ?? "no answer")
    }
    // On the search's scale: one right answer among all cost the whole budget, two half of it.
    let cost = max(1, context.configuration.prover.search.options.budget / proved.count)
    return Attempt(
      statement: statement, outcome: .proved, script: best.script, trace: best.trace,
      applications: cost, steps: Self.lineCount(best.script),
      lemmas: work.lemmas(in: best.helpers + "\n" + best.script),
      helpers: best.helpers.isEmpty ? nil : best.helpers,
      author: ProofAuthor(
        model: context.configuration.prover.wholeProof.model.label, turn: best.solvedAtTurn ?? 1,
        judged: judged.count, proved: proved.count))
  }

  /// A failed attempt with what its sketch came to. A sketch that nobody could judge leaves it as it was.
  private func decomposed(
    _ attempt: Attempt, _ outcome: Decomposition.Outcome, _ work: DomainContext
  ) -> Attempt {
    var attempt = attempt
    switch outcome {
    case .failed(let reason): attempt.reason = reason
    case .declined: break
    case .proved(let script, let trace):
      attempt.outcome = .proved
      attempt.script = script
      attempt.trace = trace
      attempt.steps = Self.lineCount(script)
      attempt.lemmas = work.lemmas(in: script)
      attempt.author = ProofAuthor(
        model: context.configuration.prover.wholeProof.model.label, turn: 1, judged: 1, proved: 1,
        isJoined: true)
    }
    return attempt
  }

  /// Lines that are not blank: the nearest thing to a number of steps that a text has.
  private static func lineCount(_ script: String) -> Int {
    LeanLines.split(script).count { !$0.allSatisfy(\.isWhitespace) }
  }

  /// What a round's samples were like, turn by turn, under the names that the Kimina-Prover-RL recipe made known: length
  /// of answers, format errors by kind, valid share, best of k before and after correction.
  func sampleMetrics(_ round: PlannedRound, _ usage: TokenUsage) async throws -> Metrics {
    let records = try await context.store.samples(round: round.number)
    // Sorted, so that the same samples give the same sums.
    let problems = Dictionary(grouping: records, by: \.statement)
      .sorted { ($0.key.domain, $0.key.normalForm) < ($1.key.domain, $1.key.normalForm) }
      .map { $0.value.map(\.sample) }
    let all = problems.flatMap { $0 }
    let turns = max(1, all.map(\.turns.count).max() ?? 1)
    let best = min(8, context.configuration.prover.wholeProof.options.samples)
    var metrics: Metrics = [
      .samples: Double(all.count),
      .samplesDeclined: Double(all.count { $0.outcome == .declined }),
      .promptTokens: Double(usage.prompt), .completionTokens: Double(usage.completion),
      .turns: Double(turns), .bestOf: Double(best),
    ]
    for number in 1...turns {
      let turn = EvalReport.Turn(number, of: problems, ks: Array(Set([1, best])).sorted())
      metrics[.turnAnswers(number)] = Double(turn.answers)
      metrics[.responseLength(number)] = turn.meanLength
      metrics[.valid(number)] = turn.valid
      metrics[.cut(number)] = Double(turn.cut)
      metrics[.feedbackTooLong(number)] = Double(turn.feedbackTooLong)
      for rate in turn.pass { metrics[.best(number, of: rate.k)] = rate.value }
      for (error, count) in turn.formatErrors {
        metrics[.formatErrors(number, error)] = Double(count)
      }
    }
    return metrics
  }
}
