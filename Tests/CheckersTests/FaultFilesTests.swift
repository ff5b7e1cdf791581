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
      pool: try await testPool())
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
      let verdict = try await judge.judge(file: "\(text)\n\(unproved)")
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
      // A failed declaration under a name that is there already.
      "\(good)#guard_msgs (drop error) in\ntheorem good : 2 + 2 = 5 := by decide\n",
      "\(good)#guard_msgs (drop all) in\nprivate theorem good : 2 + 2 = (5 : None) := by decide\n",
      "\(good)/-- error: `good` has already been declared -/\n#guard_msgs in\n"
        + "theorem good : 2 + 2 = 5 := by decide\n",
      "\(good)namespace A\n\(good)end A\nopen A\n#guard_msgs (drop error) in\n"
        + "theorem A.good : 2 + 2 = 5 := rfl\n",
      "\(good)#guard_msgs (drop warning) in\n#guard_msgs (drop error) in\n"
        + "example : 2 + 2 = 5 := rfl\n",
      // A macro takes what looks like a theorem.
      "\(good)macro_rules | `(theorem bad : $a := $b) => `(theorem other : True := trivial)\n"
        + "theorem bad : 2 + 2 = 5 := rfl\n",
      "\(good)macro (priority := high) \"theorem\" &\"bad\" \":\" a:term \":=\" b:term : command =>"
        + " `(command| #check True)\ntheorem bad : 2 + 2 = 5 := rfl\n",
      // A parser of the file's own ends it early, and what shows its end is declared.
      "\(good)theorem lemmaloom_end_of_file : True := trivial\n\(Self.halt("exit"))",
      "\(good)theorem lemmaloom_end_of_file : True := trivial\n\(Self.halt("eoi"))",
      // Nobody checks what is unsafe, whatever its name looks like.
      "\(good)unsafe def _bad : 2 + 2 = 5 := lcProof\n",
      "\(good)unsafe def A.match_1 : 2 + 2 = 5 := lcProof\n",
      "\(good)unsafe def good._unsafe_rec : 2 + 2 = 5 := lcProof\n",
      "def five : Nat := 5\nunsafe def five._unsafe_rec : 2 + 2 = 5 := lcProof\n",
    ]
    for file in files {
      let verdict = try await judge.judge(file: file)
      #expect(!verdict.isAccepted, "\(file): \(verdict)")
    }
  }

  /// A command that ends what Lean reads, with something behind it.
  private static func halt(_ kind: String) -> String {
    let hex = String(kind.utf8.last.map { UInt32($0) } ?? 0, radix: 16)
    return """
      @[command_parser] def halt : Lean.ParserDescr := .node
        (.str (.str (.str (.str .anonymous "Lean") "Parser") "Command") "\(kind.dropLast())\\x\(hex)")
        1022 (.symbol "halt_now")
      halt_now
      theorem bad : 2 + 2 = 5 := by decide
      """
  }

  /// What a file ends with goes on in nothing that is put behind it.
  @Test(arguments: [
    "/-- dangling -/", "@[simp]", "private", "open Nat in", "set_option autoImplicit true in",
    "variable (h : 1 = 2) in", "omit [Add Nat] in", "#guard_msgs in", "noncomputable",
    "@[simp] protected", "mutual", "macro \"twice\" c:command : command => `($c:command)\ntwice",
  ])
  func whatIsLeftUnfinishedIsRejected(_ end: String) async throws {
    let judge = try await judge()
    let file = "theorem good : True := trivial\n\(end)\n"
    let verdict = try await judge.judge(file: file)
    #expect(verdict.isRejected, "\(file): \(verdict)")
  }

  /// Honest files that hide, rename or make something.
  @Test(arguments: [
    "/-- info: Nat : Type -/\n#guard_msgs in\n#check Nat\ntheorem good : True := trivial\n",
    "#guard_msgs in\n/-- What it says. -/\ntheorem good : True := trivial\n",
    "#guard_msgs (drop info) in\nexample : 1 = 1 := rfl\n",
    "#guard_msgs (drop error) in\n#check nobody\ntheorem good : True := trivial\n",
    "theorem lemmaloom_end_of_file : True := trivial\n",
    "def f : Nat → Nat\n  | 0 => 0\n  | n + 1 => f n\ntheorem good : f 0 = 0 := rfl\n",
    "partial def f (n : Nat) : Nat := f (n + 1)\ntheorem good : True := trivial\n",
    "namespace A\nprivate theorem «a b» : True := trivial\nend A\ntheorem _root_.«at» : True :="
      + " A.«a b»\n",
    "macro \"mk\" n:declId : command => `(theorem $n : True := trivial)\nmk foo\n"
      + "theorem t : True := foo\n",
  ])
  func honestFilesAreAccepted(_ file: String) async throws {
    let verdict = try await (try judge()).judge(file: file)
    #expect(verdict.isAccepted, "\(file): \(verdict)")
  }

  /// Names that Lean makes for instances are numbered by what stands before them.
  @Test func namesOfInstancesAreNoMeaning() async throws {
    let judge = try await judge()
    let types = "class C (α : Type) where\n  v : Nat\ninductive T | a\n"
    let trusted = types + "instance : C T := ⟨1⟩\ntheorem t : C.v T = 1 := sorry\n"
    func candidate(_ value: Int) -> String {
      types + "section\nlocal instance : C T := ⟨2⟩\nend\ninstance : C T := ⟨\(value)⟩\n"
        + "theorem t : C.v T = \(value) := rfl\n"
    }
    let honest = try await judge.judge(trusted: trusted, candidate: candidate(1))
    #expect(honest.verdict.isAccepted, "\(honest)")
    for cheat in [
      candidate(2),
      candidate(1).replacing("⟨1⟩\n", with: "⟨0⟩\n").replacing(":= rfl", with: ":= sorry"),
      types + "instance : C T := ⟨1⟩\nlocal instance : C T := ⟨2⟩\n"
        + "theorem t : C.v T = 2 := rfl\n",
    ] {
      let report = try await judge.judge(trusted: trusted, candidate: cheat)
      #expect(report.verdict.isRejected, "\(cheat): \(report)")
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
    let macroMade = "macro \"mk\" n:declId : command => `(theorem $n : 1 = 2 := sorry)\n"
    for made in ["mk A.b\n", "namespace A\nmk b\nend A\n"] {
      let report = try await judge.judge(
        trusted: macroMade + made + "theorem A : 1 = 1 := by have := A.b; rfl\n",
        candidate: "theorem A : 1 = 1 := rfl\n")
      #expect(report.verdict.isRejected && report.targets.map(\.name) == ["A", "A.b"], "\(report)")
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
      pool: try await testPool())
    func task(_ name: String, _ target: String, _ script: String) -> ProofTask {
      .text(target, script: script, name: name)
    }
    let verdicts = try await checker.check([
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
      let verdict = try await judge.judge(file: file)
      #expect(verdict.isAccepted, "\(file): \(verdict)")
    }
  }
}
