import Foundation
import LeanInterface
import Records
import Testing

@testable import Checkers

private func pool(_ options: LeanOptions = LeanOptions()) async throws -> LeanPool {
  LeanPool(
    toolchain: try await Toolchain.discover(command: "", project: "", fetched: []),
    options: options)
}

private func reason(_ verdict: Verdict) -> RejectionReason? {
  if case .rejected(let reason, _) = verdict { reason } else { nil }
}

/// Reports of all cases, in their order.
private func reports(_ cases: [AgainstCase]) async throws -> [AgainstReport] {
  let judge = AgainstJudge(pool: try await pool())
  return try await withThrowingTaskGroup(of: (Int, AgainstReport).self) { group in
    for (index, item) in cases.enumerated() {
      group.addTask {
        (index, try await judge.judge(trusted: item.trusted, candidate: item.candidate))
      }
    }
    var found: [Int: AgainstReport] = [:]
    for try await (index, report) in group { found[index] = report }
    return cases.indices.compactMap { found[$0] }
  }
}

@Suite struct AgainstTests {
  @Test func honestCandidatesAreAccepted() async throws {
    for (item, report) in zip(honestCases, try await reports(honestCases)) {
      #expect(report.verdict.isAccepted, "\(item.name): \(report.reason)")
      #expect(!report.targets.isEmpty && !report.reason.contains("\n"))
    }
  }

