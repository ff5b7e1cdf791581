import Basics
import Dispatch
import Foundation

/// A transformer that lives in this process: weights, optimizer state, vocabulary. Its work runs on
/// a queue of its own and blocks no task but the callers'. For a seed, a number of workers and a
/// history of calls its results are the same bits on the same processor.
public actor LocalModel {
  private let executor = SerialQueueExecutor(label: "lemmaloom.model")
  var transformer: Transformer
  var optimizer: AdamW
  public internal(set) var vocabulary: Vocabulary
  public internal(set) var busySeconds = BusySeconds()
  private let seed: UInt64

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Wall-clock time spent computing, by kind, since the model was made.
  public struct BusySeconds: Sendable, Equatable {
    public var ranking = 0.0
    public var training = 0.0
    public var sampling = 0.0
    public var total: Double { ranking + training + sampling }
  }

  /// A new model. A configuration with `vocabularySize` 0 gets as many rows as the vocabulary has.
  /// Throws `.configuration` for sizes that cannot be built.
  public init(
    configuration: ModelConfiguration, vocabulary: Vocabulary, seed: UInt64, workers: Int
  ) throws(LanguageModelError) {
    var configuration = configuration
    if configuration.vocabularySize == 0 { configuration.vocabularySize = vocabulary.count }
    guard configuration.vocabularySize >= vocabulary.count else {
      throw .configuration(
        field: "vocab_size", value: "\(configuration.vocabularySize)",
        remedy: "the vocabulary has \(vocabulary.count) tokens; give at least as many, or 0")
    }
    transformer = try Transformer(configuration, seed: seed, workers: workers)
    optimizer = AdamW(count: transformer.layout.count)
    self.vocabulary = vocabulary
    self.seed = seed
  }

  /// The checkpoint in `directory`. Without `optimizer.safetensors` the optimizer starts anew.
  /// Throws `.checkpoint`, `.configuration`, `.vocabulary` or `.file` naming what is wrong.
  public init(directory: String, workers: Int) throws(LanguageModelError) {
    let checkpoint = try WordLevelCheckpoint(directory: directory)
    transformer = try Transformer(checkpoint.configuration, workers: workers)
    optimizer = AdamW(count: transformer.layout.count)
    vocabulary = checkpoint.vocabulary
    seed = 0
    try checkpoint.load(into: transformer.weights.base, layout: transformer.layout)
    try checkpoint.load(into: optimizer, layout: transformer.layout)
  }

  public var configuration: ModelConfiguration { transformer.configuration }
  public var parameterCount: Int { transformer.layout.count }
  public var workers: Int { transformer.workers.count }
  /// Optimizer steps taken so far.
  public var step: Int { optimizer.step }

  // MARK: Work

  /// Gives back the memory of activations and gradients. The next call takes what it needs.
  public func rest() { transformer.rest() }

  /// The logit of `scoreToken` after each branch: one row a tree, one score a branch. Higher is
  /// better; a softmax over a row is the model's distribution over the candidates.
  public func rank(_ trees: [TokenTree], scoreToken: Int32) throws(LanguageModelError) -> [[Float]]
  {
    let start = DispatchTime.now()
    defer { busySeconds.ranking += LocalModel.seconds(since: start) }
    return try transformer.rank(trees, scoreToken: scoreToken)
  }

  /// One optimizer step on the sum of the mean ranking loss and the mean next-token loss. Throws
  /// `.input` for samples that do not fit and `.diverged` when the loss or gradient is not finite;
  /// either way nothing changes.
  public func train(
    ranking: [RankingSample] = [], scoreToken: Int32 = 0, sequences: [SequenceSample] = [],
    options: TrainingOptions
  ) throws(LanguageModelError) -> TrainingLoss {
    let start = DispatchTime.now()
    defer { busySeconds.training += LocalModel.seconds(since: start) }
    let batch = try Transformer.Batch(
      ranking: ranking, scoreToken: scoreToken, sequences: sequences)
    return try transformer.train(batch, optimizer: optimizer, options: options)
  }

  /// One continuation of at most `maximumLength` tokens a prefix, drawn at `temperature` (0: the
  /// likeliest). Only tokens that `mask` allows can be drawn; allowing none ends a sample.
  public func sample(
    prefixes: [[Int32]], maximumLength: Int, temperature: Float = 1, seed: UInt64,
    mask: @escaping TokenMask
  ) throws(LanguageModelError) -> [TokenSample] {
    let start = DispatchTime.now()
    defer { busySeconds.sampling += LocalModel.seconds(since: start) }
    let options = SamplingOptions(
      maximumLength: maximumLength, temperature: temperature, seed: seed, mask: mask)
    return try transformer.sample(prefixes: prefixes, options: options)
  }

  /// `count` continuations of the same prefix.
  public func sample(
    count: Int, prefix: [Int32], maximumLength: Int, temperature: Float = 1, seed: UInt64,
    mask: @escaping TokenMask
  ) throws(LanguageModelError) -> [TokenSample] {
    try sample(
      prefixes: [[Int32]](repeating: prefix, count: max(0, count)), maximumLength: maximumLength,
      temperature: temperature, seed: seed, mask: mask)
  }

  /// log p of each token but the first given those before it, in nats.
  public func logProbabilities(of sequences: [[Int32]]) throws(LanguageModelError) -> [[Float]] {
    let start = DispatchTime.now()
    defer { busySeconds.ranking += LocalModel.seconds(since: start) }
    return try transformer.logProbabilities(of: sequences)
  }

  static func seconds(since start: DispatchTime) -> Double {
    Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) * 1e-9
  }

  // MARK: State

  /// Weights, optimizer and vocabulary at one moment, to come back to.
  public struct Snapshot: Sendable {
    let configuration: ModelConfiguration
    let vocabulary: Vocabulary
    let weights: [Float]
    let first: [Float]
    let second: [Float]
    let step: Int
  }

  public func weightsSnapshot() -> Snapshot {
    Snapshot(
      configuration: transformer.configuration, vocabulary: vocabulary,
      weights: transformer.weights.array, first: optimizer.first.array,
      second: optimizer.second.array, step: optimizer.step)
  }

  /// Back to the moment of `snapshot`, also across an extension of the vocabulary. Throws `.input`
  /// for a snapshot of a model with other sizes.
  public func restore(_ snapshot: Snapshot) throws(LanguageModelError) {
    var own = transformer.configuration
    own.vocabularySize = snapshot.configuration.vocabularySize
    guard own == snapshot.configuration else {
      throw .input(
        field: "snapshot", value: "of a model with other sizes",
        remedy: "restore snapshots into the model they were taken from")
    }
    if snapshot.configuration != transformer.configuration {
      transformer = try Transformer(snapshot.configuration, workers: workers)
      optimizer = AdamW(count: transformer.layout.count)
    }
    let count = transformer.layout.count
    transformer.weights.base.update(from: snapshot.weights, count: count)
    optimizer.first.base.update(from: snapshot.first, count: count)
    optimizer.second.base.update(from: snapshot.second, count: count)
    optimizer.step = snapshot.step
    vocabulary = snapshot.vocabulary
  }

  /// Gives new symbols ids after the old ones, and new rows of the embedding (and of an untied
  /// head) drawn like those of a new model. Tokens that are known already are skipped.
  public func extendVocabulary(_ tokens: [String]) throws(LanguageModelError) {
    var extended = vocabulary
    try extended.extend(tokens)
    guard extended.count > transformer.configuration.vocabularySize else {
      vocabulary = extended
      return
    }
    var configuration = transformer.configuration
    configuration.vocabularySize = extended.count
    // The old size as the seed: a later extension draws other rows, the same history the same.
    let larger = try Transformer(
      configuration, seed: seed &+ UInt64(vocabulary.count), workers: workers)
    let moments = AdamW(count: larger.layout.count)
    moments.step = optimizer.step
    for (old, new) in zip(transformer.layout.tensors, larger.layout.tensors) {
      for (source, target) in [
        (transformer.weights, larger.weights), (optimizer.first, moments.first),
        (optimizer.second, moments.second),
      ] {
        (target.base + new.offset).update(from: source.base + old.offset, count: old.count)
      }
    }
    transformer = larger
    optimizer = moments
    vocabulary = extended
  }
}
