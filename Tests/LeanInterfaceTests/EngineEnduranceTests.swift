import Foundation
import Records
import Terms
import TestSupport
import Testing

@testable import LeanInterface

/// What only shows over many applications. LEMMALOOM_APPLICATIONS and LEMMALOOM_KILLS say over how many.
@Suite(.serialized) struct EngineEnduranceTests {
  private static let applications = number("LEMMALOOM_APPLICATIONS") ?? 16_000
  private static let kills = number("LEMMALOOM_KILLS") ?? 20

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  private static let tactics = ["rw [Nat.add_comm]", "induction a", "skip", "constructor"]

  /// Goals that differ, four tactics each.
  private static func steps(_ numbers: Range<Int>) -> [GoalStep] {
    numbers.map { number in
      GoalStep(
        goal: Goal(
          context: [Binder(name: "a", type: "Nat")], target: "a + \(number) = \(number) + a"),
        tactics: tactics)
    }
  }

  /// Memory after many applications is what it was after half of them.
  @Test func memoryIsFlat() async throws {
    let pool = try await testPool(LeanOptions(processes: 1, engine: .native))
    let others = EngineTests.children
    func memory() -> Int {
      ProcessGroup.descendants(of: ProcessInfo.processInfo.processIdentifier)
        .filter { !others.contains($0.id) }.map(\.residentMB).max() ?? 0
    }
    let goals = Self.applications / Self.tactics.count
    var before = 0
    for first in stride(from: 0, to: goals, by: 250) {
      if before == 0, first >= goals / 2 { before = memory() }
      _ = try await pool.step(
        Self.steps(first..<min(goals, first + 250)), header: LeanHeader())
    }
    let after = memory()
    print("engine's memory over \(Self.applications) applications: \(before), then \(after) MB")
    #expect(before > 0 && Double(after) < 1.1 * Double(before))
    #expect(await pool.statistics.stopped == 0)
    await pool.close()
    #expect(EngineTests.children.subtracting(others) == [])
  }

  /// A process that is killed loses no application and spoils none.
  @Test func killsChangeNoOutcome() async throws {
    let steps = Self.steps(0..<40)
    let pool = try await testPool(LeanOptions(processes: 2, engine: .native))
    let others = EngineTests.children
    let undisturbed = try await pool.step(steps, header: LeanHeader())
    let killer = Task {
      // What is killed while it opens its header was in no application, and does not count.
      while !Task.isCancelled {
        try await Task.sleep(for: .milliseconds(Int.random(in: 150...600)))
        for id in EngineTests.children.subtracting(others) { kill(id, SIGKILL) }
      }
    }
    var tried = 0
    var declined = 0
    while await pool.statistics.stopped < Self.kills {
      let outcomes = try await pool.step(steps, header: LeanHeader())
      for (found, right) in zip(outcomes.joined(), undisturbed.joined()) {
        tried += 1
        if case .declined = found { declined += 1 } else { #expect(found.said == right.said) }
      }
    }
    killer.cancel()
    _ = await killer.result
    let stopped = await pool.statistics.stopped
    print("\(stopped) processes killed over \(tried) applications: \(declined) declined")
    #expect(declined < stopped)
    let after = try await pool.step(steps, header: LeanHeader())
    #expect(after.joined().map(\.said) == undisturbed.joined().map(\.said))
    await pool.close()
    #expect(EngineTests.children.subtracting(others) == [])
  }
}

extension TacticOutcome {
  /// Without names of cases and texts of errors: a batch, which steps in for a process that cannot be opened, has others.
  fileprivate var said: String {
    guard case .goals(let goals) = self else { return kind }
    return goals.map(\.key).joined(separator: "\n")
  }
}
