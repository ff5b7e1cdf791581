import Basics
import Conjecturer
import Curriculum
import Foundation
import LanguageModel
import Prover
import Records
import RunStore
import Trainer
import Workbench

extension Round {
  /// Trains prover, log-linear ranker and conjecturer, and keeps the result only if the gate holds.
  func learn(_ round: PlannedRound) async throws -> PhaseResult {
    let options = context.configuration.training.options
    let models = context.models
    let set = try await examples(round.number, options)
    let trainer = ProverTrainer(
      options: options, scoreToken: GoalEncoding.score, question: StepsLeft.example)
    // A handful of goals says nothing: until there are more, every prover is kept.
    let heldOut =
      set.heldOut.count >= Self.heldOutMin ? set.heldOut(atMost: Self.heldOutMax) : []
    let before = try await trainer.accuracy(of: models.prover, on: heldOut)
    let snapshot = await models.prover.weightsSnapshot()
    await context.board.advance(0, of: 4)
    let proverReport = try await trainer.train(
      models.prover, on: set, seed: context.seed, round: round.number)
    await context.board.advance(2, of: 4)
    let after = try await trainer.accuracy(of: models.prover, on: heldOut)
    let verdict = Self.gate(
      before: before, after: after, share: context.configuration.evaluation.gate)
    if !verdict.holds {
      try await models.prover.restore(snapshot)
    } else if proverReport.steps > 0 {
      await models.proverLearned()
    }
    let stepsLeft = try await trainer.accuracy(
      of: models.prover, on: heldOut.compactMap(StepsLeft.example))
    let old = await models.logLinear
    await models.setLogLinear(try logLinear(trainedOn: set, options, round.number, old))
    try await models.weighLearners(on: heldOut)
    await context.board.advance(3, of: 4)
    let statements = try await statementExamples(round.number)
    let conjecturerReport = try await ConjecturerTrainer(options: options).train(
      models.conjecturer, on: statements, seed: context.seed, round: round.number)
    let name = "round-\(RunFolder.padded(round.number))"
    let folder = "\(context.runFolder.checkpoints)/\(name)"
    try await models.save(to: folder, name: name)
    try context.removeOldCheckpoints(keeping: round.number)
    var result = PhaseResult()
    result.writes = [
      .checkpoint(
        CheckpointRecord(
          round: round.number, model: "models", directory: name, isPromoted: true,
          reason: verdict.reason))
    ]
    result.metrics = [
      .examples: Double(set.training.count), .proverLoss: proverReport.lastLoss,
      .conjecturerLoss: conjecturerReport.lastLoss,
      .heldOutTop1: (verdict.holds ? after : before)?.top1 ?? 0,
      .heldOutStepsLeftTop1: stepsLeft?.top1 ?? 0,
    ]
    func change(_ report: TrainingReport) -> String {
      String(format: "%.3f → %.3f", report.firstLoss, report.lastLoss)
    }
    await context.board.note(
      "learned",
      [
        "examples": "\(set.training.count)", "gate": verdict.reason,
        "prover_loss": change(proverReport), "conjecturer_loss": change(conjecturerReport),
      ])
    return result
  }

  private static let heldOutMin = 20
  private static let heldOutMax = 1000

  /// New weights are kept when, on examples that are never trained on, they are about as good as the old ones.
  static func gate(
    before: (top1: Double, loss: Double)?, after: (top1: Double, loss: Double)?, share: Double
  ) -> (holds: Bool, reason: String) {
    guard let before, let after else {
      return (true, "promoted: too few examples are held out yet")
    }
    func percent(_ value: Double) -> String { "\(Int((value * 100).rounded()))%" }
    let figures = "held-out top-1 \(percent(before.top1)) → \(percent(after.top1))"
    return after.top1 >= share * before.top1
      ? (true, "promoted: \(figures)") : (false, "rolled back: \(figures)")
  }

  private func examples(_ round: Int, _ options: TrainerOptions) async throws -> ExampleSet {
    let limits = ExampleSet.limits(
      try await context.store.rankingExampleCounts(), total: context.configuration.training.replay)
    var newest: [RankingExample] = []
    var replay: [RankingExample] = []
    for (domain, limit) in limits.sorted(by: { $0.key < $1.key }) {
      let labels = context.bench.domain(domain)?.labels ?? []
      let new = try await context.store.rankingExamples(domain: domain, from: round, limit: limit)
      newest += new.filter { $0.isUsable(with: labels) }
      replay += try await context.store.rankingExamples(
        domain: domain, before: round, limit: limit - new.count
      ).filter { $0.isUsable(with: labels) }
    }
    return ExampleSet(newest: newest, replay: replay, heldOutShare: options.heldOutShare)
  }

  /// Every proved statement with the bucket of the difficulty it turned out to have.
  private func statementExamples(_ round: Int) async throws -> [StatementExample] {
    let scale = context.configuration.curriculumOptions.scale
    let budget = context.configuration.prover.search.options.budget
    var examples: [StatementExample] = []
    for domain in context.configuration.domains {
      let grammar = try Grammar(domain)
      for theorem in try await context.store.theorems(domain: domain.name)
      where theorem.source != .hindsight && theorem.knownAs.isEmpty {
        let bucket = scale.bucket(
          measured: DifficultyScale.measured(applications: theorem.applications))
        guard let tokens = grammar.sequence(of: theorem.statement, bucket: bucket) else { continue }
        let weight = StatementExample.weight(
          applications: theorem.applications, budget: budget, steps: theorem.steps,
          size: theorem.statement.size)
        let age = Double(round - theorem.round)
        examples.append(
          StatementExample(
            tokens: tokens, given: grammar.prefix(bucket: bucket).count,
            weight: weight / (1 + age / 5)))
      }
    }
    return examples
  }

  /// The log-linear ranker sees the transformer's examples, drawn in the same way, and at least as many.
  private func logLinear(
    trainedOn set: ExampleSet, _ options: TrainerOptions, _ round: Int, _ ranker: LogLinearRanker
  ) throws -> LogLinearRanker {
    var generator = SplitMix64(seed: context.seed, "train log-linear", "\(round)")
    let drawn = set.draw(
      options.proverSteps * options.proverBatch, newestShare: options.newestShare, &generator)
    return try LogLinearCandidateRanker.trained(ranker, on: drawn)
  }
}

extension RunContext {
  /// Keeps the newest checkpoints and every tenth.
  func removeOldCheckpoints(keeping round: Int) throws {
    for old in max(1, round - 20)..<max(1, round - 2) where old % 10 != 0 {
      let folder = "\(runFolder.checkpoints)/round-\(RunFolder.padded(old))"
      if FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.removeItem(atPath: folder)
      }
    }
  }
}
