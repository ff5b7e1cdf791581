import LeanInterface
import Records
import TestSupport
import Testing

@testable import Checkers

/// Answers from a list; what a broken backend could say.
private struct Scripted: Checker {
  var name = "scripted"
  let version = "1"
  let answers: [Verdict]
  func check(_ tasks: [ProofTask]) async -> [Verdict] { answers }
}

/// Passes the canaries and judges by the name of the theorem.
private actor Judge: Checker {
  nonisolated let name: String
  nonisolated let version = "1"
  private let verdicts: [String: Verdict]
  private(set) var asked = 0
  private(set) var canaries = 0
  private var isSilent = false

  init(_ name: String, _ verdicts: [String: Verdict]) {
    self.name = name
    self.verdicts = verdicts
  }

  func silence(_ isSilent: Bool) { self.isSilent = isSilent }

  func check(_ tasks: [ProofTask]) -> [Verdict] {
    if isSilent { return tasks.map { _ in .declined(reason: "silent") } }
    return tasks.enumerated().map { index, task in
      if task.statement.domain == "canary" {
        canaries += index == 0 ? 1 : 0
        return index == 0 ? .accepted(axioms: []) : .rejected(reason: .leanError, messages: [])
      }
      asked += 1
      return verdicts[task.name] ?? .declined(reason: "unknown")
    }
  }
}

private actor Events {
  private(set) var texts: [String] = []
  func add(_ event: CheckerEvent) { texts.append("\(event.checker) \(event.text)") }
}

@Suite struct QuorumTests {
  @Test func someQuorumsNeedCertainCheckers() {
    #expect(Quorum.all.obstacle(fit: ["a"], of: 3) == nil)
    #expect(Quorum.any.obstacle(fit: [], of: 3) != nil)
    #expect(Quorum.majority.obstacle(fit: ["a"], of: 2) != nil)
    #expect(Quorum.majority.obstacle(fit: ["a", "b"], of: 3) == nil)
    #expect(Quorum.confirm(by: "c").obstacle(fit: ["a", "b"], of: 3)?.contains("c, which") == true)
    #expect(Quorum.confirm(by: "c").obstacle(fit: ["c"], of: 3) == nil)
  }

  private let yes = Verdict.accepted(axioms: ["propext"])
  private let no = Verdict.rejected(reason: .leanError, messages: [])
  private let maybe = Verdict.declined(reason: "busy")

  private func judgements(_ verdicts: [Verdict]) -> [Judgement] {
    verdicts.enumerated().map { Judgement(checker: "c\($0)", version: "1", verdict: $1) }
  }

