import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Checkers

/// Ways in which text once reached past the kernel, and their neighbours: all end with a declaration that the kernel
/// never saw, or with one that a reader of names overlooked.
@Suite struct FaultFilesTests {
  private static let five = "theorem five : 2 + 2 = 5 := sorry"
  /// Switches the kernel off for what follows, in other words each time.
  private static let switches = [
    "set_option debug.skipKernelTC true",
    "set_option «debug».skipKernelTC true",
    "set_option debug.«skipKernelTC» true",
    "section\nset_option debug.skipKernelTC true",
    "namespace A set_option debug.skipKernelTC true end A set_option debug.skipKernelTC true",
    "macro \"q\" : command => `(set_option debug.skipKernelTC true)\nq",
    "macro \"q\" x:ident y:\"true\" : command => `(set_option $x true)\nq debug.skipKernelTC true",
    "syntax \"q\" ident : command\nmacro_rules | `(q $x) => `(set_option $x true)\nq debug.skipKernelTC",
    "notation:max a:max \".1r\" b:max => (a, b)\ndef t := True.1r\"\\\" \"set_option debug.skipKernelTC true -- \"",
    "#guard_msgs (drop all) in\nset_option debug.skipKernelTC true",
  ]

  private func judge() async throws -> AgainstJudge {
    try AgainstJudge(
      pool: LeanPool(toolchain: try await Backends.toolchain(), options: LeanOptions()))
  }

  @Test(arguments: [
    "auto_param_by_unification", "category_declared_later", "raw_string_behind_digit",
  ])
  func filesOfTheFault(name: String) async throws {
    let folder = "\(Project.folder)/Tests/Fixtures/faults/\(name)"
    let report = try await judge().judge(
      trusted: try String(contentsOfFile: "\(folder)/trusted.lean", encoding: .utf8),
      candidate: try String(contentsOfFile: "\(folder)/candidate.lean", encoding: .utf8))
    guard case .rejected(.kernelObjects, _) = report.verdict else {
      Issue.record("\(name): \(report)")
      return
    }
  }

  @Test func howeverTheKernelIsSwitchedOff() async throws {
    let judge = try await judge()
    let unproved =
      "theorem no : False := by\n  have h : 1 = 2 := by decide +kernel\n  cases h\n"
    for text in Self.switches {
      let candidate = "\(text)\ntheorem five : 2 + 2 = 5 := by decide +kernel\n"
      let report = try await judge.judge(trusted: Self.five, candidate: candidate)
      #expect(report.verdict.isRejected, "\(text): \(report)")
      let verdict = await judge.judge(file: "\(text)\n\(unproved)")
      #expect(verdict.isRejected, "\(text): \(verdict)")
    }
  }

  /// Names that Lean might have made, given by a person: each is a theorem that must be proved.
  @Test func theoremsWithNamesLikeLeansOwn() async throws {
    let judge = try await judge()
    for name in [
      "A.match_1", "A._main", "A._proof_1", "A.match_1_1", "_private.A", "A._cstage1",
    ] {
      let trusted = "def A : Nat := 1\ntheorem \(name) : 1 = 2 := sorry\ntheorem ok : True := sorry"
      let report = try await judge.judge(
        trusted: trusted, candidate: "def A : Nat := 1\ntheorem ok : True := trivial")
      guard case .rejected(.missingTheorem, _) = report.verdict else {
        Issue.record("\(name): \(report)")
        continue
      }
      #expect(report.targets.count == 2, "\(name): \(report)")
    }
  }

  /// What hides an example, or the end of what Lean reads.
  @Test func whatIsNotSeenIsDeclined() async throws {
    let judge = try await judge()
    let hidden = "set_option warn.sorry false in example : 1 = 2 := sorry"
    let good = "theorem good : True := trivial\n"
    let files = [
      "notation \"y--\" => True\n\(good)def t := y-- \(hidden)\n",
      "\(good)/--/ -/\n\(hidden)\n",
      "infix:50 \" ★ \" => Eq\n\(good)theorem t : 1 ★1 := rfl\n\(hidden)\n",
      "macro \"noncomputable\" \"def\" x:ident \":\" t:term \":=\" p:term : command => `(#check 1)\n"
        + "\(good)\(hidden)\n",
      "\(good)#exit\ntheorem b : 1 = 2 := sorry\n",
      "notation \"y--\" => True\n\(good)def t := y-- \n#exit\ntheorem b : 1 = 2 := sorry\n",
      "unsafe def five : 2 + 2 = 5 := five\n",
      "\(good)unsafe def five : 2 + 2 = 5 := five\n",
      "\(good)#guard_msgs (drop error) in\ntheorem trivial : 2 + 2 = 5 := sorry\n",
    ]
    for file in files {
      let verdict = await judge.judge(file: file)
      #expect(!verdict.isAccepted, "\(file): \(verdict)")
    }
  }

