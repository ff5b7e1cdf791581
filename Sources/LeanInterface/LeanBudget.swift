import Basics
import Synchronization

/// What the pools of a budget did so far; the daemon's throughput figures come from here.
public struct LeanStatistics: Hashable, Sendable {
  public var tactics = 0
  /// Of these, how many a process that keeps proof states applied.
  public var keptStateTactics = 0
  public var snippets = 0
  public var processes = 0
  public var stopped = 0
  /// Seconds of processes' wall clock, added over processes.
  public var busySeconds = 0.0
}

/// The places for Lean processes and what became of them, shared by all pools that are made from one another: search,
/// checkers and drafts together run no more processes than there are places.
///
/// A place is held while one process runs, and nothing waits for another one meanwhile. What is kept open between
/// requests (REPL processes, commands, `lean --server`) and servers elsewhere have limits of their own and are not part of
/// it; nor are the short questions by which a toolchain is found.
public final class LeanBudget: Sendable {
  /// Processes that run at the same time.
  public let places: Int
  private let slots: Slots
  private let counted = Mutex(LeanStatistics())

  public init(places: Int) {
    self.places = max(1, places)
    slots = Slots(places)
  }

  public var statistics: LeanStatistics { counted.withLock { $0 } }

  /// Places that nobody holds.
  var free: Int { slots.free }

  func count(_ change: (inout LeanStatistics) -> Void) { counted.withLock { change(&$0) } }

  /// Runs a process while holding a place, and counts it.
  /// - Throws: `CancellationError` for a task that is cancelled while it waits, or while the process runs.
  func run(
    isolation: isolated (any Actor)? = #isolation,
    _ process: () async throws(CancellationError) -> LeanRun
  ) async throws(CancellationError) -> LeanRun {
    try await hold { () async throws(CancellationError) in
      var isStopped = true
      defer {
        count {
          $0.processes += 1
          if isStopped { $0.stopped += 1 }
        }
      }
      let run = try await process()
      if case .exited = run.ending { isStopped = false }
      return run
    }
  }

  /// Has something done while holding a place, and counts its time.
  /// - Throws: `CancellationError` as `run`.
  func hold<Value: Sendable>(
    isolation: isolated (any Actor)? = #isolation,
    _ work: () async throws(CancellationError) -> Value
  ) async throws(CancellationError) -> Value {
    try await slots.run { () async throws(CancellationError) in
      let start = ContinuousClock.now
      defer { count { $0.busySeconds += (ContinuousClock.now - start) / .seconds(1) } }
      return try await work()
    }
  }
}
