import Basics

/// A program that is kept open between requests.
public protocol OpenProcess: Sendable {
  /// Ends it and all that it started.
  func stop() async
}

/// Programs kept open, a bounded number of them; each serves one request at a time.
public actor OpenProcesses<Process: OpenProcess> {
  private let slots: Slots
  private let start: @Sendable () async -> Process
  private var idle: [Process] = []

  public init(_ count: Int, start: @escaping @Sendable () async -> Process) {
    slots = Slots(count)
    self.start = start
  }

  deinit {
    let left = idle
    Task { for process in left { await process.stop() } }
  }

  /// Runs `body` with a process of its own; it is kept for the next request where `body` says so, and ended where `body`
  /// throws.
  /// - Throws: `CancellationError` for a task that is cancelled while it waits for a process, or in `body`.
  public func use<Result: Sendable>(
    _ body: @Sendable (Process) async throws(CancellationError) -> (result: Result, keep: Bool)
  ) async throws(CancellationError) -> Result {
    try await slots.run { () async throws(CancellationError) in
      if Task.isCancelled { throw CancellationError() }
      let process = await take()
      do throws(CancellationError) {
        let outcome = try await body(process)
        if outcome.keep { put(process) } else { await process.stop() }
        return outcome.result
      } catch {
        await process.stop()
        throw error
      }
    }
  }

  /// Ends all that are idle.
  public func close() async {
    let left = idle
    idle = []
    for process in left { await process.stop() }
  }

  private func take() async -> Process {
    if let known = idle.popLast() { return known }
    return await start()
  }

  private func put(_ process: Process) { idle.append(process) }
}
