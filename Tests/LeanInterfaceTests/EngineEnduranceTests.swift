import Foundation
import Records
import Terms
import TestSupport
import Testing

@testable import LeanInterface

@Suite struct EngineMemoryTests {
  /// Memory after many applications is what it was after some.
  @Test func memoryIsFlat() async throws {
    let pool = try await testPool(LeanOptions(processes: 1, engine: .native))
    func apply(_ count: Int, from start: Int) async throws {
      for block in stride(from: start, to: start + count, by: 250) {
        let steps = (block..<(block + 250)).map { index in
          GoalStep(
            goal: Goal(
              context: [Binder(name: "a", type: "Nat")], target: "a + \(index) = \(index) + a"),
            tactics: ["rw [Nat.add_comm]", "induction a", "skip", "constructor"])
        }
        _ = try await pool.step(steps, header: LeanHeader())
      }
    }
    func memory() -> Int {
      ProcessGroup.descendants(of: ProcessInfo.processInfo.processIdentifier)
        .map(\.residentMB).max() ?? 0
    }
    try await apply(Self.applications / 8, from: 0)
    let before = memory()
    try await apply(Self.applications / 4, from: Self.applications)
    let after = memory()
    print("engine's memory: \(before) MB, then \(after) MB")
    #expect(before > 0 && Double(after) < 1.1 * Double(before))
    await pool.close()
  }

  private static let applications =
    ProcessInfo.processInfo.environment["LEMMALOOM_APPLICATIONS"].flatMap { Int($0) } ?? 16_000
}
