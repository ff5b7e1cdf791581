import Completion
import Configuration
import Conjecturer
import Curriculum
import Prover
import Records
import RunStore
import Terms

extension Workbench {
  /// What the conjecturer is asked for at one level of a domain.
  /// - Parameters:
  ///   - total: conjectures wanted at all levels together.
  ///   - seed: of the sampling.
  package func request(
    _ level: LevelPlan, of total: Int, in work: DomainContext, round: Int, seed: UInt64
  ) async -> ConjectureRequest {
    let settings = configuration.conjecturer
    return ConjectureRequest(
      domain: work.domain.name, count: level.conjectures,
      samples: max(
        level.conjectures, settings.samplesPerRound * level.conjectures / max(1, total)),
      sizes: level.sizeWindow.range, level: level.level,
      bucket: level.difficultyBucket, round: round,
      libraryRound: work.libraryRound, checkpoint: await models.checkpointName,
      shares: settings.shares, temperature: settings.temperature,
      baseline: work.baseline, seed: seed)
  }

  /// What prompts for conjectures are made of; nil where no model is to be asked.
  /// - Parameter model: answers the prompts.
  package func prompting(_ model: (any CompletionModel)?) async throws -> Prompting? {
    let settings = configuration.conjecturer
    guard settings.shares.prompted > 0, let model else { return nil }
    let rates = try await (store?.statementRates() ?? []).compactMap { rate in
      rate.successRate.map { (rate.statement.id, $0) }
    }
    return Prompting(
      bench: self, model: model, template: try settings.prompted.promptTemplate(),
      rates: Dictionary(rates, uniquingKeysWith: { first, _ in first }))
  }
}

/// What the prompts for conjectures have in common, whatever domain they are about.
package struct Prompting: Sendable {
  fileprivate let bench: Workbench
  fileprivate let model: any CompletionModel
  fileprivate let template: PromptTemplate
  /// Success rates by the statement's identifier.
  fileprivate let rates: [String: Double]

  package func source(_ seeds: [SeedTheorem], _ level: LevelPlan) -> PromptedSource {
    let configuration = bench.configuration
    let scale = configuration.curriculumOptions.scale
    return PromptedSource(
      model: model, template: template, seeds: seeds,
      preferences: SeedPreferences(difficulty: scale.easier(than: level.difficultyBucket)),
      options: configuration.conjecturer.prompted.options)
  }

  /// The domain's theorems with what the run knows of them, and the theory's lemmas.
  package func seeds(_ work: DomainContext) async throws -> [SeedTheorem] {
    let theorems = try await bench.store?.theorems(domain: work.domain.name) ?? []
    var uses: [String: Int] = [:]
    for lemma in theorems.flatMap(\.lemmas) { uses[lemma, default: 0] += 1 }
    return theorems.map { theorem in
      SeedTheorem(
        name: theorem.name, statement: theorem.statement, script: theorem.script,
        successRate: rates[theorem.statement.id], timesUsed: uses[theorem.name] ?? 0,
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