  /// nil: declined, since nobody or everybody is right.
  @Test func rulesOverVerdicts() {
    let table: [([Verdict], all: Verdict?, any: Verdict?, majority: Verdict?)] = [
      ([yes], yes, yes, yes), ([no], no, no, no), ([maybe], maybe, maybe, nil),
      ([yes, maybe], maybe, yes, nil), ([maybe, no], no, no, nil), ([no, no, maybe], no, no, no),
      ([yes, yes, maybe], maybe, yes, yes), ([maybe, maybe, yes], maybe, yes, nil),
      // One of two that contradict each other is wrong, and no rule says which.
      ([yes, no], nil, nil, nil), ([yes, yes, no], nil, nil, nil), ([yes, no, no], nil, nil, nil),
    ]
    for (verdicts, all, any, majority) in table {
      for (quorum, expected) in [(Quorum.all, all), (.any, any), (.majority, majority)] {
        let decision = quorum.decide(judgements(verdicts), of: verdicts.count)
        if let expected {
          #expect(decision == expected, "\(quorum) of \(verdicts)")
        } else {
          #expect(decision.isDeclined, "\(quorum) of \(verdicts)")
        }
      }
    }
    for quorum in [Quorum.all, .any, .majority, .confirm(by: "x")] {
      #expect(quorum.decide([], of: 1).isDeclined)
    }
    #expect(
      Quorum.all.decide(
        judgements([yes, .accepted(axioms: ["Classical.choice", "propext"])]), of: 2)
        == .accepted(axioms: ["Classical.choice", "propext"]))
    // A checker that is away counts among those whose majority is asked for.
    #expect(Quorum.majority.decide(judgements([yes]), of: 2).isDeclined)
  }

  private func tasks(_ names: [String]) -> [ProofTask] {
    names.map { name in
      var task = Canary.all(nonce: 1)[0].task
      task.name = name
      task.statement = .text("True")
      return task
    }
  }

  @Test func panelsAskEveryChecker() async throws {
    let panel = Panel(
      checkers: [
        Judge("x", ["a": yes, "b": no, "c": yes]), Judge("y", ["a": yes, "b": no, "c": no]),
      ],
      quorum: .all)
    let decisions = try await panel.check(tasks(["a", "b", "c", "d"]))
    #expect(decisions.map(\.verdict).prefix(2) == [yes, no])
    #expect(decisions.map(\.isDisputed) == [false, false, true, false])
    #expect(
      decisions[2].verdict == .declined(reason: "disputed: x accepted, y rejected"))
    #expect(decisions[3].verdict.isDeclined)
    #expect(decisions[0].judgements.map(\.checker) == ["x", "y"])
  }

  @Test func theLastWordIsAskedForWhatTheOthersLetPass() async throws {
    let fast = Judge("fast", ["a": yes, "b": no, "c": yes])
    let last = Judge("last", ["a": yes, "c": no, "d": yes])
    let panel = Panel(checkers: [fast, last], quorum: .confirm(by: "last"))
    let decisions = try await panel.check(tasks(["a", "b", "c", "d"]))
    #expect(decisions[0].verdict == yes && decisions[1].verdict == no)
    #expect(decisions[2].isDisputed && decisions[2].verdict.isDeclined)
    // What the fast one declined is the last one's to judge.
    #expect(decisions[3].verdict == yes)
    #expect(await last.asked == 3)
  }

  @Test func brokenCheckersAreLeftOutAndSilentOnesComeBack() async throws {
    let judge = Judge("judge", ["a": yes])
    let events = Events()
    let panel = Panel(
      checkers: [judge, Scripted(name: "liar", answers: [yes, yes, no])], quorum: .all,
      canaryEvery: 2
    ) { await events.add($0) }
    #expect(try await panel.check(tasks(["a"])).map(\.verdict) == [yes])
    #expect(await panel.fit.map(\.name) == ["judge"])
    #expect(await events.texts.count == 1)
    #expect(
      await events.texts.first?.hasPrefix("liar judges wrongly and is left out: accepted") == true)
    #expect(await judge.canaries == 1)
    _ = try await panel.check(tasks(["a"]))
    #expect(await judge.canaries == 1)
    // Two checks since: canaries are due.
    await judge.silence(true)
    #expect(try await panel.check(tasks(["a"]))[0].verdict.isDeclined)
    #expect(await panel.obstacle == "no checker is left")
    await judge.silence(false)
    #expect(try await panel.check(tasks(["a"])).map(\.verdict) == [yes])
    #expect(await events.texts.last == "judge answers again")
  }

  /// A proof that is offered again: no earlier word is forgotten, and none counts twice.
  @Test func whatWasSaidStaysSaid() {
    let names = ["a", "b", "c"]
    let panel = Panel(checkers: names.map { Judge($0, [:]) }, quorum: .majority)
    func decision(_ verdicts: [Verdict]) -> PanelDecision {
      let judged = zip(names, verdicts).map { Judgement(checker: $0, version: "1", verdict: $1) }
      return PanelDecision(verdict: panel.quorum.decide(judged, of: 3), judgements: judged)
    }
    let rejected = decision([maybe, no, maybe])
    #expect(rejected.verdict.isDeclined && !rejected.isOpen)
    let open = decision([yes, maybe, maybe])
    #expect(open.isOpen)
    #expect(panel.merged(open, decision([maybe, yes, maybe])).verdict == yes)
    #expect(panel.merged(open, decision([yes, maybe, maybe])).verdict.isDeclined)
    #expect(panel.merged(open, decision([maybe, no, maybe])).isDisputed)
    #expect(panel.merged(open, decision([no, maybe, maybe])).isDisputed)
  }

  @Test func halfOfTheCheckersAreNoMajority() async throws {
    let away = Judge("away", ["a": yes])
    let panel = Panel(checkers: [Judge("here", ["a": yes]), away], quorum: .majority)
    try await panel.examine()
    #expect(await panel.obstacle == nil)
    await away.silence(true)
    try await panel.examine()
    #expect(await panel.obstacle?.contains("no majority") == true)
    await away.silence(false)
    #expect(try await panel.check(tasks(["a"])).map(\.verdict) == [yes])
  }

  @Test func aWrongNumberOfVerdictsIsNoVerdict() async throws {
    let short = Panel(
      checkers: [Scripted(name: "short", answers: [yes, no, no])], quorum: .all)
    let decisions = try await short.check(tasks(["a"]))
    #expect(decisions.count == 1 && decisions[0].verdict.isDeclined)
  }

  @Test func canariesExposeABrokenChecker() async throws {
    #expect(try await Scripted(answers: [yes, no, no]).health(nonce: 7) == .healthy)
    #expect(try await Scripted(answers: [yes, maybe, no]).health(nonce: 7) == .unavailable("busy"))
    for wrong in [[yes, yes, no], [yes, no, yes], [no, no, no], [yes]] {
      guard case .wrong = try await Scripted(answers: wrong).health(nonce: 7) else {
        Issue.record("not noticed: \(wrong)")
        continue
      }
    }
    #expect(Canary.all(nonce: 1)[0].task.name != Canary.all(nonce: 2)[0].task.name)
  }

  @Test func unknownBackendsAreNamed() async throws {
    let toolchain = try await testToolchain()
    let context = CheckerContext(pool: LeanPool(toolchain: toolchain, options: LeanOptions()))
    let known = CheckerRegistry.names
    #expect(throws: CheckersError.unknownBackend(name: "coq", known: known)) {
      _ = try CheckerRegistry.make("coq", context)
    }
    for name in ["lean", "batch"] {
      #expect(try CheckerRegistry.make(name, context).name == name)
    }
    // Nothing says where they are.
    for name in ["repl", "kimina", "command"] {
      #expect(throws: CheckersError.self) { _ = try CheckerRegistry.make(name, context) }
    }
  }
}
