import Foundation
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Checkers

/// A checker on real Lean, with a module of ways to cheat on its search path, below a folder that
/// is removed.
private func withChecker<Result>(
  _ options: LeanOptions = LeanOptions(),
  _ body: (LeanChecker) async throws -> Result
) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "checkers-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let toolchain = try await testToolchain()
  let pool = LeanPool(toolchain: toolchain, options: LeanOptions(), searchPath: [folder])
  try """
  axiom cheat : False
  axiom «propext » : False
  opaque hidden : False := cheat
  theorem unproved : False := sorry
  macro "finish" : tactic => `(tactic| exact sorryAx _ true)
  macro "fake" : tactic => `(tactic| exact cheat.elim)
  notation "⊥'" => True
  """.write(toFile: "\(folder)/Cheat.lean", atomically: true, encoding: .utf8)
  try await pool.compile(module: "Cheat", root: folder, into: folder)
  let limited = LeanPool(toolchain: toolchain, options: options, searchPath: [folder])
  return try await body(try LeanChecker(pool: limited, folder: folder))
}

private func task(
  _ target: String, _ script: String, _ binders: [(String, String)] = [("p", "Prop")],
  name: String = "claim", imports: [String] = []
) -> ProofTask {
  .text(
    target, binders.map { Binder(name: $0.0, type: $0.1) }, script: script, name: name,
    imports: imports)
}

private func reason(_ verdict: Verdict?) -> RejectionReason? {
  if case .rejected(let reason, _) = verdict { reason } else { nil }
}

@Suite struct LeanCheckerTests {
  /// One place for both: a judgement waits for no second one while it holds it.
  @Test func aCheckTakesPlacesOfThePoolsBudget() async throws {
    let pool = LeanPool(
      toolchain: try await Toolchain.discover(command: "", project: "", fetched: []),
      options: LeanOptions(processes: 1))
    let limits = LeanOptions(heartbeats: 400_000)
    let checker = try LeanChecker(pool: pool.limited(to: limits, searchPath: []))
    let verdicts = try await checker.check([
      task("p → p", "exact id"), task("p → p", "exact 1", name: "other"),
    ])
    #expect(verdicts.map(\.kind) == ["accepted", "rejected"], "\(verdicts)")
    let statistics = await pool.statistics
    #expect(statistics.processes >= 3 && statistics.busySeconds > 0, "\(statistics)")
  }

  /// The corpus puts helpers into a namespace of the theorem's own.
  @Test func aHelperIsNotCalledFromTheRoot() {
    var task = task("p → p", "")
    task.helpers = "theorem aux (p : Prop) : p → p := id"
    for (script, isAllowed) in [
      ("exact aux p", true), ("exact _root_.aux p", false), ("exact _root_.id", true),
    ] {
      task.script = script
      #expect((Backends.gate.objection(to: task) == nil) == isAllowed, "\(script)")
    }
  }

  @Test func proofsAreAcceptedWithTheirAxioms() async throws {
    try await withChecker { checker in
      let verdicts = try await checker.check([
        task("p → p", "intro h\nexact h", name: "a"),
        task("p ∨ ¬p", "exact Classical.em p", name: "b.c"),
        task("a + b = b + a", "exact Nat.add_comm a b", [("a", "Nat"), ("b", "Nat")], name: "d"),
        // An honest comment may mention anything.
        task("p → p", "-- no axiom, no sorry\nexact id", name: "a"),
      ])
      #expect(verdicts[0] == .accepted(axioms: []))
      #expect(verdicts[1] == .accepted(axioms: ["Classical.choice", "Quot.sound", "propext"]))
      #expect(verdicts[2] == .accepted(axioms: []))
      #expect(verdicts[3] == .accepted(axioms: []))
    }
  }