  /// A trusted file's open theorems, however they are written.
  @Test func noOpenTheoremIsOverlooked() async throws {
    let judge = try await judge()
    let done = "theorem ok : True := sorry\n"
    for trusted in [
      "def A : Nat := 1\ntheorem A.«_main» : 1 = 2 := sorry\n",
      "class P (n : Nat) : Prop where\n  h : n = 2\ninstance _one : P 1 := sorry\n",
      "namespace _example\ntheorem x : 1 = 2 := sorry\nend _example\n",
    ] {
      let report = try await judge.judge(
        trusted: trusted + done,
        candidate: trusted.replacing("theorem", with: "theorem good : True := trivial\ntheorem")
          + "theorem ok : True := trivial\n")
      #expect(report.verdict.isRejected && report.targets.count == 2, "\(trusted): \(report)")
    }
    await #expect(throws: AgainstError.self) {
      _ = try await judge.judge(
        trusted: done + "#exit\ntheorem hidden : 1 = 2 := sorry", candidate: "")
    }
  }

  /// In a batch nobody leans on a neighbour, and nobody pays for one.
  @Test(arguments: [1, 50]) func neighboursInABatch(proofsAProcess: Int) async throws {
    let checker = try LeanChecker(
      proofsAProcess: proofsAProcess,
      pool: LeanPool(toolchain: try await Backends.toolchain(), options: LeanOptions()))
    func task(_ name: String, _ target: String, _ script: String) -> ProofTask {
      ProofTask(
        name: name,
        statement: Statement(
          domain: "test", binders: [], target: target, normalForm: "text \(target)", size: 0),
        script: script, imports: [], opens: [])
    }
    let verdicts = await checker.check([
      task("a9", "1 + 1 = 2", "rfl"), task("b9", "1 + 1 = 2", "exact a9"),
      task("d9", "∀ n : Nat, n = n", "let rec f : ∀ n : Nat, n = n := fun _ => rfl\nexact f"),
      task("e9", "∀ n : Nat, n = n", "exact d9.f"), task("a4.f", "True", "trivial"),
      task("a4", "True ∧ True", "let rec f : True := trivial\nexact ⟨f, f⟩"),
      task("wrong", "1 = 2", "rfl"), task("right", "2 = 2", "rfl"),
      task(
        "ends", "True",
        "exact (fun (throwError : String → True) => throwError \"{\") (fun _ => trivial) "
          + "theorem evil : 1 = 1 := rfl -- \" } \")"),
    ])
    let kinds = verdicts.map(\.kind)
    let expected = [
      "accepted", "rejected", "accepted", "rejected", "accepted", "accepted", "rejected",
      "accepted", "declined",
    ]
    #expect(kinds == expected, "\(verdicts)")
  }

  /// Honest files that lists of words refused.
  @Test func honestFilesThatSoundBad() async throws {
    let judge = try await judge()
    let files = [
      "def s : String := \"{x}\"\ntheorem good (p : Prop) (h : p) : p := h",
      "def s : String := \"a{\"\ndef t : String := \"}\"\ntheorem good (p : Prop) (h : p) : p := h",
      "theorem good (p : Prop) (h : p) : p :=-- here\n  h",
      "theorem good (p : Prop) (h : p) : p :=/- here -/h",
      "@[pp_nodot] def twice (n : Nat) : Nat := n + n\ntheorem good (p : Prop) (h : p) : p := h",
      "theorem good (IO : Prop) (h : IO) : IO := h",
      "theorem good (BaseIO EIO : Prop) (h : BaseIO ∧ EIO) : EIO := h.2",
      "open Lean\ntheorem good (p : Prop) (h : p) : p := h",
      "theorem unsafeBound (p : Prop) (h : p) : p := h",
      "theorem evalConst (skipKernelTC : Prop) (h : skipKernelTC) : skipKernelTC := h",
      "theorem good (n : Lean.Name) : n = n := rfl",
      "opaque good : ∀ p : Prop, p → p := fun _ h => h",
      "def debug : Nat := 1\ntheorem good : debug = 1 := rfl",
      "notation \"--?\" => True\ntheorem good : True := trivial",
    ]
    for file in files {
      let verdict = await judge.judge(file: file)
      #expect(verdict.isAccepted, "\(file): \(verdict)")
    }
  }
}
