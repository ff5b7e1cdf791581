/// Attempts and the pauses between them.
public struct RetryPolicy: Hashable, Sendable {
  /// Attempts after the first.
  public var retries: Int
  /// Seconds before the first of them; doubled with every further one, up to `backoffMax`.
  public var backoff: Double
  public var backoffMax: Double

  public init(retries: Int, backoff: Double, backoffMax: Double) {
    self.retries = retries
    self.backoff = backoff
    self.backoffMax = backoffMax
  }

  /// Seconds at most before attempt `attempt` (1: the first retry).
  public func longestPause(before attempt: Int) -> Double {
    min(backoffMax, backoff * Double(1 << min(max(0, attempt - 1), 30)))
  }

  /// Seconds before attempt `attempt` (1: the first retry).
  /// - Parameter failure: what the same server said; nil where another one is asked.
  public func pause(before attempt: Int, after failure: RequestFailure?) -> Double {
    // Jitter: those who failed together do not come back together.
    let own = Double.random(in: 0.25...1) * longestPause(before: attempt)
    guard let asked = failure?.retryAfter else { return own }
    return min(backoffMax, max(asked, own))
  }

  /// Runs `body` until it answers, fails for good or has used its attempts up.
  public func run<Value: Sendable>(_ body: () async throws(RequestFailure) -> Value)
    async throws(RequestFailure) -> Value
  {
    var attempt = 0
    while true {
      do {
        return try await body()
      } catch {
        attempt += 1
        try await wait(before: attempt, after: error)
      }
    }
  }

  /// Waits for the next attempt; throws where there is none.
  public func wait(before attempt: Int, after failure: RequestFailure) async throws(RequestFailure)
  {
    guard failure.isWorthRetrying else { throw failure }
    guard attempt <= retries else {
      var last = failure
      last.isWorthRetrying = false
      if retries > 0 { last.reason += " (\(retries + 1) attempts)" }
      throw last
    }
    do {
      try await Task.sleep(for: .seconds(pause(before: attempt, after: failure)))
    } catch {
      throw .cancelled
    }
  }
}
