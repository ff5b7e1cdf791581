import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Checkers

private func reason(_ verdict: Verdict) -> RejectionReason? {
  if case .rejected(let reason, _) = verdict { reason } else { nil }
}

/// Reports of all cases, in their order.
private func reports(_ cases: [AgainstCase]) async throws -> [AgainstReport] {
  let judge = try AgainstJudge(pool: try await testPool())
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
    let judge = try AgainstJudge(pool: try await testPool())
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
    let pool = try await testPool()
    let report = try await AgainstJudge(pool: pool).judge(trusted: trusted, candidate: candidate)
    #expect(report.verdict == .accepted(axioms: ["Classical.choice", "Quot.sound", "propext"]))
    let strict = try AgainstJudge(pool: pool, axioms: ["propext"])
    let other = try await strict.judge(trusted: trusted, candidate: candidate)
    #expect(reason(other.verdict) == .forbiddenAxiom)
  }

  /// Faults of the trusted file are nobody's verdict.
  @Test func theTrustedFileMustAskSomething() async throws {
    let judge = try AgainstJudge(pool: try await testPool())
    func error(_ trusted: String) async -> AgainstError? {
      do {
        _ = try await judge.judge(trusted: trusted, candidate: "")
        return nil
      } catch { return error as? AgainstError }
    }
    #expect(await error("theorem t : 1 = 1 := rfl") == .nothingOpen)
    #expect(await error("example : False := sorry") == .nothingOpen)
    for definition in [
      "def n : Nat := sorry", "def n : 1 = 2 := sorry", "abbrev n : Type := sorry",
      "opaque n : 1 = 2 := sorry", "def n : { k : Nat // k = 3 } := ⟨3, sorry⟩",
    ] {
      let unasked = "\(definition)\ntheorem t : 1 = 1 := sorry"
      for text in [definition, unasked] {
        #expect(await error(text) == .openDefinition(name: "n", theorem: nil), "\(text)")
      }
    }
    for name in ["Nat.succ", "t"] {
      let hidden =
        "theorem t : 1 = 1 := sorry\n#guard_msgs (drop all) in\ntheorem \(name) : 1 = 2 := sorry"
      #expect(
        await error(hidden) == .notComparable("hides that Lean does not declare '\(name)'"))
    }
    #expect(
      await error("#guard_msgs (drop all) in\ntheorem u : (nobody) 1 = Nat := sorry")
        == .openDefinition(name: "u", theorem: "u"))
    // What stands behind `where` is the proof's own affair.
    #expect(await error("theorem t : 1 = 1 := u\nwhere u : 1 = 1 := sorry") == nil)
    #expect(await error("theorem t : ∃ n : Nat, n = n := ⟨u, rfl⟩\nwhere u : Nat := sorry") == nil)
    let open = "def n : Nat := sorry\ndef m : Nat := n\ntheorem t : m = m := sorry"
    #expect(await error(open) == .openDefinition(name: "n", theorem: "t"))
    guard case .doesNotCompile(let text)? = await error("theorem t : 1 = 1 := sorry\nfoo")
    else {
      Issue.record("a trusted file that does not compile is taken")
      return
    }
    #expect(text.hasPrefix("line 2"))
    let prelude = "prelude\ntheorem t (p : Prop) (h : p) : p := h"
    guard case .notComparable? = await error(prelude) else {
      Issue.record("a trusted file with 'prelude' is taken")
      return
    }
  }

  @Test func openExamplesAreSpokenOf() {
    let text = "theorem t : 1 = 1 := sorry\nexample : 1 = 2 := by\n  sorry\n-- example := sorry\n"
    #expect(AgainstJudge.remark(onTrusted: text)?.contains("(line 2)") == true)
    #expect(AgainstJudge.remark(onTrusted: "theorem t : 1 = 1 := sorry") == nil)
  }

  /// Nobody can tell: neither accepted nor rejected.
  @Test func limitsDecline() async throws {
    let trusted = "theorem swap (p q : Prop) : p ∧ q → q ∧ p := sorry"
    let endless =
      "theorem swap (p q : Prop) : p ∧ q → q ∧ p := by\n  repeat (have : True := trivial)"
    for options in [
      LeanOptions(batchSeconds: 4, heartbeats: 0), LeanOptions(heartbeats: 50),
    ] {
      let judge = try AgainstJudge(pool: try await testPool(options))
      let report = try await judge.judge(trusted: trusted, candidate: endless)
      guard case .declined = report.verdict else {
        Issue.record("\(report)")
        continue
      }
    }
    var limits = KernelLimits()
    limits.candidateBytesMax = 10
    let judge = try AgainstJudge(pool: try await testPool(), limits: limits)
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
    let answers = try await (try testPool()).run(questions, header: LeanHeader(imports: ["Init"]))
    let found = answers.map(AxiomQuestions.axioms)
    // The first is private to lean-mini's library; another Lean need not have it.
    #expect(questions[0].contains("(.num "))
    #expect(found[2] == ["propext", "Classical.choice", "Quot.sound"])
    #expect(found[3] == nil)
    #expect(questions[1] == "#print axioms «term_+_»")
  }
}
