import LeanInterface
import Records
import TestSupport
import Testing

@testable import Checkers

/// A cancelled check throws, whoever checks: nobody has said anything about the proof.
@Suite struct CancellationTests {
  private let task = Canary.all(nonce: 1)[0].task

  private func expectCancellation(of checker: any Checker, _ program: SlowProgram) async throws {
    let task = task
    let result = try await program.cancel { try await checker.check([task, task]) }
    #expect(result.isCancellation, "\(checker.name): \(result)")
    #expect(!program.log.contains("end"))
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await checker.check([task])
    }
    #expect((await late.result).isCancellation, "\(checker.name)")
  }

  private func local(_ lean: SlowProgram, name: String, proofsAProcess: Int) throws -> LeanChecker {
    let toolchain = Toolchain(lean: lean.path, searchPath: [], version: "0", origin: "test")
    return try LeanChecker(
      name: name, proofsAProcess: proofsAProcess,
      pool: LeanPool(toolchain: toolchain, options: LeanOptions(batchSeconds: 60)))
  }

  @Test(arguments: [1, 50]) func lean(proofsAProcess: Int) async throws {
    let lean = try SlowProgram(seconds: 30)
    let checker = try local(lean, name: "lean", proofsAProcess: proofsAProcess)
    try await expectCancellation(of: checker, lean)
  }

  @Test func aFileOfTheLocalLean() async throws {
    let lean = try SlowProgram(seconds: 30)
    let checker = try local(lean, name: "lean", proofsAProcess: 1)
    let result = try await lean.cancel {
      try await checker.check(file: "theorem a : True := trivial")
    }
    #expect(result.isCancellation, "\(result)")
    let other = try SlowProgram(seconds: 30)
    let pool = LeanPool(
      toolchain: Toolchain(lean: other.path, searchPath: [], version: "0", origin: "test"),
      options: LeanOptions(batchSeconds: 60))
    let against = try AgainstJudge(pool: pool)
    let report = try await other.cancel {
      try await against.judge(trusted: "theorem a : True := sorry", candidate: "")
    }
    #expect(report.isCancellation, "\(report)")
  }

  @Test func repl() async throws {
    let program = try SlowProgram(seconds: 30)
    let checker = try ReplChecker(
      options: ReplOptions(command: [program.path], processes: 1), gate: Backends.gate)
    try await expectCancellation(of: checker, program)
    await checker.close()
  }

  @Test func command() async throws {
    let program = try SlowProgram(seconds: 30)
    let checker = try CommandChecker(
      options: CommandOptions(command: [program.path], processes: 1, seconds: 60),
      gate: Backends.gate)
    try await expectCancellation(of: checker, program)
    await checker.close()
  }

  @Test func kimina() async throws {
    let server = try KiminaStandIn(repl: ["true"])
    try server.fault("hang")
    let checker = try KiminaChecker(
      options: KiminaOptions(servers: [server.url], concurrent: 1), gate: Backends.gate,
      sources: nil)
    let given = task
    let check = Task { try await checker.check([given, given]) }
    try await Task.sleep(for: .milliseconds(300))
    check.cancel()
    #expect((await check.result).isCancellation)
    server.stop()
  }

  /// What one checker has said is no decision of the others, and canaries that nobody judged are still due.
  @Test func aPanelDecidesNothing() async throws {
    let checker = CountingChecker()
    let panel = Panel(checkers: [checker], quorum: .all)
    let task = task
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await panel.check([task])
    }
    #expect((await cancelled.result).isCancellation)
    #expect(await panel.fit.count == 1)
    #expect(await checker.examined == 0)
    _ = try await panel.check([task])
    #expect(await checker.examined == 1)
    _ = try await panel.check([task])
    #expect(await checker.examined == 1)
  }

  /// Judges canaries rightly and counts how often it had to.
  private actor CountingChecker: Checker {
    nonisolated let name = "counting"
    nonisolated let version = "1"
    private(set) var examined = 0

    func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
      if Task.isCancelled { throw CancellationError() }
      if tasks.count == 3 { examined += 1 }
      return tasks.map {
        $0.statement.target.hasPrefix("(p → q) → ¬q")
          ? .accepted(axioms: []) : .rejected(reason: .leanError, messages: [])
      }
    }
  }
}
