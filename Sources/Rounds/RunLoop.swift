import Foundation
import Workbench

/// Endless rounds until a budget ends, somebody stops it, or a fault needs a person.
package struct RunLoop: Sendable {
  package let context: RunContext
  /// 0: no limit.
  package let roundsMax: Int
  package let secondsMax: Int

  package init(context: RunContext, roundsMax: Int, secondsMax: Int) {
    self.context = context
    self.roundsMax = roundsMax
    self.secondsMax = secondsMax
  }

  /// Ends without an error where the task is cancelled: what was found is saved.
  package func run() async throws {
    do {
      try await uncancelled { try await rounds() }
    } catch is CancellationError {
      await context.board.message("stopped; what was found is saved")
    }
  }

  /// Whatever else fails because the work was cancelled is the cancellation itself.
  private func uncancelled(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw error
    }
  }

  private func rounds() async throws {
    let start = ContinuousClock.now
    var done = 0
    while roundsMax == 0 || done < roundsMax {
      try checkDisk()
      if let left = secondsLeft(since: start) {
        if left <= 0 { break }
        let finished = try await roundWithin(left)
        if !finished { break }
      } else {
        try await Round(context: context).run()
      }
      done += 1
    }
    try Task.checkCancellation()
    await context.board.message("budget reached")
  }

  private func secondsLeft(since start: ContinuousClock.Instant) -> Double? {
    secondsMax == 0 ? nil : Double(secondsMax) - (ContinuousClock.now - start) / .seconds(1)
  }

  /// Runs a round; false when time ran out before its end. The next start goes on with it.
  private func roundWithin(_ seconds: Double) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        do {
          try await uncancelled { try await Round(context: context).run() }
          return true
        } catch is CancellationError {
          return false
        }
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(seconds))
        return false
      }
      let first = try await group.next() ?? false
      group.cancelAll()
      try await group.waitForAll()
      return first
    }
  }

  private func checkDisk() throws {
    let needed = context.configuration.run.diskMBMin
    if let free = context.runFolder.freeMB(), free < needed {
      throw WorkbenchError.diskFull(
        folder: context.runFolder.path, freeMB: free, neededMB: needed)
    }
  }
}
