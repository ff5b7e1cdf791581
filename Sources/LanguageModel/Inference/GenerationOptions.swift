/// Which tokens may come next: sample index and the tokens drawn so far (without the prompt) to
/// ids. None ends the sample. Called from worker threads.
public typealias TokenMask = @Sendable (_ sample: Int, _ drawn: [Int32]) -> [Int32]

/// A token of a sample as soon as it is drawn, with its log p; false ends the sample. Not called for
/// stop tokens. Called from worker threads, for one sample in order.
public typealias TokenObserver =
  @Sendable (_ sample: Int, _ token: Int32, _ logProbability: Float) -> Bool

/// How continuations are drawn.
public struct GenerationOptions: Sendable, Hashable {
  /// Tokens after which a sample is cut.
  public var maximumTokens: Int
  public var sampling: SamplingSettings
  /// Tokens that end a sample; one that does is its last token.
  public var stopTokens: Set<Int32>
  /// Each sample draws from a stream of its own, chosen by the seed and the sample's index alone:
  /// batch and workers change its draws only as far as they change the last bits of logits.
  public var seed: UInt64
  /// Memory for keys and values, in bytes. Samples that do not fit at the same time, each taken
  /// at its greatest length, follow one after another; a single one may take more.
  public var cacheBytesMax: Int

  public init(
    maximumTokens: Int, sampling: SamplingSettings = SamplingSettings(),
    stopTokens: Set<Int32> = [], seed: UInt64, cacheBytesMax: Int = 1 << 30
  ) {
    self.maximumTokens = maximumTokens
    self.sampling = sampling
    self.stopTokens = stopTokens
    self.seed = seed
    self.cacheBytesMax = cacheBytesMax
  }

  /// Throws `.input` for settings that mean nothing and for prompts that do not fit the model.
  func validate(_ prompts: [[Int32]], _ c: ModelConfiguration) throws(LanguageModelError) {
    for prompt in prompts { try TokenTree(prefix: prompt).validate(c) }
    try sampling.validate()
    let longest = prompts.map(\.count).max() ?? 0
    let (length, overflow) = longest.addingReportingOverflow(maximumTokens)
    guard maximumTokens >= 0, !overflow, length <= c.maximumPositions else {
      throw .input(
        field: "maximumTokens", value: "\(maximumTokens) after \(longest) prompt tokens",
        remedy: "together at most \(c.maximumPositions) (max_position_embeddings)")
    }
  }
}

extension SamplingSettings {
  /// Throws `.input` naming the first setting that is out of its range.
  func validate() throws(LanguageModelError) {
    guard temperature == 0 || temperature > 0 && temperature.isFinite && (1 / temperature).isFinite
    else {
      throw .input(
        field: "temperature", value: "\(temperature)", remedy: "give a finite number ≥ 0")
    }
    guard topK >= 0 else {
      throw .input(field: "topK", value: "\(topK)", remedy: "give a number ≥ 0; 0 keeps all")
    }
    guard topP > 0, topP <= 1 else {
      throw .input(field: "topP", value: "\(topP)", remedy: "give a number above 0, at most 1")
    }
    guard minP >= 0, minP <= 1 else {
      throw .input(field: "minP", value: "\(minP)", remedy: "give a number from 0 to 1")
    }
  }
}

/// One drawn continuation.
public struct GeneratedSample: Sendable, Hashable {
  /// Why it ended.
  public enum Finish: Sendable, Hashable {
    /// Its last token is a stop token.
    case stopToken
    /// It has the maximum number of tokens.
    case length
    /// The mask allowed no token.
    case nothingAllowed
    /// The observer said so.
    case observer
  }

  /// Drawn tokens without the prompt, a stop token included.
  public let tokens: [Int32]
  /// log p of each in nats, under the model's own distribution: temperature 1, nothing left out.
  public let logProbabilities: [Float]
  /// Σ log p in nats, each under the distribution it was drawn from; 0 at temperature 0.
  public let drawnLogProbability: Float
  public let finish: Finish
}
