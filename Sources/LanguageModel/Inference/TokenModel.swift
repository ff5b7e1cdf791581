import Basics
import Dispatch

/// A model that works on token ids: one that is trained here, or one that is read from a checkpoint
/// as it is used.
public protocol TokenModel: Actor {
  var configuration: ModelConfiguration { get }

  /// One continuation a prompt. Prompts that are alike are read once, and so is the beginning that
  /// they share. Throws `.input` for prompts and options that do not fit the model, `.diverged` when
  /// the model's logits are not finite.
  func generate(
    _ prompts: [[Int32]], _ options: GenerationOptions, mask: TokenMask?, observer: TokenObserver?
  ) throws(LanguageModelError) -> [GeneratedSample]

  /// log p of each token of `branches` after `prefix` and the branch's tokens before it, in nats.
  /// The prefix is read once for all of them.
  func logProbabilities(of branches: [[Int32]], after prefix: [Int32])
    throws(LanguageModelError) -> [[Float]]
}

extension LocalModel: TokenModel {
  public func generate(
    _ prompts: [[Int32]], _ options: GenerationOptions, mask: TokenMask? = nil,
    observer: TokenObserver? = nil
  ) throws(LanguageModelError) -> [GeneratedSample] {
    let start = DispatchTime.now()
    defer { busySeconds.sampling += LocalModel.seconds(since: start) }
    return try transformer.generate(prompts, options, mask: mask, observer: observer)
  }

  public func logProbabilities(of branches: [[Int32]], after prefix: [Int32])
    throws(LanguageModelError) -> [[Float]]
  {
    let start = DispatchTime.now()
    defer { busySeconds.ranking += LocalModel.seconds(since: start) }
    return try transformer.generator(tokens: 0).logProbabilities(of: branches, after: prefix)
  }
}

/// A checkpoint that is used as it lies in its files: nothing but a block of its weights is ever in
/// memory as f32. For models too large to train here.
public actor MappedModel: TokenModel {
  private let executor = SerialQueueExecutor(label: "lemmaloom.mapped-model")
  private let generator: Generator
  public nonisolated let configuration: ModelConfiguration
  /// Tokens that end a text, as the checkpoint says.
  public nonisolated let endTokens: [Int32]

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Maps the checkpoint in `directory` and reads it once to see that its numbers are sound. Throws
  /// `.checkpoint`, `.configuration` or `.file` naming what is wrong, `.input` for `workers` below 1.
  public init(directory: String, workers: Int) throws(LanguageModelError) {
    try self.init(ModelCheckpoint(directory: directory), workers: workers)
  }

  /// Files of at most `copiedBytesMax` bytes are copied instead.
  init(
    _ checkpoint: ModelCheckpoint, workers: Int, copiedBytesMax: Int = FileBytes.copiedBytesMax
  ) throws(LanguageModelError) {
    try Transformer.validate(workers: workers)
    OpenBLAS.useOneThread()
    let c = checkpoint.configuration
    configuration = c
    endTokens = checkpoint.endTokens
    generator = Generator(
      try MappedWeights(checkpoint, workers: workers, copiedBytesMax: copiedBytesMax),
      rope: RotaryEmbedding(headSize: c.headSize, theta: c.ropeTheta), workers: workers)
  }

  public func generate(
    _ prompts: [[Int32]], _ options: GenerationOptions, mask: TokenMask? = nil,
    observer: TokenObserver? = nil
  ) throws(LanguageModelError) -> [GeneratedSample] {
    try generator.generate(prompts, options, mask: mask, observer: observer)
  }

  public func logProbabilities(of branches: [[Int32]], after prefix: [Int32])
    throws(LanguageModelError) -> [[Float]]
  {
    try generator.logProbabilities(of: branches, after: prefix)
  }
}

extension Transformer {
  static func validate(workers: Int) throws(LanguageModelError) {
    guard workers > 0, workers <= 1024 else {
      throw .input(field: "workers", value: "\(workers)", remedy: "give a number from 1 to 1024")
    }
  }
}
