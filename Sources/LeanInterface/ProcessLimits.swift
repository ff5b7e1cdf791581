import Basics

/// Bounds of a process that are looked at from outside.
struct ProcessLimits: Sendable {
  enum Reached: Sendable {
    case time
    case memory(megabytes: Int)
  }

  /// Wall clock from now on.
  let seconds: Double
  /// Of the memory that it shares with no file; nil for none.
  let memoryMB: Int?

  private static let lookEvery = Duration.milliseconds(100)

  /// Which limit was reached, once one is; nil when cancelled.
  /// - Parameter process: its identifier, once it is there.
  func reached(_ process: @Sendable () async -> Int32?) async -> Reached? {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while true {
      let next = memoryMB == nil ? end : min(end, clock.now + Self.lookEvery)
      do { try await clock.sleep(until: next) } catch { return nil }
      if clock.now >= end { return .time }
      if let memoryMB, let id = await process(),
        let memory = ProcessMemory(of: id), memory.privateMB > memoryMB
      {
        return .memory(megabytes: memoryMB)
      }
    }
  }
}
