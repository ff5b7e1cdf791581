import Basics
import Configuration
import Evaluation
import Prover
import Records
import RunStore

extension Round {
  /// Every N rounds: the benchmarks at a fixed budget, for the current prover and the rankers it is compared with.
  func evaluate(_ round: PlannedRound) async throws -> PhaseResult {
    let every = context.configuration.evaluation.every
    guard every > 0, round.number % every == 0 || round.number == 1 else { return PhaseResult() }
    var result = PhaseResult()
    // Rankers that do not learn are measured once, in the first round.
    let once = round.number == 1 ? [EvaluationRanker.uniform, EvaluationRanker.fixedOrder] : []
    let names = [EvaluationRanker.current, EvaluationRanker.logLinear] + once
    for (index, name) in names.enumerated() {
      await context.board.advance(index, of: names.count)
      // Rankers that do not learn get no library of the run's either.
      let records = try await RoundEvaluation(context: context).run(
        name, round: round.number, withLibrary: !once.contains(name))
      result.writes += records.map { .evaluation($0) }
      await context.board.note(
        "evaluated \(name)",
        Dictionary(
          records.map { ($0.suite, "\($0.solved.count)/\($0.total)") },
          uniquingKeysWith: { first, _ in first }))
    }
    let trends = try await context.reader.trends()
    await context.board.show(evaluations: trends)
    return result
  }
}

/// Runs the benchmark suites with one ranker.
struct RoundEvaluation: Sendable {
  let context: RunContext

  /// - Parameter withLibrary: whether proofs may use what the run has proved, the problem itself excepted.
  func run(_ name: String, round: Int, withLibrary: Bool) async throws -> [EvaluationRecord] {
    let kind = Self.kind(name) ?? context.configuration.prover.search.ranker
    let ranker = await context.models.ranker(kind, seed: context.seed)
    let settings = context.configuration.evaluationOptions(
      budget: context.configuration.evaluation.budget)
    // Side by side: one suite alone does not fill Lean's batches.
    return try await context.suites.mapConcurrently { suite in
      try await measure(suite, name, ranker, settings, round: round, withLibrary: withLibrary)
    }
  }

  private func measure(
    _ suite: BenchmarkSuite, _ name: String, _ ranker: any CandidateRanker,
    _ options: SearchOptions, round: Int, withLibrary: Bool
  ) async throws -> EvaluationRecord {
    let outcomes = try await suite.measure { domain in
      var work = try await context.bench.context(domain)
      if !withLibrary { work = work.withoutLibrary() }
      return (work, work.engine(context.pool, context.configuration, ranker, options: options))
    }
    return EvaluationRecord(
      round: round, suite: suite.name, ranker: name,
      solved: outcomes.filter { $0.outcome == .proved }.map(\.name),
      total: outcomes.count { $0.outcome != .declined }, budget: options.budget)
  }

  /// nil for the prover as it is.
  private static func kind(_ name: String) -> SearchSettings.Ranker? {
    switch name {
    case EvaluationRanker.uniform: .uniform
    case EvaluationRanker.fixedOrder: .fixedOrder
    case EvaluationRanker.logLinear: .logLinear
    case EvaluationRanker.transformer: .transformer
    default: nil
    }
  }
}
