/// A number of places that tasks wait for, first come, first served.
public actor Slots {
  /// Places that nobody holds.
  public private(set) var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  public init(_ count: Int) { free = max(1, count) }

  /// Runs `body` while holding a place.
  public nonisolated func run<Result: Sendable>(_ body: @Sendable () async -> Result) async
    -> Result
  {
    await acquire()
    let result = await body()
    await release()
    return result
  }

  private func acquire() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func release() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
