import Basics
import Records

/// What one checker said of one proof.
public struct Judgement: Hashable, Codable, Sendable {
  public var checker: String
  /// Which version judged: `Lean 4.35.0`.
  public var version: String
  public var verdict: Verdict
  /// Wall clock of the batch, divided by its proofs.
  public var seconds: Double
  public var safeguards: Safeguards

  public init(
    checker: String, version: String, verdict: Verdict, seconds: Double = 0,
    safeguards: Safeguards = .none
  ) {
    self.checker = checker
    self.version = version
    self.verdict = verdict
    self.seconds = seconds
    self.safeguards = safeguards
  }
}

/// The verdict of a panel on one proof, with what it is made of.
public struct PanelDecision: Hashable, Sendable {
  public var verdict: Verdict
  public var judgements: [Judgement]

  /// One checker accepted what another rejected.
  public var isDisputed: Bool { Quorum.dispute(judgements) != nil }

  /// Nobody has said anything against the proof, and not enough for it.
  public var isOpen: Bool {
    verdict.isDeclined && !judgements.contains(where: \.verdict.isRejected)
  }
}

/// A checker that was left out, or that came back.
public struct CheckerEvent: Hashable, Sendable {
  public var checker: String
  public var text: String
  /// It judged wrongly and stays out; else it does not answer and is asked again.
  public var isFinal: Bool
}

/// Several checkers and the rule that makes one verdict of theirs. A checker proves itself on canaries before it
/// judges and every so many checks; one that fails is left out.
public actor Panel {
  public nonisolated let quorum: Quorum
  /// Every configured checker, fit or not.
  public nonisolated let configured: [any Checker]
  private let canaryEvery: Int
  private let report: @Sendable (CheckerEvent) async -> Void
  private let clock = ContinuousClock()
  private var unavailable: Set<String> = []
  private var wrong: Set<String> = []
  private var sinceCanaries = 0
  private var haveProvedThemselves = false
  private var nonce: UInt64

  /// - Parameters:
  ///   - canaryEvery: checks after which canaries are due again; 0: only before the first check.
  ///   - nonce: makes the canaries' names fresh.
  ///   - report: told of every checker that is left out or comes back.
  public init(
    checkers: [any Checker], quorum: Quorum, canaryEvery: Int = 0,
    nonce: UInt64 = .random(in: 0 ... .max),
    report: @escaping @Sendable (CheckerEvent) async -> Void = { _ in }
  ) {
    configured = checkers
    self.quorum = quorum
    self.canaryEvery = canaryEvery
    self.nonce = nonce
    self.report = report
  }

  /// Checkers that judge at present.
  public var fit: [any Checker] {
    configured.filter { !wrong.contains($0.name) && !unavailable.contains($0.name) }
  }

  /// Why the rule cannot be followed with those that are fit; nil when it can.
  public var obstacle: String? { quorum.obstacle(fit: fit.map(\.name), of: configured.count) }

  /// The decision on a proof that was offered twice: what a checker once said stays said.
  public nonisolated func merged(_ earlier: PanelDecision, _ later: PanelDecision) -> PanelDecision
  {
    let said = earlier.judgements.filter { old in
      !old.verdict.isDeclined
        && !later.judgements.contains {
          $0.checker == old.checker && $0.verdict.kind == old.verdict.kind
        }
    }
    let judgements = said + later.judgements
    return PanelDecision(
      verdict: quorum.decide(judgements, of: configured.count), judgements: judgements)
  }

  /// Asks every checker that has not judged wrongly for a truth and two falsehoods.
  /// - Throws: `CancellationError` for a cancelled task; then the canaries are still due.
  public func examine() async throws(CancellationError) {
    haveProvedThemselves = true
    sinceCanaries = 0
    for checker in configured where !wrong.contains(checker.name) {
      nonce &+= 1
      let health: CheckerHealth
      do throws(CancellationError) {
        health = try await checker.health(nonce: nonce)
      } catch {
        haveProvedThemselves = false
        throw error
      }
      switch health {
      case .healthy:
        if unavailable.remove(checker.name) != nil {
          await tell(checker, "answers again", isFinal: false)
        }
      case .wrong(let why):
        wrong.insert(checker.name)
        await tell(checker, "judges wrongly and is left out: \(why)", isFinal: true)
      case .unavailable(let why):
        if unavailable.insert(checker.name).inserted {
          await tell(checker, "does not answer and is left out for now: \(why)", isFinal: false)
        }
      }
    }
  }

  private func tell(_ checker: any Checker, _ text: String, isFinal: Bool) async {
    await report(CheckerEvent(checker: checker.name, text: text, isFinal: isFinal))
  }

  /// One decision a task, in order.
  /// - Throws: `CancellationError` for a cancelled task; nothing is decided then.
  public func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [PanelDecision] {
    if tasks.isEmpty { return [] }
    let isDue = canaryEvery > 0 && sinceCanaries >= canaryEvery
    if !haveProvedThemselves || isDue || !unavailable.isEmpty { try await examine() }
    sinceCanaries += tasks.count
    if let obstacle {
      return tasks.map { _ in PanelDecision(verdict: .declined(reason: obstacle), judgements: []) }
    }
    var confirming: String?
    if case .confirm(let name) = quorum { confirming = name }
    let first = fit.filter { $0.name != confirming }
    var judgements = try await ask(first, tasks)
    if let last = fit.first(where: { $0.name == confirming }) {
      // What a fast one rejected is not worth the last one's time.
      let open = tasks.indices.filter { !judgements[$0].contains(where: \.verdict.isRejected) }
      let confirmed = try await ask([last], open.map { tasks[$0] })
      for (index, found) in zip(open, confirmed) { judgements[index] += found }
    }
    return judgements.map {
      PanelDecision(verdict: quorum.decide($0, of: configured.count), judgements: $0)
    }
  }

  /// Judgements by task; all checkers work side by side. One that answers with the wrong number of verdicts has said
  /// nothing.
  private func ask(_ checkers: [any Checker], _ tasks: [ProofTask])
    async throws(CancellationError) -> [[Judgement]]
  {
    if tasks.isEmpty { return [] }
    let clock = clock
    let byChecker = try await checkers.mapConcurrently { checker async throws(CancellationError) in
      let start = clock.now
      var verdicts = try await checker.check(tasks)
      if verdicts.count != tasks.count {
        let reason = "\(checker.name) gave \(verdicts.count) verdicts for \(tasks.count)"
        verdicts = tasks.map { _ in .declined(reason: reason) }
      }
      let seconds = (clock.now - start) / .seconds(1) / Double(tasks.count)
      return verdicts.map {
        Judgement(
          checker: checker.name, version: checker.version, verdict: $0, seconds: seconds,
          safeguards: checker.safeguards)
      }
    }
    return tasks.indices.map { task in byChecker.map { $0[task] } }
  }
}
