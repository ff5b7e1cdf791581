import Foundation
import Records
import Terms
import TestSupport
import Testing

@testable import LeanInterface

@Suite struct WarmHeadersTests {
  private static let steps = [
    GoalStep(
      goal: Goal(context: [Binder(name: "a", type: "Nat")], target: "a + 0 = a"),
      tactics: ["rfl", "assumption", "induction a"])
  ]

  private func launcher(_ warm: WarmHeaders, searchPath: [String] = []) async throws
    -> LeanLauncher
  {
    LeanLauncher(
      toolchain: try await testToolchain(), options: LeanOptions(), searchPath: searchPath,
      budget: LeanBudget(places: 1), warmHeaders: warm)
  }

  @Test func aSnapshotChangesNoOutcome() async throws {
    let warm = WarmHeaders()
    let lean = try await launcher(warm)
    let cold = try await BatchEngine().step(Self.steps, header: LeanHeader(), on: lean)
    let second = try await BatchEngine().step(Self.steps, header: LeanHeader(), on: lean)
    let snapshot = try await warm.snapshot([], lean)
    let third = try await BatchEngine().step(Self.steps, header: LeanHeader(), on: lean)
    #expect(snapshot != nil)
    #expect(cold == second && cold == third)
    #expect(cold[0][0] == .closed)
    await warm.close()
    #expect(snapshot.map { FileManager.default.fileExists(atPath: $0) } == false)
  }

  /// A Lean that cannot read it says nothing: that closes no goal.
  @Test(arguments: ["", "no snapshot"]) func aSpoiledSnapshotIsDoneWithout(_ content: String)
    async throws
  {
    let warm = WarmHeaders()
    let lean = try await launcher(warm)
    _ = try await warm.snapshot([], lean)
    let file = try #require(try await warm.snapshot([], lean))
    if content.isEmpty {
      try FileManager.default.removeItem(atPath: file)
    } else {
      try Data(content.utf8).write(to: URL(fileURLWithPath: file))
    }
    let outcomes = try await BatchEngine().step(Self.steps, header: LeanHeader(), on: lean)
    #expect(outcomes[0][0] == .closed)
    guard case .error = outcomes[0][1] else {
      return #expect(Bool(false), "\(outcomes[0][1])")
    }
    // It is not tried for every batch to come.
    #expect(try await warm.snapshot([], lean) == nil)
    await warm.close()
  }

  /// The text is at fault, not the snapshot: it would take as long again.
  @Test func whatReachesALimitIsNotRunTwice() async throws {
    let warm = WarmHeaders()
    var options = LeanOptions()
    options.batchSeconds = 1
    let lean = LeanLauncher(
      toolchain: try await testToolchain(), options: options, searchPath: [],
      budget: LeanBudget(places: 1), warmHeaders: warm)
    for _ in 1...2 { _ = try await lean.run("", imports: []) }
    let before = lean.budget.statistics.processes
    let run = try await lean.run(
      "set_option maxHeartbeats 0\nexample : True := by (repeat (have : True := trivial))\n",
      imports: [])
    guard case .stopped = run.ending else { return #expect(Bool(false), "\(run.ending)") }
    #expect(lean.budget.statistics.processes == before + 1)
    #expect(try await warm.snapshot([], lean) != nil)
    await warm.close()
  }

  /// Other headers push one out while its snapshot is made: nobody would remove it later.
  @Test func aHeaderThatIsForgottenMeanwhileLeavesNothing() async throws {
    let warm = WarmHeaders()
    let lean = try await launcher(warm)
    _ = try await warm.snapshot([], lean)
    async let made = warm.snapshot([], lean)
    func files() -> [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: warm.folder)) ?? []
    }
    while files().isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    for number in 1...20 { _ = try await warm.snapshot(["Other\(number)"], lean) }
    #expect(try await made == nil)
    #expect(files() == [])
    await warm.close()
  }

  /// The snapshot points into compiled modules: where one has changed, another snapshot is made.
  @Test func aChangedModuleIsReadAnew() async throws {
    let folder = try TemporaryFolder()
    let source = "\(folder.path)/Changing.lean"
    let pool = try await testPool(LeanOptions())
    func compile(_ value: Int) async throws {
      try "def value : Nat := \(value)\n".write(toFile: source, atomically: true, encoding: .utf8)
      try? FileManager.default.removeItem(atPath: "\(folder.path)/Changing.olean")
      try await pool.compile(module: "Changing", root: folder.path, into: folder.path)
    }
    let warm = WarmHeaders()
    let lean = try await launcher(warm, searchPath: [folder.path])
    func holds(_ value: Int) async throws -> Bool {
      let step = GoalStep(goal: Goal(context: [], target: "value = \(value)"), tactics: ["rfl"])
      return try await BatchEngine().step(
        [step], header: LeanHeader(imports: ["Changing"]), on: lean) == [[.closed]]
    }
    try await compile(1)
    for _ in 1...3 { #expect(try await holds(1)) }
    try await compile(22)
    #expect(try await holds(22))
    #expect(try await !holds(1))
    await warm.close()
  }
}
