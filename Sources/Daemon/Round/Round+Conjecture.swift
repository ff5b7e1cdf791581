import Basics
import Completion
import Conjecturer
import Curriculum
import Prover
import Records
import RunStore
import Terms

extension Round {
  /// Invents and filters statements, all domains side by side.
  func conjecture(_ round: PlannedRound) async throws -> PhaseResult {
    let counter = WorkCounter(board: context.board, total: round.plan.conjectures)
    let prompting = try await prompting()
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
    guard let domain = context.domain(plan.domain) else { return Invented() }
    let work = try await context.domainContext(domain)
    var seeds: [SeedTheorem] = []
    if let prompting { seeds = try await promptSeeds(work, prompting) }
    var result = Invented()
    var counts: [ConjectureSource: [FilterOutcome: Int]] = [:]
    var isAnswering = true
    for level in plan.levelMix where level.conjectures > 0 {
      let prompted =
        isAnswering ? prompting.map { $0.source(seeds, level, context.configuration) } : nil
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
    let settings = context.configuration.conjecturer
    let request = ConjectureRequest(
      domain: plan.domain, count: level.conjectures,
      samples: max(
        level.conjectures, settings.samplesPerRound * level.conjectures / max(1, plan.conjectures)),
      sizes: level.sizeWindow.range, level: level.level,
      bucket: level.difficultyBucket, round: round.number,
      libraryRound: work.libraryRound, checkpoint: await context.models.checkpointName,
      shares: settings.shares.sources, temperature: settings.temperature,
      baseline: work.baseline, seed: context.seed)
    return try await context.conjecturer.propose(
      request, known: known, model: await context.models.productionModel, header: work.header,
      prompted: prompted)
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

  // MARK: Prompts

  /// What all domains' prompts have in common.
  private struct Prompting: Sendable {
    let model: any CompletionModel
    let template: PromptTemplate
    /// Success rates by the statement's identifier.
    let rates: [String: Double]

    func source(
      _ seeds: [SeedTheorem], _ level: LevelPlan, _ configuration: Configuration
    ) -> PromptedSource {
      let scale = configuration.curriculumOptions.scale
      return PromptedSource(
        model: model, template: template, seeds: seeds,
        preferences: SeedPreferences(difficulty: scale.easier(than: level.difficultyBucket)),
        options: configuration.conjecturer.prompted.options)
    }
  }

  /// nil where no model is to be asked.
  private func prompting() async throws -> Prompting? {
    let settings = context.configuration.conjecturer
    guard settings.shares.prompted > 0, let model = context.conjecturerModel else { return nil }
    let rates = try await context.store.statementRates().compactMap { rate in
      rate.successRate.map { (rate.statement.id, $0) }
    }
    return Prompting(
      model: model, template: try settings.prompted.promptTemplate(),
      rates: Dictionary(rates, uniquingKeysWith: { first, _ in first }))
  }

  /// The domain's theorems with what the run knows of them, and the theory's lemmas.
  private func promptSeeds(
    _ work: DomainContext, _ prompting: Prompting
  ) async throws -> [SeedTheorem] {
    let theorems = try await context.store.theorems(domain: work.domain.name)
    var uses: [String: Int] = [:]
    for lemma in theorems.flatMap(\.lemmas) { uses[lemma, default: 0] += 1 }
    return theorems.map { theorem in
      SeedTheorem(
        name: theorem.name, statement: theorem.statement, script: theorem.script,
        successRate: prompting.rates[theorem.statement.id], timesUsed: uses[theorem.name] ?? 0,
        difficulty: DifficultyScale.measured(applications: theorem.applications))
    } + work.premises.filter { !$0.isLibrary }.map { SeedTheorem($0, in: work.domain) }
  }
}

extension DifficultyScale {
  /// Measured difficulties of theorems from which one of a bucket can be reached: a little easier, or as hard.
  fileprivate func easier(than bucket: Int) -> ClosedRange<Double> {
    let step = Self.measured(applications: applicationsMax) / Double(Self.buckets - 1)
    let top = Double(max(0, min(Self.buckets - 1, bucket))) + 1
    return max(0, top - 4) * step...top * step
  }
}

extension SeedTheorem {
  /// A lemma of the theory, whose proof is the theory's own business.
  fileprivate init(_ premise: Premise, in domain: Domain) {
    // A premise's variables are marked: they stand for anything.
    func plain(_ name: String) -> String { String(name.drop { $0 == "?" }) }
    let values = premise.parameters.map { ($0.name, Term.variable(plain($0.name))) }
    let sorts = premise.parameters.map { (plain($0.name), plain($0.type)) }
    let term = premise.body.substituting(Dictionary(values, uniquingKeysWith: { $1 }))
    self.init(
      name: premise.name,
      statement: domain.statement(term, sortOf: Dictionary(sorts, uniquingKeysWith: { $1 })))
  }
}
