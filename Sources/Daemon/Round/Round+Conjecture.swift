import Conjecturer
import Curriculum
import Records
import RunStore

extension Round {
  /// Invents and filters statements, all domains side by side.
  func conjecture(_ round: PlannedRound) async throws -> PhaseResult {
    let counter = WorkCounter(board: context.board, total: round.plan.conjectures)
    return try await withThrowingTaskGroup(of: (Int, [RoundWrite]).self) { group in
      for (index, plan) in round.plan.domains.enumerated() {
        group.addTask { (index, try await conjecture(plan, round, counter)) }
      }
      var parts: [(Int, [RoundWrite])] = []
      for try await part in group { parts.append(part) }
      return PhaseResult(writes: parts.sorted { $0.0 < $1.0 }.flatMap(\.1))
    }
  }

  private func conjecture(_ plan: DomainPlan, _ round: PlannedRound, _ counter: WorkCounter)
    async throws -> [RoundWrite]
  {
    guard let domain = context.domain(plan.domain) else { return [] }
    let work = try await context.domainContext(domain)
    var writes: [RoundWrite] = []
    var counts: [ConjectureSource: [FilterOutcome: Int]] = [:]
    for level in plan.levelMix where level.conjectures > 0 {
      let proposal = try await propose(level, of: plan, work, round)
      counts.merge(proposal.counts) { $0.merging($1, uniquingKeysWith: +) }
      writes += proposal.conjectures.map { .conjecture($0) }
      await remember(proposal, work.domain.name, round.number)
      await counter.finished(level.conjectures)
    }
    for (source, outcomes) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      for (outcome, count) in outcomes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        writes.append(
          .filterCount(
            domain: domain.name, source: source, outcome: outcome.rawValue, count: count))
      }
    }
    return writes
  }

  private func propose(
    _ level: LevelPlan, of plan: DomainPlan, _ work: DomainContext, _ round: PlannedRound
  ) async throws -> Proposal {
    guard let known = await context.memory.statements(plan.domain) else { return Proposal() }
    let settings = context.configuration.conjecturer
    let request = ConjectureRequest(
      domain: plan.domain, count: level.conjectures,
      samples: max(
        level.conjectures, settings.samplesPerRound * level.conjectures / max(1, plan.conjectures)),
      sizes: level.sizeWindow.lower...level.sizeWindow.upper, level: level.level,
      bucket: level.difficultyBucket, round: round.number,
      checkpoint: await context.models.checkpointName,
      shares: SourceShares(
        model: settings.shares.model, grammar: settings.shares.grammar,
        enumeration: settings.shares.enumeration, pairing: settings.shares.pairing,
        mutation: settings.shares.mutation), temperature: settings.temperature,
      baseline: work.baseline, seed: context.seed)
    return try await context.conjecturer.propose(
      request, known: known, model: await context.models.productionModel, header: work.header)
  }

  /// What was proposed or dropped costs no second look.
  func remember(_ proposal: Proposal, _ domain: String, _ round: Int) async {
    await context.memory.update(domain) { known in
      for dropped in proposal.dropped { known.insert(settled: dropped.statement) }
      for conjecture in proposal.conjectures {
        known.insert(open: conjecture.statement, round: round)
      }
    }
  }
}
