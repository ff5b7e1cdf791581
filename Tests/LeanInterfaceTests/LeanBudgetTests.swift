import Foundation
import Records
import TestSupport
import Testing

@testable import LeanInterface

@Suite struct LeanBudgetTests {
  /// A program in Lean's place that says when it begins and when it ends.
  private static func toolchain(_ folder: TemporaryFolder, seconds: Double) throws -> Toolchain {
    let program = try folder.write(
      "lean",
      """
      #!/bin/sh
      cat > /dev/null
      echo begin >> '\(folder.path)/log'
      sleep \(seconds)
      echo end >> '\(folder.path)/log'
      """.utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    return Toolchain(lean: program, searchPath: [], version: "0", origin: "test")
  }

  @Test func poolsOfOneBudgetShareItsPlaces() async throws {
    let folder = try TemporaryFolder()
    let pool = LeanPool(
      toolchain: try Self.toolchain(folder, seconds: 0.1), options: LeanOptions(processes: 1))
    let other = pool.limited(
      to: LeanOptions(processes: 4, heartbeats: 1), searchPath: [folder.path])
    await withTaskGroup(of: Void.self) { group in
      for view in [pool, other] {
        for _ in 0..<3 {
          group.addTask { _ = await view.run(["example : True := trivial"], header: LeanHeader()) }
        }
      }
    }
    let log = try String(contentsOfFile: folder.path + "/log", encoding: .utf8)
    #expect(log == String(repeating: "begin\nend\n", count: 6))
    let statistics = await pool.statistics
    #expect(statistics == (await other.statistics))
    #expect(statistics.snippets == 6 && statistics.processes == 6 && statistics.stopped == 0)
    #expect(statistics.busySeconds >= 0.6)
    #expect(other.options.heartbeats == 1)
    #expect(await other.searchPath == [folder.path])
  }

  @Test func aBudgetCanBeGiven() async throws {
    let folder = try TemporaryFolder()
    let toolchain = try Self.toolchain(folder, seconds: 0)
    let budget = LeanBudget(places: 0)
    #expect(budget.places == 1)
    for _ in 0..<2 {
      let pool = LeanPool(toolchain: toolchain, options: LeanOptions(), budget: budget)
      _ = await pool.run(["example : True := trivial"], header: LeanHeader())
    }
    #expect(budget.statistics.processes == 2)
    let alone = LeanPool(toolchain: toolchain, options: LeanOptions())
    #expect(await alone.statistics == LeanStatistics())
  }
}
