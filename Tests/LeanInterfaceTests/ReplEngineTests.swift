import Foundation
import Records
import Terms
import TestSupport
import Testing

@testable import LeanInterface

/// The engine `repl` with a program that does what it should not.
@Suite struct ReplEngineTests {
  private let goal = Goal(context: [], target: "0 = 0")

  private func step(_ tactics: [String], _ standIn: ReplStandIn, header: LeanHeader = LeanHeader())
    async throws -> [TacticOutcome]
  {
    let pool = standIn.pool
    let outcomes = try await pool.step(
      [GoalStep(goal: goal, tactics: tactics)], header: header)[0]
    await pool.close()
    return outcomes
  }

  @Test func everyAnswerHasItsOutcome() async throws {
    let outcomes = try await step(
      [
        "done", "dangling", "silent", "kernel", "logged", "hole", "warned", "failing", "slow",
        "lost",
      ], try await ReplStandIn())
    #expect(
      outcomes == [
        .closed, .error("Incomplete: contains metavariable(s)"), .error("uses sorry"),
        .error("Error: kernel type check failed"), .error("unknown id"), .error("uses sorry"),
        .closed, .error("it fails"), .declined("(deterministic) timeout at `whnf`"),
        .declined("Unknown proof state."),
      ])
  }

  /// Such a process is replaced, once for a second try; the others have what they always had.
  @Test(arguments: ["garbage", "half", "silence"])
  func whatIsNoAnswerIsDeclinedAlone(_ fault: String) async throws {
    let standIn = try await ReplStandIn(seconds: fault == "silence" ? 1.5 : 20)
    let outcomes = try await step(["done", fault, "done", "failing"], standIn)
    guard case .declined(let reason) = outcomes[1] else {
      return #expect(Bool(false), "\(outcomes)")
    }
    let expected = ["garbage": "not the REPL's JSON", "half": "exited with 3", "silence": "1.5 s"]
    #expect(reason.contains(expected[fault] ?? "?"), "\(reason)")
    #expect(outcomes[0] == .closed && outcomes[2] == .closed && outcomes[3] == .error("it fails"))
    // The first, a second try, and the rest. The header is imported by the first alone.
    let log = standIn.log
    #expect(log.count { $0 == "start" } == 3)
    #expect(log.count { $0 == "header" } == 1 && log.count { $0 == "pickle" } == 1)
    #expect(log.count { $0 == "unpickle" } == 2 && log.count { $0 == "goal" } == 3)
  }

  @Test(arguments: ["refuse-pickle", "crash-pickle", "refuse-unpickle", "crash-unpickle"])
  func withoutAPickleTheHeaderIsImported(_ mode: String) async throws {
    let standIn = try await ReplStandIn(mode)
    let header = LeanHeader(opens: ["scoped Nat"])
    let outcomes = try await step(["done", "half", "done"], standIn, header: header)
    #expect(outcomes[0] == .closed && outcomes[2] == .closed, "\(outcomes)")
    guard case .declined = outcomes[1] else { return #expect(Bool(false), "\(outcomes)") }
    let log = standIn.log
    #expect(log.count { $0 == "pickle" } == 1)
    #expect(log.count { $0 == "unpickle" } == (mode.hasSuffix("unpickle") ? 1 : 0))
    // With what it opens, which is in no pickle.
    #expect(log.count { $0 == "header" } == (mode == "crash-pickle" ? 7 : 6), "\(log)")
  }

  @Test func aHeaderWithAnErrorGoesToTheBatch() async throws {
    let standIn = try await ReplStandIn("bad-header")
    #expect(try await step(["rfl"], standIn) == [.closed])
    #expect(standIn.log == ["start", "header"])
    await #expect {
      try await standIn.toolchain.settled(standIn.options, project: "")
    } throws: { "\($0)".contains("does not answer: no") && "\($0)".contains("lean.repl") }
  }

  /// The toolchain of these tests has no native engine.
  @Test(arguments: [EngineChoice.automatic, .batch])
  func itIsTakenWhereItMayBe(_ choice: EngineChoice) async throws {
    let standIn = try await ReplStandIn()
    var options = standIn.options
    options.engine = choice
    let settled = try await standIn.toolchain.settled(options, project: "")
    let asked = standIn.log.count
    let pool = LeanPool(toolchain: standIn.toolchain, options: settled)
    let outcomes = try await pool.step(
      [GoalStep(goal: goal, tactics: ["rfl", "done"])], header: LeanHeader())[0]
    await pool.close()
    // To the stand-in any word is a tactic.
    #expect(outcomes[0] == .closed && (outcomes[1] == .closed) == (choice == .automatic))
    #expect((standIn.log.count > asked) == (choice == .automatic))
  }

  /// A goal that cannot be stated is an error for its tactics, and is stated once for them.
  @Test func whatCannotBeStatedIsAnError() async throws {
    let standIn = try await ReplStandIn()
    let pool = standIn.pool
    let outcomes = try await pool.step(
      [
        GoalStep(goal: Goal(context: [], target: "x"), tactics: ["done", "done"]),
        GoalStep(goal: goal, tactics: ["done"]),
      ], header: LeanHeader())
    #expect(outcomes == [[.error("x?"), .error("x?")], [.closed]])
    #expect(standIn.log.count { $0 == "goal" } == 2)
    await pool.close()
  }

  @Test func aTacticHasTheGoalsOfItsOwnGoal() async throws {
    let standIn = try await ReplStandIn()
    let pool = standIn.pool
    func apply(_ tactics: [String], _ target: String) async throws -> [TacticOutcome] {
      try await pool.step(
        [GoalStep(goal: Goal(context: [], target: target), tactics: tactics)],
        header: LeanHeader())[0]
    }
    func targets(_ outcome: TacticOutcome) -> [String] {
      if case .goals(let goals) = outcome { goals.map(\.target) } else { ["\(outcome)"] }
    }
    #expect(targets(try await apply(["split"], "0 = 0")[0]) == ["1 = 1", "2 = 2"])
    let first = try await apply(["done", "more", "spoil", "silent"], "1 = 1")
    #expect(first[0] == .closed && targets(first[1]) == ["3 = 3", "4 = 4", "5 = 5"])
    #expect(first[2] == .declined("the goals beside the one worked on are not what they were"))
    #expect(first[3] == .error("uses sorry"))
    #expect(try await apply(["done", "spoil"], "2 = 2")[0] == .closed)
    // Of three goals and one that waited behind them.
    #expect(targets(try await apply(["split"], "4 = 4")[0]) == ["1 = 1", "2 = 2"])
    #expect(standIn.log.count { $0 == "goal" } == 1)
    await pool.close()
  }

  /// It reads its own folder and writes its pickle, and nothing else of ours.
  @Test func theProcessIsIsolated() async throws {
    let standIn = try await ReplStandIn(isConfined: true)
    guard standIn.toolchain.confinement?.isolation.isWhole == true else {
      print("SKIP theProcessIsIsolated: \(standIn.toolchain.confinementProblem)")
      return
    }
    #expect(try await step(["peek"], standIn) == [.error("[False, False, True]")])
  }

  @Test func anEngineThatIsNotThereHasARemedy() async throws {
    let standIn = try await ReplStandIn()
    func message(_ change: (inout LeanOptions) -> Void) async throws -> String {
      var options = standIn.options
      change(&options)
      do {
        return "\(try await standIn.toolchain.settled(options, project: standIn.folder.path).repl)"
      } catch let error as LeanError {
        return "\(error)"
      }
    }
    let program = standIn.options.repl[0]
    #expect(try await message { _ in } == "\(standIn.options.repl)")
    #expect(try await message { $0.repl = [] }.contains("lean.repl names no program"))
    #expect(try await message { $0.repl = ["/no/repl"] }.contains("no program /no/repl"))
    #expect(try await message { $0.repl = ["no-such-repl"] }.contains("no program no-such-repl"))
    #expect(try await message { $0.engine = .native }.contains("'native', which does not work"))
    #expect(try await message { $0 = LeanOptions(engine: .automatic) } == "[]")
    #expect(
      try await message { $0.repl = ["/bin/true"] }.contains("/bin/true does not answer"))
    // Lake says where the program is, and is then not needed.
    let lake = try standIn.folder.write(
      "bin/lake",
      """
      #!/bin/sh
      [ "$(pwd -P)" = "$(cd '\(standIn.folder.path)' && pwd -P)" ] || exit 1
      shift
      PATH="\(standIn.folder.path)/bin:$PATH" exec "$@"
      """.utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: lake)
    let rest = Array(standIn.options.repl.dropFirst())
    #expect(
      try await message { $0.repl = [lake, "exe", "repl"] + rest } == "\([program] + rest)")
    #expect(
      try await message { $0.repl = [lake, "exe", "none"] }.contains("run 'lake build none' first"))
  }
}
