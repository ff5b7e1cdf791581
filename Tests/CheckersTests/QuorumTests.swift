import LeanInterface
import Records
import Testing

@testable import Checkers

/// Answers from a list; what a broken backend could say.
private struct Scripted: Checker {
  let name = "scripted"
  let version = "1"
  let answers: [Verdict]
  func check(_ tasks: [ProofTask]) async -> [Verdict] { answers }
}

@Suite struct QuorumTests {
  private let yes = Verdict.accepted(axioms: ["propext"])
  private let no = Verdict.rejected(reason: .leanError, messages: [])
  private let maybe = Verdict.declined(reason: "busy")

  @Test func rulesOverVerdicts() {
    let table: [([Verdict], all: Verdict?, any: Verdict?, majority: Verdict?)] = [
      ([yes], yes, yes, yes), ([no], no, no, no), ([maybe], maybe, maybe, nil),
      ([yes, no], no, yes, nil), ([yes, maybe], maybe, yes, nil), ([maybe, no], no, no, nil),
      ([yes, yes, no], no, yes, yes), ([yes, no, no], no, yes, no),
      ([yes, yes, maybe], maybe, yes, yes), ([maybe, maybe, yes], maybe, yes, nil),
    ]
    for (verdicts, all, any, majority) in table {
      for (quorum, expected) in [(Quorum.all, all), (.any, any), (.majority, majority)] {
        let decision = quorum.decide(verdicts)
        if let expected {
          #expect(decision == expected, "\(quorum) of \(verdicts)")
        } else {
          #expect(isDeclined(decision), "\(quorum) of \(verdicts)")
        }
      }
    }
    for quorum in Quorum.allCases { #expect(isDeclined(quorum.decide([]))) }
    #expect(
      Quorum.all.decide([yes, .accepted(axioms: ["Classical.choice", "propext"])])
        == .accepted(axioms: ["Classical.choice", "propext"]))
  }

  private func isDeclined(_ verdict: Verdict) -> Bool {
    if case .declined = verdict { true } else { false }
  }

  @Test func panelsAskEveryChecker() async {
    let tasks = Canary.all(nonce: 1).map(\.task)
    let good = Scripted(answers: [yes, no, no])
    let panel = Panel(checkers: [good, Scripted(answers: [yes, yes, maybe])], quorum: .all)
    #expect(await panel.check(tasks) == [yes, no, no])
    let short = Panel(checkers: [good, Scripted(answers: [yes])], quorum: .all)
    let verdicts = await short.check(tasks)
    #expect(isDeclined(verdicts[0]) && verdicts[1] == no)
  }

  @Test func canariesExposeABrokenChecker() async {
    #expect(await Scripted(answers: [yes, no, no]).health(nonce: 7) == .healthy)
    #expect(await Scripted(answers: [yes, maybe, no]).health(nonce: 7) == .unavailable("busy"))
    for wrong in [[yes, yes, no], [yes, no, yes], [no, no, no], [yes]] {
      guard case .wrong = await Scripted(answers: wrong).health(nonce: 7) else {
        Issue.record("not noticed: \(wrong)")
        continue
      }
    }
    #expect(Canary.all(nonce: 1)[0].task.name != Canary.all(nonce: 2)[0].task.name)
  }

  @Test func unknownBackendsAreNamed() async throws {
    let toolchain = try await Toolchain.discover(command: "", project: "", fetched: [])
    let context = CheckerContext(pool: LeanPool(toolchain: toolchain, options: LeanOptions()))
    #expect(throws: CheckersError.unknownBackend(name: "kimina", known: ["lean"])) {
      _ = try CheckerRegistry.make("kimina", context)
    }
    #expect(try CheckerRegistry.make("lean", context).name == "lean")
  }
}