  @Test func cheatsAreRejectedWithTheirReasons() async throws {
    for (item, report) in zip(cheatCases, try await reports(cheatCases)) {
      #expect(reason(report.verdict) == item.reason, "\(item.name): \(report)")
      #expect(
        item.says.isEmpty || report.reason.contains(item.says), "\(item.name): \(report.reason)")
      #expect(!report.reason.contains("\n"))
    }
  }

  @Test func everyTargetHasItsVerdict() async throws {
    let judge = AgainstJudge(pool: try await pool())
    let report = try await judge.judge(
      trusted:
        "theorem b : 1 = 1 := sorry\ntheorem a : 1 = 2 := sorry\ntheorem done : True := trivial",
      candidate: "theorem a : 1 = 2 := sorry\ntheorem b : 1 = 1 := rfl")
    #expect(report.targets.map(\.name) == ["a", "b"])
    #expect(report.targets.map { reason($0.verdict) } == [.usesSorry, nil])
    #expect(report.targets.last?.verdict == .accepted(axioms: []))
    #expect(reason(report.verdict) == .usesSorry)
  }

  @Test func axiomsAreListedAndLimited() async throws {
    let trusted = "theorem em' (p : Prop) : p ∨ ¬p := sorry"
    let candidate = "theorem em' (p : Prop) : p ∨ ¬p := Classical.em p"
    let pool = try await pool()
    let report = try await AgainstJudge(pool: pool).judge(trusted: trusted, candidate: candidate)
    #expect(report.verdict == .accepted(axioms: ["Classical.choice", "Quot.sound", "propext"]))
    let strict = AgainstJudge(pool: pool, axioms: ["propext"])
    let other = try await strict.judge(trusted: trusted, candidate: candidate)
    #expect(reason(other.verdict) == .forbiddenAxiom)
  }

  /// Faults of the trusted file are nobody's verdict.
  @Test func theTrustedFileMustAskSomething() async throws {
    let judge = AgainstJudge(pool: try await pool())
    func error(_ trusted: String) async throws -> AgainstError? {
      do {
        _ = try await judge.judge(trusted: trusted, candidate: "")
        return nil
      } catch let error as AgainstError { return error }
    }
    #expect(try await error("theorem t : 1 = 1 := rfl") == .nothingOpen)
    #expect(try await error("example : False := sorry") == .nothingOpen)
    #expect(try await error("def n : Nat := sorry") == .nothingOpen)
    let open = "def n : Nat := sorry\ndef m : Nat := n\ntheorem t : m = m := sorry"
    #expect(try await error(open) == .openDefinition(name: "n", theorem: "t"))
    guard case .doesNotCompile(let text)? = try await error("theorem t : 1 = 1 := sorry\nfoo")
    else {
      Issue.record("a trusted file that does not compile is taken")
      return
    }
    #expect(text.hasPrefix("line 2"))
    let prelude = "prelude\ntheorem t (p : Prop) (h : p) : p := h"
    guard case .notComparable? = try await error(prelude) else {
      Issue.record("a trusted file with 'prelude' is taken")
      return
    }
  }

  /// Nobody can tell: neither accepted nor rejected.
  @Test func limitsDecline() async throws {
    let trusted = "theorem swap (p q : Prop) : p ∧ q → q ∧ p := sorry"
    let endless =
      "theorem swap (p q : Prop) : p ∧ q → q ∧ p := by\n  repeat (have : True := trivial)"
    for options in [
      LeanOptions(batchSeconds: 4, heartbeats: 0), LeanOptions(heartbeats: 50),
    ] {
      let judge = AgainstJudge(pool: try await pool(options))
      let report = try await judge.judge(trusted: trusted, candidate: endless)
      guard case .declined = report.verdict else {
        Issue.record("\(report)")
        continue
      }
    }
    var limits = AgainstLimits()
    limits.candidateBytesMax = 10
    let judge = AgainstJudge(pool: try await pool(), limits: limits)
    let report = try await judge.judge(trusted: trusted, candidate: endless)
    #expect(report.verdict == .declined(reason: "over 10 bytes"))
  }

  @Test func axiomsOfNamesThatNoIdentifierSays() async throws {
    let name = ConstantName(
      parts: ["_private", "Init", "Nat"].map { .text(Array($0.utf8)) }
        + [.number(0), .text(Array("Nat".utf8)), .text(Array("le_or_lt".utf8))])
    let odd = ConstantName("term_+_")
    let questions = [name, odd, ConstantName("Classical.em"), ConstantName("No.such")].enumerated()
      .map { AxiomQuestions.snippet($1, index: $0) }
    let answers = await (try pool()).run(questions, header: LeanHeader(imports: ["Init"]))
    let found = answers.map(AxiomQuestions.axioms)
    // The first is private to lean-mini's library; another Lean need not have it.
    #expect(questions[0].contains("(.num "))
    #expect(found[2] == ["propext", "Classical.choice", "Quot.sound"])
    #expect(found[3] == nil)
    #expect(questions[1] == "#print axioms «term_+_»")
  }

  // MARK: The text alone

  @Test func textThatRunsNothingPasses() {
    let texts = [
      "notation \"{\" x \"}\" => Nat.succ x",
      "notation:max \"{\" x:50 \"}\" => Nat.succ x\ninfixl:65 \" ++- \" => Nat.add",
      "macro \"x\" t:term \", \" s:ident : tactic => `(tactic| exact $t $s)\n"
        + "@[simp] theorem a : 1 = 1 := rfl",
      "macro_rules | `(f $x $y) => `($y + $x)\n| `(g $[$x]*) => `(h $[$x]*)\nopen Nat",
      "declare_syntax_cat shape\nsyntax \"dot\" : shape\nsyntax \"⟪\" shape num \"⟫\" : term",
      "@[simp, norm_cast] theorem a : 1 = 1 := rfl\nattribute [-simp] a\nattribute [local simp ←] a",
      "theorem a : f $ 1 = 1 := rfl",
      "set_option maxRecDepth 1000 in\ntheorem a : 1 = 1 := rfl",
      "import Lean\nopen Classical in\ntheorem a : 1 = 1 := by\n  simp only [Lean.Omega.foo]",
      "def debug := 1\ndef s := \"a \\n b\"",
    ]
    for text in texts { #expect(CandidateGate.objection(to: text) == nil, "\(text)") }
  }

  @Test func textThatRunsCodeIsRefused() {
    let texts = [
      "elab \"x\" : term => pure ()", "#eval 1", "initialize foo : Nat ← pure 1",
      "simproc foo (1) := fun _ => pure .continue", "open Lean in\ndef a := 1",
      "open List in all Lean.Name", "def a := «Lean».Name", "def a := _root_.Lean.Name",
      "set_option debug.byAsSorry true", "set_option «debug».skipKernelTC true",
      "set_option doc.verso true", "set_option trace.profiler.output \"/tmp/x\"",
      "builtin_initialize foo : Nat", "cbv_simproc foo (1) := go",
      "macro \"mk\" s:str : command => `(notation $s => True)",
      "set_option Elab.async true", "quietly debug.skipKernelTC", "#check a.skipKernelTC",
      "@[implemented_by b] def a := 1", "@[simp, macro x] def a := 1",
      "attribute [command_elab x] a", "@[to_additive (attr := tactic x)] def a := 1",
      "unsafe def a := 1", "def a : autoParam True b := trivial", "def a := `foo",
      "def a := `(1 + 1)", "def s := s!\"{by exact x}\"",
      "macro \"x\" : command => go", "macro \"x\" : command => do `(example : True := trivial)",
      "macro \"x\" : command => `(set_option $n true)",
      "macro \"x\" t:term:max : command => `(set_option $term true)",
      "macro \"x\" t:term : term => `($(t))", "macro \"x\" t:term : term => `($t.raw)",
      "macro \"x\" t:term : term => `(f) |> go", "macro \"x\" : term => `(f)\n  >>= go",
      "macro \"x\" evil : term => `(f)", "macro \"x\" (evil:max) : term => `(f)",
      "macro \"x\" n:num : term => `($n)\ndef num := evil", "macro \"x\" : term => `(evil| f)",
      "macro \"x\" : prec => `(prec| 1)", "syntax \"x\" evil : term",
      "syntax \"x\"\nevil : term", "syntax \"x\" num : term\nsyntax (name := num) \"y\" : term",
      "macro_rules | `(f $x) => pure x", "macro_rules | `(f $(x)) => `(g)",
      "macro_rules | _ => evil", "notation \"a\" => $(b)", "notation \"a\\\"\" => 1",
      "notation \"--\" => 1", "notation \"a-\" => 1", "infix \")/\" => f", "notation \"='\" => 1",
      "notation \")r\" => 1", "def a := \"open", "example := a ~-- b",
    ]
    for text in texts { #expect(CandidateGate.objection(to: text) != nil, "\(text)") }
  }
}
