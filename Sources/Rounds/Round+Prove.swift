import Conjecturer
import Curriculum
import LeanInterface
import Prover
import Records
import RunStore
import Terms
import Workbench

extension Round {
  /// Searches for proofs of the round's open conjectures, all domains side by side.
  func prove(_ round: PlannedRound) async throws -> PhaseResult {
    let all = try await context.store.conjectures(round: round.number)
    let open = try await context.store.conjectures(round: round.number, status: .open)
    let counter = WorkCounter(board: context.board, total: open.count)
    let tokens = TokenCounter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for domain in context.configuration.domains {
        // None is open where a kill came after the searches: what follows them is still to be done.
        guard all.contains(where: { $0.statement.domain == domain.name }) else { continue }
        let conjectures = open.filter { $0.statement.domain == domain.name }
        group.addTask { try await prove(conjectures, in: domain, round, counter, tokens) }
      }
      try await group.waitForAll()
    }
    var result = PhaseResult()
    if context.wholeProofProver != nil {
      result.metrics.merge(try await sampleMetrics(round, await tokens.usage))
      await context.board.show(
        answers: RunProgress.AnswerSummary(round: round.number, metrics: result.metrics))
    }
    return result
  }

  private func prove(
    _ conjectures: [Conjecture], in domain: Domain, _ round: PlannedRound, _ counter: WorkCounter,
    _ tokens: TokenCounter
  ) async throws {
    let work = try await context.bench.context(domain)
    let prover = context.wholeProofProver
    let sink = ProofSink(
      context: context, work: work, round: round.number, recordsFailures: prover == nil)
    var failed = conjectures
    if context.configuration.prover.method != .wholeProof {
      try await search(conjectures, work, sink, round, counter)
      failed = await sink.failed
    }
    if let prover {
      try await sample(
        failed, from: prover, searched: await sink.unrecorded, work, round, counter, tokens)
    }
    try await disprove(work, round)
    guard context.configuration.library.generalise,
      context.configuration.prover.method != .wholeProof
    else { return }
    let general = try await generalisations(work, round)
    if general.isEmpty { return }
    // What is failed now is the last word on it, and the limit of hindsight is a round's.
    await sink.recordFailures()
    try await search(general, work, sink, round, counter)
  }

  private func search(
    _ conjectures: [Conjecture], _ work: DomainContext, _ sink: ProofSink, _ round: PlannedRound,
    _ counter: WorkCounter
  ) async throws {
    let times = try await context.store.roundsTried(before: round.number)
    let tasks = conjectures.map {
      work.task(for: $0.statement, timesTried: times[$0.statement.id] ?? 0)
    }
    try await context.search.prove(tasks, in: work, round: round.number) { index, report in
      await counter.finished()
      try await sink.add(conjectures[index], report)
    }
    try await sink.flush()
  }

  /// Statements that the searches failed on are tried for falsehood once more, at values drawn for each, with a proof.
  private func disprove(_ work: DomainContext, _ round: PlannedRound) async throws {
    guard context.configuration.prover.negation else { return }
    // From the store: a kill may have come between the searches and this.
    let failed = try await context.store.conjectures(round: round.number, status: .failed).filter {
      $0.statement.domain == work.domain.name && $0.source != .generalisation
    }
    if failed.isEmpty { return }
    let found = try await Disprover(pool: context.pool, header: work.header, domain: work.domain)
      .disprove(failed.map(\.statement))
    var writes: [RoundWrite] = []
    for (conjecture, script) in zip(failed, found) {
      guard let script else { continue }
      let attempt = Attempt(
        statement: conjecture.statement, outcome: .disproved, script: script, applications: 1,
        steps: 2)
      writes.append(
        .attempt(
          AttemptRecord(
            attempt: attempt, source: conjecture.source, level: conjecture.level, ordinal: 1)))
      await context.memory.update(work.domain.name) { $0.insert(settled: conjecture.statement) }
    }
    try await context.store.save(writes, round: round.number, phase: .prove)
  }

  /// More general forms of what was proved this round, filtered like any conjecture.
  private func generalisations(_ work: DomainContext, _ round: PlannedRound) async throws
    -> [Conjecture]
  {
    guard let known = await context.memory.statements(work.domain.name) else { return [] }
    let proved = try await context.store.conjectures(round: round.number, status: .proved)
      .filter { $0.statement.domain == work.domain.name && $0.source != .generalisation }
    var candidates: [(statement: Statement, parents: [String])] = []
    for conjecture in proved {
      guard let schema = SchematicTerm(conjecture.statement, in: work.domain),
        schema.term.size <= context.configuration.library.options.statementSizeMax
      else { continue }
      for form in work.domain.generalisations(of: schema, limit: 4) {
        let statement = work.domain.statement(form.term, sortOf: form.sortOf)
        if work.domain.proposes(statement) {
          candidates.append((statement, [conjecture.statement.id]))
        }
      }
    }
    let proposal = try await context.conjecturer.filter(
      Array(candidates.prefix(Self.generalisationsMax)), source: .generalisation,
      domain: work.domain.name, level: 0, round: round.number, known: known, header: work.header,
      baseline: work.baseline)
    await remember(proposal, work.domain.name, round.number)
    try await context.store.save(
      proposal.conjectures.map { .conjecture($0) }, round: round.number, phase: .prove)
    return proposal.conjectures
  }

  private static let generalisationsMax = 200
}
