import Basics
import Configuration
import Conjecturer
import Foundation
import LanguageModel
import Prover
import Records
import RunStore
import Trainer

/// The models of a run: prover, conjecturer and the log-linear ranker, with their checkpoints.
package actor Models {
  package let prover: LocalModel
  package let conjecturer: LocalModel
  package private(set) var logLinear: LogLinearRanker
  /// How the ensemble weighs the two learners, by domain token.
  private(set) var poolWeights: [String: PoolWeights]
  /// Whether the prover has been trained to say how many steps a goal needs.
  private var saysStepsLeft: Bool
  /// `round-0007`, or `untrained`.
  package private(set) var checkpointName: String

  package init(
    prover: LocalModel, conjecturer: LocalModel, logLinear: LogLinearRanker,
    poolWeights: [String: PoolWeights] = [:], saysStepsLeft: Bool = false, checkpointName: String
  ) {
    self.prover = prover
    self.conjecturer = conjecturer
    self.logLinear = logLinear
    self.poolWeights = poolWeights
    self.saysStepsLeft = saysStepsLeft
    self.checkpointName = checkpointName
  }

  /// The run's models as the newest kept checkpoint has them, or new ones where there is none.
  package static func open(
    _ configuration: Configuration, _ runFolder: RunFolder, _ store: RunStore?
  )
    async throws -> Models
  {
    let grammars = try configuration.domains.map { try Grammar($0) }
    guard let checkpoint = try await store?.promotedCheckpoint(model: "models") else {
      return try make(configuration, grammars: grammars)
    }
    return try await load(
      "\(runFolder.checkpoints)/\(checkpoint.directory)", name: checkpoint.directory,
      configuration, grammars: grammars)
  }

  /// New models for these domains.
  package static func make(_ configuration: Configuration, grammars: [Grammar]) throws -> Models {
    let domains = configuration.domains
    let prover = try LocalModel(
      configuration: configuration.model.prover,
      vocabulary: Vocabulary(GoalEncoding.vocabulary(of: domains)), seed: configuration.run.seed,
      workers: configuration.model.workers)
    let conjecturer = try LocalModel(
      configuration: configuration.model.conjecturer,
      vocabulary: Vocabulary(Grammar.vocabulary(of: grammars)), seed: configuration.run.seed + 1,
      workers: configuration.model.workers)
    return Models(
      prover: prover, conjecturer: conjecturer, logLinear: LogLinearRanker(),
      checkpointName: "untrained")
  }

  /// The models of a checkpoint folder; tokens of domains that were added since are appended.
  package static func load(
    _ folder: String, name: String, _ configuration: Configuration, grammars: [Grammar]
  ) async throws -> Models {
    let workers = configuration.model.workers
    let prover = try LocalModel(directory: folder + "/prover", workers: workers)
    let conjecturer = try LocalModel(directory: folder + "/conjecturer", workers: workers)
    try await prover.extendVocabulary(GoalEncoding.vocabulary(of: configuration.domains))
    try await conjecturer.extendVocabulary(Grammar.vocabulary(of: grammars))
    let logLinear = try LogLinearRanker(path: folder + "/log-linear.bin")
    let learners = try LearnersFile.read(from: folder)
    return Models(
      prover: prover, conjecturer: conjecturer, logLinear: logLinear,
      poolWeights: learners.weights, saysStepsLeft: learners.saysStepsLeft, checkpointName: name)
  }

  /// After a round's training.
  package func save(to folder: String, name: String) async throws {
    try await prover.save(to: folder + "/prover")
    try await conjecturer.save(to: folder + "/conjecturer")
    try logLinear.save(to: folder + "/log-linear.bin")
    try LearnersFile(saysStepsLeft: saysStepsLeft, weights: poolWeights).write(to: folder)
    checkpointName = name
  }

  /// Training was done and kept.
  package func proverLearned() { saysStepsLeft = true }

  package func setLogLinear(_ ranker: LogLinearRanker) { logLinear = ranker }

  /// Weighs the two learners by how likely they make the right steps of examples that neither was trained on. A domain
  /// without any keeps what it had.
  package func weighLearners(on examples: [RankingExample]) async throws {
    let fitted = try await EnsembleRanker(
      first: LogLinearCandidateRanker(ranker: logLinear),
      second: TransformerRanker(prover, saysStepsLeft: false)
    ).fittedWeights(to: examples)
    poolWeights.merge(fitted) { $1 }
  }

  /// Gives back what ranking and training work in.
  package func rest() async {
    await prover.rest()
    await conjecturer.rest()
  }

  package func busySeconds() async -> Double {
    let prover = await prover.busySeconds.total
    return await prover + conjecturer.busySeconds.total
  }

  package func parameterCount() async -> Int {
    let prover = await prover.parameterCount
    return await prover + conjecturer.parameterCount
  }

  package var productionModel: any ProductionModel { ConjecturerModel(model: conjecturer) }

  package func ranker(_ kind: SearchSettings.Ranker, seed: UInt64) async -> any CandidateRanker {
    switch kind {
    case .transformer: await TransformerRanker(prover, saysStepsLeft: saysStepsLeft)
    case .ensemble:
      EnsembleRanker(
        first: LogLinearCandidateRanker(ranker: logLinear),
        second: await TransformerRanker(prover, saysStepsLeft: saysStepsLeft), weights: poolWeights)
    case .logLinear: LogLinearCandidateRanker(ranker: logLinear)
    case .fixedOrder: FixedOrderRanker()
    case .uniform: UniformRanker(seed: seed)
    }
  }
}

/// The conjecturer's transformer as a source of productions.
struct ConjecturerModel: ProductionModel {
  let model: LocalModel

  func sample(
    count: Int, prefix: [String], maximumLength: Int, temperature: Double, seed: UInt64,
    allowed: @escaping @Sendable (Int, [String]) -> [String]
  ) async throws -> [[String]] {
    let vocabulary = await model.vocabulary
    let samples = try await model.sample(
      count: count, prefix: vocabulary.encode(prefix), maximumLength: maximumLength,
      temperature: Float(temperature), seed: seed
    ) { index, tokens in
      allowed(index, vocabulary.decode(tokens)).compactMap { vocabulary.id(of: $0) }
    }
    return samples.map { vocabulary.decode($0.tokens) }
  }
}

/// What is saved beside the learners' weights. Checkpoints of earlier versions lack it.
private struct LearnersFile: Codable {
  var saysStepsLeft = false
  /// By domain token; learners without any count equally.
  var weights: [String: PoolWeights] = [:]

  private static let name = "/learners.json"

  static func read(from folder: String) throws -> LearnersFile {
    let path = folder + name
    guard FileManager.default.fileExists(atPath: path) else { return LearnersFile() }
    func refusal(_ reason: String) -> LanguageModelError {
      .checkpoint(
        file: path, reason: reason,
        remedy: "delete the file; the learners count equally until the next round")
    }
    let file: LearnersFile
    do {
      file = try JSONDecoder().decode(
        LearnersFile.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw refusal("is not what a run writes: \(error)")
    }
    if let token = file.weights.filter({ !$0.value.isInRange }).keys.min() {
      throw refusal("a weight of \(token) is outside \(PoolWeights.range)")
    }
    return file
  }

  func write(to folder: String) throws {
    try Data(self.jsonLine().utf8).write(
      to: URL(filePath: folder + Self.name), options: .atomic)
  }
}
