import Basics
import Foundation
import LeanInterface
import Records
import Terms
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
    .text(target, .p, script: script, name: name)
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

  /// Runs `body` beside programs that only burn time.
  private func underLoad(_ body: () async throws -> Void) async throws {
    let burners = try (0..<Self.burners).map { _ in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      // Over with this process, however it ends.
      process.arguments = ["sh", "-c", "while kill -0 $PPID; do :; done"]
      try process.run()
      return process
    }
    // Foundation's `terminate` asks, and a child may have inherited that it does not listen.
    defer { for burner in burners { kill(burner.processIdentifier, SIGKILL) } }
    try await body()
  }

  /// Runs `body` while processes that judge are killed at random moments.
  private func underKills(seed: UInt64, _ body: () async throws -> Void) async throws {
    let killer = Task {
      var generator = SplitMix64(seed: seed)
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(Int.random(in: 20...400, using: &generator)))
        let judging = ProcessGroup.descendants(of: getpid()).filter { child in
          let name = try? String(contentsOfFile: "/proc/\(child.id)/comm", encoding: .utf8)
          return name.map { $0.hasPrefix("lean") || $0.hasPrefix("lemmaloom-") } ?? false
        }
        if let victim = judging.randomElement(using: &generator) { kill(victim.id, SIGKILL) }
      }
    }
    defer { killer.cancel() }
    try await body()
  }

  /// - Parameter mayBeSilent: whether nothing but declines is an answer, too.
  private func judge(
    _ checker: any Checker, times: Int = repeats, mayBeSilent: Bool = false
  ) async throws {
    var seen: [String: [String: Int]] = [:]
    for _ in 0..<times {
      for (item, verdict) in zip(cases, try await checker.check(cases.map(\.task))) {
        seen[item.task.name, default: [:]][verdict.kind, default: 0] += 1
      }
    }
    print("stability, \(checker.name): \(times) repeats, \(seen.mapValues(\.description))")
    for item in cases {
      let kinds = Set((seen[item.task.name] ?? [:]).keys).subtracting(["declined"])
      #expect(kinds.isSubset(of: [item.kind]), "\(checker.name), \(item.task.name): \(kinds)")
    }
    // A judge that never says anything would be stable, too.
    if !mayBeSilent {
      #expect(seen["short"]?["accepted"] ?? 0 > 0 && seen["wrong"]?["rejected"] ?? 0 > 0)
    }
  }

  private func pool(seconds: Double = 3, memoryMB: Int = 2048) async throws -> LeanPool {
    var options = LeanOptions()
    options.heartbeats = 400_000
    options.batchSeconds = seconds
    options.memoryMB = memoryMB
    return LeanPool(toolchain: try await testToolchain(), options: options)
  }

  private func local(_ pool: LeanPool) throws -> [LeanChecker] {
    [
      try LeanChecker(pool: pool, gate: Backends.gate),
      try LeanChecker(
        name: "batch", proofsAProcess: LeanChecker.batchProofs, pool: pool, gate: Backends.gate),
    ]
  }

  @Test func leanAndBatch() async throws {
    let checkers = try local(try await pool())
    try await underLoad { for checker in checkers { try await judge(checker) } }
  }

  @Test func repl() async throws {
    let checker = try Backends.repl(await testToolchain(), seconds: 3)
    try await underLoad { try await judge(checker) }
    await checker.close()
  }

  @Test func kimina() async throws {
    let server = try KiminaStandIn(repl: Backends.replCommand(await testToolchain()))
    let checker = try KiminaChecker(
      options: KiminaOptions(servers: [server.url], concurrent: 2, seconds: 3, retries: 1),
      gate: Backends.gate, sources: nil)
    try await underLoad { try await judge(checker) }
    server.stop()
  }

  @Test func command() async throws {
    let checker = try Backends.command(await testToolchain(), seconds: 3)
    try await underLoad { try await judge(checker) }
    await checker.close()
  }

  /// Compiling, reading again or asking may end at any moment: that is nobody's proof.
  @Test func killsChangeNoVerdict() async throws {
    let checkers = try local(try await pool())
    let repl = try Backends.repl(await testToolchain(), seconds: 3)
    let judges: [any Checker] = checkers + [repl]
    for (index, checker) in judges.enumerated() {
      try await underKills(seed: UInt64(index)) {
        try await judge(checker, times: 2 * Self.repeats, mayBeSilent: true)
      }
    }
    await repl.close()
  }

  @Test func memoryAndTimeChangeNoVerdict() async throws {
    for (seconds, memoryMB) in [(3.0, 1), (3, 16), (3, 40), (3, 100), (0.05, 2048), (0.3, 2048)] {
      for checker in try local(try await pool(seconds: seconds, memoryMB: memoryMB)) {
        print("stability within \(seconds) s, \(memoryMB) MB:", terminator: " ")
        try await judge(checker, times: 1, mayBeSilent: true)
      }
    }
  }

  /// The same for a file against a trusted one.
  @Test func filesUnderKillsAndLimits() async throws {
    let trusted = "theorem t (p q : Prop) (h : p ∧ q) : q ∧ p := sorry"
    let candidates = [
      ("theorem t (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩", "accepted"),
      ("theorem t (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.1, h.2⟩", "rejected"),
      ("theorem t (p q : Prop) (h : p ∧ q) : p ∧ q := h", "rejected"),
    ]
    var seen: [String: Int] = [:]
    func judge(_ pool: LeanPool, times: Int) async throws {
      let judge = try AgainstJudge(pool: pool)
      for (candidate, kind) in candidates {
        for _ in 0..<times {
          guard let report = try? await judge.judge(trusted: trusted, candidate: candidate) else {
            Issue.record("the trusted file is blamed")
            continue
          }
          seen[report.verdict.kind, default: 0] += 1
          #expect([kind, "declined"].contains(report.verdict.kind), "\(report)")
        }
      }
    }
    // Looking for Lean may not be killed: there would be nothing to judge with.
    let sound = try await pool()
    try await underKills(seed: 7) { try await judge(sound, times: 2 * Self.repeats) }
    for memoryMB in [1, 16, 40, 100] {
      try await judge(try await pool(memoryMB: memoryMB), times: 1)
    }
    print("stability of files: \(seen)")
    #expect(seen["accepted"] ?? 0 > 0 && seen["rejected"] ?? 0 > 0)
  }
}
