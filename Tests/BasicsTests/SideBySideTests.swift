import Basics
import Synchronization
import Testing

/// Work side by side: its order, its bounds, its ends.
@Suite struct SideBySideTests {
  private struct Fault: Error, Equatable { var number: Int }

  @Test func resultsComeInTheOrderOfTheElements() async {
    let delays = [30, 0, 20, 10, 0]
    let results = await delays.mapConcurrently { delay in
      try? await Task.sleep(for: .milliseconds(delay))
      return delay
    }
    #expect(results == delays)
    let none = await [Int]().mapConcurrently { $0 }
    #expect(none.isEmpty)
  }

  /// The first failure ends the others, and all of them are gone when it is thrown.
  @Test func aFailureEndsTheOthers() async {
    let ended = Mutex(0)
    await #expect(throws: Fault(number: 2)) {
      try await [1, 2, 3].mapConcurrently { number in
        defer { ended.withLock { $0 += 1 } }
        if number == 2 { throw Fault(number: 2) }
        try await Task.sleep(for: .seconds(60))
      }
    }
    #expect(ended.withLock { $0 } == 3)
  }

  @Test func twoRunSideBySide() async throws {
    let gate = Slots(1)
    try await gate.acquire()
    // The first waits for the second.
    let both = try await concurrently(
      {
        try await gate.acquire()
        return 1
      },
      {
        gate.release()
        return "two"
      })
    #expect(both == (1, "two"))
    await #expect(throws: Fault(number: 1)) {
      _ = try await concurrently(
        { throw Fault(number: 1) }, { try await Task.sleep(for: .seconds(60)) })
    }
    await #expect(throws: Fault(number: 2)) {
      _ = try await concurrently({ 1 }, { throw Fault(number: 2) })
    }
  }

  @Test func neverMoreThanThePlaces() async throws {
    let slots = Slots(3)
    let inside = Mutex((now: 0, most: 0))
    _ = try await Array(0..<40).mapConcurrently { _ in
      try await slots.run {
        inside.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
        try? await Task.sleep(for: .milliseconds(1))
        inside.withLock { $0.now -= 1 }
      }
    }
    #expect(inside.withLock { $0.most } == 3)
    #expect(slots.free == 3)
  }

  /// A task that is cancelled while it waits holds no place, and its work has not begun.
  @Test func whoeverIsCancelledStopsWaiting() async throws {
    let slots = Slots(1)
    try await slots.acquire()
    let hasRun = Mutex(false)
    let waiting = Task { try await slots.run { hasRun.withLock { $0 = true } } }
    try await Task.sleep(for: .milliseconds(20))
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    slots.release()
    #expect(!hasRun.withLock { $0 } && slots.free == 1)
    try await slots.run { hasRun.withLock { $0 = true } }
    #expect(hasRun.withLock { $0 })
  }
}
