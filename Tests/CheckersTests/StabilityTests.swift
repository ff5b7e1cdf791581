import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Checkers

/// The same proof gets the same verdict, or none, however busy the machine is.
@Suite(.serialized) struct StabilityTests {
  /// LEMMALOOM_REPEATS sets how often each proof is judged.
  private static let repeats =
    ProcessInfo.processInfo.environment["LEMMALOOM_REPEATS"].flatMap { Int($0) } ?? 5
  /// Programs that only burn time, beside two processes of Lean.
  private static let burners = 2

  private func task(_ name: String, _ script: String, target: String = "p → p") -> ProofTask {
    ProofTask(
      name: name,
      statement: Statement(
        domain: "test", binders: [Binder(name: "p", type: "Prop")], target: target,
        normalForm: "text", size: 0), script: script, imports: [], opens: [])
  }

  /// Proofs and the one verdict that they may have.
  private var cases: [(task: ProofTask, kind: String)] {
    let long = (0..<300).map { "have h\($0) : p → p := fun h => h" }.joined(separator: "\n")
    return [
      (task("short", "intro h\nexact h"), "accepted"),
      (task("long", long + "\nexact h7"), "accepted"),
      (task("wrong", "intro h", target: "p"), "rejected"),
      (task("unfinished", "intro h\nexact (by skip)"), "rejected"),
      (task("longwrong", long + "\nexact h7", target: "p"), "rejected"),
      (task("cheat", "exact sorryAx _"), "rejected"),
    ]
  }

  private func judge(_ checker: any Checker) async throws {
    let burners = try (0..<Self.burners).map { _ in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      // Over at some time, also where this process is killed.
      process.arguments = ["timeout", "3600", "sh", "-c", "while :; do :; done"]
      try process.run()
      return process
    }
    // Foundation's `terminate` asks, and a child may have inherited that it does not listen.
    defer {
      for burner in burners {
        for child in ProcessGroup.descendants(of: burner.processIdentifier) {
          kill(child.id, SIGKILL)
        }
        kill(burner.processIdentifier, SIGKILL)
      }
    }
    var seen: [String: [String: Int]] = [:]
    for _ in 0..<Self.repeats {
      for (item, verdict) in zip(cases, await checker.check(cases.map(\.task))) {
        seen[item.task.name, default: [:]][verdict.kind, default: 0] += 1
      }
    }
    print("stability, \(checker.name): \(Self.repeats) repeats, \(seen.mapValues(\.description))")
    for item in cases {
      let kinds = Set((seen[item.task.name] ?? [:]).keys).subtracting(["declined"])
      #expect(kinds.isSubset(of: [item.kind]), "\(checker.name), \(item.task.name): \(kinds)")
    }
    // A judge that never says anything would be stable, too.
    #expect(seen["short"]?["accepted"] ?? 0 > 0 && seen["wrong"]?["rejected"] ?? 0 > 0)
  }

  private func pool() async throws -> LeanPool {
    var options = LeanOptions()
    options.heartbeats = 400_000
    options.batchSeconds = 3
    return LeanPool(toolchain: try await Backends.toolchain(), options: options)
  }

  @Test func lean() async throws {
    try await judge(LeanChecker(pool: pool(), gate: Backends.gate))
  }

  @Test func batch() async throws {
    try await judge(
      LeanChecker(
        name: "batch", proofsAProcess: LeanChecker.batchProofs, pool: pool(), gate: Backends.gate))
  }

  @Test func repl() async throws {
    let checker = try Backends.repl(await Backends.toolchain(), seconds: 3)
    try await judge(checker)
    await checker.close()
  }

  @Test func kimina() async throws {
    let server = try KiminaStandIn(repl: Backends.replCommand(await Backends.toolchain()))
    try await judge(
      KiminaChecker(
        options: KiminaOptions(servers: [server.url], concurrent: 2, seconds: 3, retries: 1),
        gate: Backends.gate, sources: nil))
    server.stop()
  }

  @Test func command() async throws {
    let checker = try Backends.command(await Backends.toolchain(), seconds: 3)
    try await judge(checker)
    await checker.close()
  }
}