  /// Each way to fail or cheat, with the reason that must be given.
  @Test func rejectionsHaveTheirReasons() async throws {
    let cases: [(RejectionReason, ProofTask)] = [
      (.leanError, task("p", "trivial")),
      (.leanError, task("p → p", "intro h")),
      (.leanError, task("p → p", "exact claim p")),
      (.leanError, task("p → p", "exact nothing")),
      (.notTacticText, task("p", "sorry")),
      (.notTacticText, task("p", "exact sorryAx _")),
      (.notTacticText, task("p", "native_decide")),
      (.notTacticText, task("p", "skip\naxiom c : False")),
      (.notTacticText, task("p", "exact (c")),
      (.leanError, task("p", "/- hidden -/ trivial")),
      (.notTacticText, task("p", "set_option debug.skipKernelTC true in trivial")),
      (.notTacticText, task("p", "#eval 1")),
      (.notTacticText, task("p", "run_tac pure ()")),
      (.notTacticText, task("p → p", "exact id", name: "a : True := trivial --")),
      (.notTacticText, task("p → p", "exact id", name: "a\ntheorem b")),
      (.notTacticText, task("p → p", String(repeating: "skip\n", count: 60_000))),
      (.usesSorry, task("p", "finish", imports: ["Cheat"])),
      (.usesSorry, task("p", "exact unproved.elim", imports: ["Cheat"])),
      (.forbiddenAxiom, task("p", "exact cheat.elim", imports: ["Cheat"])),
      (.forbiddenAxiom, task("p", "exact hidden.elim", imports: ["Cheat"])),
      (.forbiddenAxiom, task("p", "fake", imports: ["Cheat"])),
    ]
    try await withChecker { checker in
      let verdicts = try await checker.check(cases.map(\.1))
      for ((expected, task), verdict) in zip(cases, verdicts) {
        #expect(reason(verdict) == expected, "\(task.script.prefix(60)): \(verdict)")
      }
    }
  }

  /// A bad neighbour in the same call changes nobody else's verdict.
  @Test func verdictsAreIndependent() async throws {
    try await withChecker { checker in
      let verdicts = try await checker.check([
        task("p → p", "exact id", name: "same"),
        task("p → p", "intro h\nexact h", name: "same"),
        task("p", "exact cheat.elim", name: "same", imports: ["Cheat"]),
        task("⊥'", "exact True.intro", [], name: "x", imports: ["Cheat"]),
        task("⊥'", "exact True.intro", [], name: "y"),
        task("p → p", "exact id", name: "z", imports: ["Missing"]),
      ])
      #expect(verdicts[0].isAccepted && verdicts[1].isAccepted && verdicts[3].isAccepted)
      #expect(reason(verdicts[2]) == .forbiddenAxiom)
      #expect(reason(verdicts[4]) == .leanError)
      #expect(!verdicts[5].isAccepted)
    }
  }

  /// Out of time, of Lean's own limits, or a Lean that is gone: declined, never rejected.
  @Test func limitsDecline() async throws {
    let endless = task("p → p", "(repeat (have : True := trivial)) ; exact id")
    try await withChecker(LeanOptions(batchSeconds: 8, heartbeats: 0)) { checker in
      let verdicts = try await checker.check([endless, task("p → p", "exact id")])
      guard case .declined = verdicts[0] else {
        Issue.record("\(verdicts[0])")
        return
      }
      #expect(verdicts[1].isAccepted)
    }
    try await withChecker(LeanOptions(heartbeats: 50)) { checker in
      let verdicts = try await checker.check([endless])
      guard case .declined = verdicts[0] else {
        Issue.record("\(verdicts[0])")
        return
      }
    }
  }

  @Test func aHealthyLeanProvesItself() async throws {
    try await withChecker { checker in
      let health = try await checker.health(nonce: 1)
      #expect(health == .healthy)
      #expect(checker.version.hasPrefix("Lean "))
    }
    try await withChecker(LeanOptions(batchSeconds: 0.001)) { checker in
      guard case .unavailable = try await checker.health(nonce: 1) else {
        Issue.record("a Lean without time is not unavailable")
        return
      }
    }
  }

  @Test func nothingIsLeftBehind() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "checkers-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let toolchain = try await testToolchain()
    do {
      let checker = try LeanChecker(
        pool: LeanPool(toolchain: toolchain, options: LeanOptions()), folder: folder)
      _ = try await checker.check([task("p → p", "exact id"), task("p", "trivial")])
      let own = try FileManager.default.contentsOfDirectory(atPath: folder)
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(own[0])")
      #expect(own.allSatisfy { $0.hasPrefix("lemmaloom-") })
      #expect(files == [])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }
}
