import Synchronization

/// A number of places that tasks wait for, first come, first served; a cancelled task stops waiting.
public final class Slots: Sendable {
  private struct State {
    var free: Int
    var nextTicket = 0
    /// In order of arrival.
    var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    /// Cancelled before they waited.
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  public init(_ count: Int) { state = Mutex(State(free: max(1, count))) }

  /// Places that nobody holds.
  public var free: Int { state.withLock { $0.free } }

  /// Runs `body` while holding a place.
  /// - Throws: `CancellationError` for a task that is cancelled while it waits; then `body` has not run. And what `body`
  ///   throws.
  public func run<Value: Sendable>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws(CancellationError) -> Value
  ) async throws(CancellationError) -> Value {
    try await acquire()
    defer { release() }
    return try await body()
  }

  /// Waits for a place, which is held until `release`.
  public func acquire() async throws(CancellationError) {
    guard await isFree() else { throw CancellationError() }
  }

  private func isFree() async -> Bool {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    let got = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now: Bool? = state.withLock { state in
          if state.cancelled.remove(ticket) != nil { return false }
          if state.free > 0 {
            state.free -= 1
            return true
          }
          state.waiting.append((ticket, continuation))
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
        if let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) {
          return state.waiting.remove(at: index).continuation
        }
        state.cancelled.insert(ticket)
        return nil
      }
      waiter?.resume(returning: false)
    }
    // Cancellation may have come after the place was got: its mark is of no use then.
    state.withLock { state in _ = state.cancelled.remove(ticket) }
    return got
  }

  public func release() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
  }
}
