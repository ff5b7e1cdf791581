import Basics
import Completion
import Conjecturer
import Curriculum
import Prover
import Records
import RunStore
import Terms
import Workbench

extension Round {
  /// Invents and filters statements, all domains side by side.
  func conjecture(_ round: PlannedRound) async throws -> PhaseResult {
    let counter = WorkCounter(board: context.board, total: round.plan.conjectures)
    let prompting = try await context.bench.prompting(context.conjecturerModel)
    let parts = try await round.plan.domains.mapConcurrently { plan in
      try await conjecture(plan, prompting, round, counter)
    }
    var prompts = PromptReport()
    for part in parts { prompts += part.prompts }
    if prompts.declined > 0 {
      // The other sources have made up for it: no failure of the round.
      await context.board.note(
        "the conjecturer's language model declined requests",
        [
          "declined": "\(prompts.declined + prompts.notSent)", "answered": "\(prompts.answered)",
          "reason": prompts.reason,
        ])
    }
    return PhaseResult(writes: parts.flatMap(\.writes), metrics: prompts.metrics)
  }

  /// What a domain's part of the phase leaves.
  private struct Invented: Sendable {
    var writes: [RoundWrite] = []
    var prompts = PromptReport()
  }

  private func conjecture(
    _ plan: DomainPlan, _ prompting: Prompting?, _ round: PlannedRound, _ counter: WorkCounter
  ) async throws -> Invented {
    guard let domain = context.bench.domain(plan.domain) else { return Invented() }
    let work = try await context.bench.context(domain)
    var seeds: [SeedTheorem] = []
    if let prompting { seeds = try await prompting.seeds(work) }
    var result = Invented()
    var counts: [ConjectureSource: [FilterOutcome: Int]] = [:]
    var isAnswering = true
    for level in plan.levelMix where level.conjectures > 0 {
      let prompted =
        isAnswering ? prompting.map { $0.source(seeds, level) } : nil
      let proposal = try await propose(level, of: plan, work, prompted, round)
      counts.merge(proposal.counts) { $0.merging($1, uniquingKeysWith: +) }
      result.prompts += proposal.prompts
      // A model that has answered nothing is not waited for again in this round.
      if proposal.prompts.declined > 0, proposal.prompts.answered == 0 { isAnswering = false }
      result.writes += proposal.conjectures.map { .conjecture($0) }
      await remember(proposal, work.domain.name, round.number)
      await counter.finished(level.conjectures)
    }
    for (source, outcomes) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      for (outcome, count) in outcomes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        result.writes.append(
          .filterCount(
            domain: domain.name, source: source, outcome: outcome.rawValue, count: count))
      }
    }
    return result
  }

  private func propose(
    _ level: LevelPlan, of plan: DomainPlan, _ work: DomainContext, _ prompted: PromptedSource?,
    _ round: PlannedRound
  ) async throws -> Proposal {
    guard let known = await context.memory.statements(plan.domain) else { return Proposal() }
    let request = await context.bench.request(
      level, of: plan.conjectures, in: work, round: round.number, seed: context.seed)
    return try await context.conjecturer.propose(
      request, known: known, model: await context.models.productionModel, header: work.header,
      prompted: prompted)
  }

  /// What was proposed or dropped costs no second look.
  func remember(_ proposal: Proposal, _ domain: String, _ round: Int) async {
    await context.memory.update(domain) { known in
      for dropped in proposal.dropped { known.insert(dropped: dropped.statement, round: round) }
      for conjecture in proposal.conjectures {
        known.insert(open: conjecture.statement, round: round)
      }
    }
  }
}

extension PromptReport {
  /// None where no model was to be asked.
  fileprivate var metrics: Metrics {
    guard requests + notSent > 0 else { return [:] }
    var metrics: Metrics = [
      .requests: Double(requests), .declinedRequests: Double(declined),
      .conjecturePromptTokens: Double(usage.prompt),
      .conjectureCompletionTokens: Double(usage.completion),
      .completions: Double(completions), .promptedStatements: Double(statements),
    ]
    for (fault, count) in faults { metrics[.answers(fault)] = Double(count) }
    return metrics
  }
}
