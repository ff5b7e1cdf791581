import Foundation
import Records
import TestSupport
import Testing

@testable import LeanInterface

@Suite struct LeanBudgetTests {
  private static func toolchain(_ lean: SlowProgram) -> Toolchain {
    Toolchain(lean: lean.path, searchPath: [], version: "0", origin: "test")
  }

  @Test func poolsOfOneBudgetShareItsPlaces() async throws {
    let lean = try SlowProgram(seconds: 0.1)
    let pool = LeanPool(toolchain: Self.toolchain(lean), options: LeanOptions(processes: 1))
    let other = pool.limited(to: LeanOptions(processes: 4, heartbeats: 1), searchPath: ["/other"])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for view in [pool, other] {
        for _ in 0..<3 {
          group.addTask {
            _ = try await view.run(["example : True := trivial"], header: LeanHeader())
          }
        }
      }
      try await group.waitForAll()
    }
    // Each pool asks once for a snapshot of the header, in vain.
    #expect(lean.log == String(repeating: "begin\nend\n", count: 8))
    let statistics = await pool.statistics
    #expect(statistics == (await other.statistics))
    #expect(statistics.snippets == 6 && statistics.processes == 8 && statistics.stopped == 0)
    #expect(statistics.busySeconds >= 0.6)
    #expect(other.options.heartbeats == 1)
    #expect(await other.searchPath == ["/other"])
  }

  @Test func aBudgetCanBeGiven() async throws {
    let lean = try SlowProgram(seconds: 0)
    let toolchain = Self.toolchain(lean)
    let budget = LeanBudget(places: 0)
    #expect(budget.places == 1)
    for _ in 0..<2 {
      let pool = LeanPool(toolchain: toolchain, options: LeanOptions(), budget: budget)
      _ = try await pool.run(["example : True := trivial"], header: LeanHeader())
    }
    #expect(budget.statistics.processes == 2)
    let alone = LeanPool(toolchain: toolchain, options: LeanOptions())
    #expect(await alone.statistics == LeanStatistics())
  }

  /// A process that is cancelled is gone, has counted, and leaves its place; one that waits never begins.
  @Test func cancelledWorkHasNoOutcome() async throws {
    let lean = try SlowProgram(seconds: 30)
    let budget = LeanBudget(places: 1)
    let pool = LeanPool(toolchain: Self.toolchain(lean), options: LeanOptions(), budget: budget)
    let start = ContinuousClock.now
    let result = try await lean.cancel {
      async let steps = pool.step(
        [GoalStep(goal: Goal(context: [], target: "True"), tactics: ["trivial", "skip"])],
        header: LeanHeader())
      async let snippets = pool.run(["example : True := trivial"], header: LeanHeader())
      return (try await steps, try await snippets)
    }
    #expect(result.isCancellation, "\(result)")
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(lean.log == "begin\n" && budget.free == 1)
    let statistics = await pool.statistics
    #expect(statistics.processes == 1 && statistics.stopped == 1 && statistics.busySeconds > 0)
    let module = CompiledModule(folder: "/nowhere", name: "M")
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try await pool.elaborate(file: module.path, root: "/")
    }
    #expect((await late.result).isCancellation)
    #expect(lean.log == "begin\n")
  }
}
