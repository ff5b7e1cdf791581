import Curriculum
import Prover
import Records
import RunStore
import Workbench

/// Takes finished searches, minimises their proofs and saves what they leave, some at a time: a kill loses at most
/// the searches since the last time.
actor ProofSink {
  private let context: RunContext
  private let work: DomainContext
  private let round: Int
  private var waiting: [(Conjecture, SearchReport)] = []
  private(set) var failed: [Conjecture] = []
  private var hindsightLeft: Int
  /// Whether a failed search is the last word on its conjecture in this round.
  private var recordsFailures: Bool
  /// Attempts that failed and were not recorded, by the statement's identifier.
  private(set) var unrecorded: [String: AttemptRecord] = [:]

  /// Searches saved together.
  private static let batch = 32

  init(context: RunContext, work: DomainContext, round: Int, recordsFailures: Bool = true) {
    self.context = context
    self.work = work
    self.round = round
    self.recordsFailures = recordsFailures
    hindsightLeft = context.configuration.prover.hindsightMax
  }

  /// From now on a failed search is recorded.
  func recordFailures() { recordsFailures = true }

  func add(_ conjecture: Conjecture, _ report: SearchReport) async throws {
    waiting.append((conjecture, report))
    if waiting.count >= Self.batch { try await flush() }
  }

  func flush() async throws {
    let entries = waiting
    waiting = []
    if entries.isEmpty { return }
    var proofs: [(goal: Goal, proof: ProofTree)] = []
    for (conjecture, report) in entries {
      if let proof = report.proof { proofs.append((conjecture.statement.goal, proof)) }
    }
    let hindsight = try await hindsight(of: entries)
    proofs += hindsight.map { ($0.proof.statement.goal, $0.proof.proof) }
    let short =
      context.configuration.prover.minimise
      ? try await Minimiser(pool: context.pool, header: work.header).minimise(proofs)
      : proofs.map(\.proof)
    var writes: [RoundWrite] = []
    var next = 0
    for (conjecture, report) in entries {
      var proof: ProofTree?
      if report.proof != nil {
        proof = short[next]
        next += 1
      }
      if report.outcome == .failed { failed.append(conjecture) }
      if report.outcome == .declined { continue }
      writes += self.writes(conjecture, report, proof)
    }
    for (entry, proof) in zip(hindsight, short[next...]) where proof.steps >= Self.hindsightSteps {
      writes += self.writes(entry.parent, entry.proof, proof)
      await context.memory.update(work.domain.name) {
        $0.insert(open: entry.proof.statement, round: round)
      }
    }
    try await context.store.save(writes, round: round, phase: .prove)
  }

  /// Steps below which a sub-goal is not worth a theorem of its own.
  private static let hindsightSteps = 3

  // MARK: Searches

  private func writes(_ conjecture: Conjecture, _ report: SearchReport, _ proof: ProofTree?)
    -> [RoundWrite]
  {
    let script = proof?.script ?? ""
    let attempt = Attempt(
      statement: conjecture.statement, outcome: report.outcome, script: script,
      trace: report.trace(script: script, name: conjecture.statement.provisionalName),
      applications: report.applications, steps: proof?.steps ?? 0,
      lemmas: work.lemmas(in: script), reason: report.reason)
    // What benchmarks ask is never trained on, even when the run comes upon it by itself or on the way.
    let examples =
      context.knownFact(conjecture.statement) == nil
      ? report.rankingExamples(
        domain: work.domain.name, candidatesMax: context.configuration.training.options.candidates,
        weight: weight(of: report),
        isWithheld: { context.knownFact(work.domain.statement(of: $0)) != nil }) : []
    let learnt = examples.map { RoundWrite.rankingExample($0) }
    let record = AttemptRecord(
      attempt: attempt, source: conjecture.source, level: conjecture.level)
    if report.outcome == .failed, !recordsFailures {
      unrecorded[conjecture.statement.id] = record
      return learnt
    }
    return [.attempt(record)] + learnt
  }

  /// What an example of this search counts: what was proved at once has little to teach.
  private func weight(of report: SearchReport) -> Double {
    guard report.outcome == .proved else { return 0.5 }
    let budget = context.configuration.prover.search.options.budget
    let share =
      DifficultyScale.measured(applications: report.applications)
      / DifficultyScale.measured(applications: budget)
    return 0.25 + 0.75 * min(1, share)
  }

  // MARK: Hindsight

  private struct Found {
    let parent: Conjecture
    let proof: HindsightProof
  }

  private func hindsight(of entries: [(Conjecture, SearchReport)])
    async throws(CancellationError) -> [Found]
  {
    guard hindsightLeft > 0, let known = await context.memory.statements(work.domain.name) else {
      return []
    }
    var found: [Found] = []
    var seen: Set<Statement> = []
    for (conjecture, report) in entries where found.count < hindsightLeft {
      let limit = report.outcome == .proved ? 1 : 2
      for proof in report.hindsight(
        domain: work.domain, stepsMin: Self.hindsightSteps, limit: limit)
      where !known.covers(proof.statement, round: round) && seen.insert(proof.statement).inserted
        && work.domain.proposes(proof.statement)
      {
        found.append(Found(parent: conjecture, proof: proof))
      }
    }
    // A sub-goal passes the filters of any conjecture: trivial and vacuous ones stay out.
    let kept = try await context.conjecturer.filter(
      found.map { ($0.proof.statement, [$0.parent.statement.id]) }, source: .hindsight,
      domain: work.domain.name, level: 0, round: round, known: known, header: work.header,
      baseline: work.baseline)
    let good = Set(kept.conjectures.map(\.statement))
    found = Array(found.filter { good.contains($0.proof.statement) }.prefix(hindsightLeft))
    hindsightLeft -= found.count
    return found
  }

  private func writes(_ parent: Conjecture, _ hindsight: HindsightProof, _ proof: ProofTree)
    -> [RoundWrite]
  {
    let conjecture = Conjecture(
      statement: hindsight.statement, source: .hindsight, round: round, checkpoint: "", level: 0,
      parents: [parent.statement.id])
    let attempt = Attempt(
      statement: hindsight.statement, outcome: .proved, script: proof.script, applications: 0,
      steps: proof.steps, lemmas: work.lemmas(in: proof.script))
    return [
      .conjecture(conjecture),
      .attempt(AttemptRecord(attempt: attempt, source: .hindsight, level: 0)),
    ]
  }
}
