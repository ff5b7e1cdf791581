import Basics
import LanguageModel
import Records

/// One statement the conjecturer should make more of.
public struct StatementExample: Hashable, Codable, Sendable {
  /// Domain and difficulty tokens, then the statement's productions and the end token.
  public var tokens: [String]
  /// How many leading tokens are given, not to be predicted.
  public var given: Int
  public var weight: Double

  public init(tokens: [String], given: Int, weight: Double) {
    self.tokens = tokens
    self.given = given
    self.weight = weight
  }

  /// How much a statement teaches: provable but hard, proved rarely before (STP, arXiv 2502.00212, section 3.2: statements
  /// of low success rate), not ugly (a long proof of a short statement says more than the reverse).
  /// - Parameters:
  ///   - applications: tactic applications the proof took; 0 for statements that nobody searched for.
  ///   - budget: the most a search may take.
  ///   - steps: tactics of the proof.
  ///   - size: symbols of the statement.
  public static func weight(applications: Int, budget: Int, steps: Int, size: Int) -> Double {
    let effort = Double(min(applications, budget)) / Double(max(1, budget))
    let elegance = min(2, Double(steps + 1) / Double(max(1, size)) * 4)
    return (0.2 + effort) * (0.5 + 0.5 * elegance)
  }
}

/// Trains the conjecturer by next-token prediction on statements that were worth proving.
public struct ConjecturerTrainer: Sendable {
  let options: TrainerOptions

  public init(options: TrainerOptions) { self.options = options }

  public func train(
    _ model: LocalModel, on examples: [StatementExample], seed: UInt64, round: Int
  ) async throws -> TrainingReport {
    var generator = SplitMix64(seed: seed, "train conjecturer", "\(round)")
    let vocabulary = await model.vocabulary
    let weights = examples.map(\.weight)
    var losses: [Double] = []
    for _ in 0..<options.conjecturerSteps {
      try Task.checkCancellation()
      let batch = (0..<options.conjecturerBatch).compactMap { _ -> SequenceSample? in
        generator.index(weights: weights).map { sample(examples[$0], vocabulary) }
      }
      if batch.isEmpty { break }
      let loss = try await model.train(sequences: batch, options: options.training)
      losses.append(Double(loss.sequence ?? 0))
    }
    return TrainingReport(steps: losses.count, examples: examples.count, losses: losses)
  }

  private func sample(_ example: StatementExample, _ vocabulary: Vocabulary) -> SequenceSample {
    let weights = example.tokens.indices.map { $0 < example.given ? Float(0) : 1 }
    return SequenceSample(tokens: vocabulary.encode(example.tokens), weights: weights)
  }
}
