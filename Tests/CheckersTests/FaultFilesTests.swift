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
