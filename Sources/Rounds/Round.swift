import Basics
import Curriculum
import Foundation
import RunStore

/// One pass of the loom: plan, conjecture, prove, check, record, learn, evaluate. Each phase ends in one transaction of
/// the run store; a phase that was cut off is done again from its beginning and finds what it had saved.
struct Round: Sendable {
  let context: RunContext

  /// Runs the open round to its end, or a new one.
  func run() async throws {
    let round = try await plan()
    try await phase(.conjecture, round) { try await conjecture($0) }
    try await phase(.prove, round) { try await prove($0) }
    try await phase(.check, round) { try await check($0) }
    try await phase(.record, round) { try await record($0) }
    try await phase(.learn, round) { try await learn($0) }
    try await phase(.evaluate, round) { try await evaluate($0) }
  }

  /// What a phase leaves: rows for the store and figures for the round's metrics.
  struct PhaseResult: Sendable {
    var writes: [RoundWrite] = []
    var metrics: Metrics = [:]
  }

  /// Does one phase unless an earlier life of the daemon has finished it.
  private func phase(
    _ phase: Phase, _ round: PlannedRound,
    _ body: @Sendable (PlannedRound) async throws -> PhaseResult
  ) async throws {
    guard let state = try await context.store.round(round.number), state.phase <= phase else {
      return
    }
    try Task.checkCancellation()
    await context.board.begin(phase, round: round.number)
    let watch = await Stopwatch(context)
    var result = try await body(round)
    // What a phase keeps for itself is of no use to the next one.
    await context.pool.rest()
    await context.models.rest()
    Heap.trim()
    result.metrics.merge(await watch.metrics(phase, context))
    try await context.store.finishPhase(
      phase, round: round.number, writing: result.writes, metrics: result.metrics,
      at: context.clock())
  }
}

/// A round and what it set out to do.
struct PlannedRound: Sendable {
  let number: Int
  let plan: RoundPlan
}

/// Where a phase's time went.
struct Stopwatch: Sendable {
  private let start: ContinuousClock.Instant
  private let lean: Double
  private let tactics: Int
  private let model: Double

  init(_ context: RunContext) async {
    start = ContinuousClock.now
    let statistics = await context.pool.statistics
    lean = statistics.busySeconds
    tactics = statistics.tactics
    model = await context.models.busySeconds()
  }

  /// Seconds of wall clock, of Lean processes (checkers' too, added over processes) and of the models, and tactic applications.
  func metrics(_ phase: Phase, _ context: RunContext) async -> Metrics {
    let statistics = await context.pool.statistics
    return [
      .seconds(phase): (ContinuousClock.now - start) / .seconds(1),
      .leanSeconds(phase): statistics.busySeconds - lean,
      .modelSeconds(phase): await context.models.busySeconds() - model,
      .tactics(phase): Double(statistics.tactics - tactics),
      .memory(phase): Double(ProcessMemory.own?.residentMB ?? 0),
      .heap(phase): Double(Heap.allocatedMB),
    ]
  }
}
