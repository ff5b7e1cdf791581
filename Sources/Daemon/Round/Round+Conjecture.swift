import Conjecturer
import Curriculum
import Records
import RunStore

extension Round {
  /// Invents and filters statements, domain by domain and level by level.
  func conjecture(_ round: PlannedRound) async throws -> PhaseResult {
    var result = PhaseResult()
    var done = 0
    for plan in round.plan.domains {
      guard let domain = context.domain(plan.domain) else { continue }
      let work = try await context.domainContext(domain)
      var counts: [ConjectureSource: [FilterOutcome: Int]] = [:]
      for level in plan.levelMix where level.conjectures > 0 {
        let proposal = try await propose(level, of: plan, work, round)
        counts.merge(proposal.counts) { $0.merging($1, uniquingKeysWith: +) }
        result.writes += proposal.conjectures.map { .conjecture($0) }
        await remember(proposal, work.domain.name, round.number)
        done += level.conjectures
        await context.board.advance(done, of: round.plan.conjectures)
      }
      for (source, outcomes) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        for (outcome, count) in outcomes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
          result.writes.append(
            .filterCount(
              domain: domain.name, source: source, outcome: outcome.rawValue, count: count))
        }
      }
    }
    return result
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
        model: settings.shares.model, enumeration: settings.shares.enumeration,
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
