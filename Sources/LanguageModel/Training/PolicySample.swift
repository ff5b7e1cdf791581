/// A sequence that the model drew, and how good it was, to learn from by policy gradient.
public struct PolicySample: Sendable, Equatable {
  /// Prompt and answer; at least two tokens.
  public var tokens: [Int32]
  /// log π_old of each token in nats at the time it was drawn; nil for tokens that the model did not draw (the prompt,
  /// messages of a checker between two answers): these are read but not learnt. Same length as `tokens`; the first is nil.
  public var logProbabilities: [Float?]
  /// How much better than expected the whole sequence was; see `Advantages`.
  public var advantage: Float
  /// log π_ref of each token in nats, needed with `PolicyOptions.klCoefficient` above 0. Same length as `tokens`; only
  /// those of drawn tokens are used.
  public var referenceLogProbabilities: [Float]?

  public init(
    tokens: [Int32], logProbabilities: [Float?], advantage: Float,
    referenceLogProbabilities: [Float]? = nil
  ) {
    self.tokens = tokens
    self.logProbabilities = logProbabilities
    self.advantage = advantage
    self.referenceLogProbabilities = referenceLogProbabilities
  }

  /// One answer to one prompt; `logProbabilities` are those of the answer's tokens.
  public init(prompt: [Int32], answer: [Int32], logProbabilities: [Float], advantage: Float) {
    self.init(
      tokens: prompt + answer,
      logProbabilities: [Float?](repeating: nil, count: prompt.count) + logProbabilities,
      advantage: advantage)
  }

  /// Indices of the tokens that are learnt.
  var drawn: [Int] { logProbabilities.indices.filter { logProbabilities[$0] != nil } }

  func validate(_ c: ModelConfiguration, needsReference: Bool) throws(LanguageModelError) {
    try TokenTree(prefix: tokens).validate(c)
    guard logProbabilities.count == tokens.count, (logProbabilities.first ?? nil) == nil else {
      throw .input(
        field: "logProbabilities", value: "\(logProbabilities.count) for \(tokens.count) tokens",
        remedy: "give one a token, and nil for the first: nothing comes before it")
    }
    let known = logProbabilities.compactMap(\.self)
    guard !known.isEmpty else {
      throw .input(
        field: "logProbabilities", value: "nil for every token",
        remedy: "leave out samples of which nothing was drawn")
    }
    // A little above 0 is rounding; more is a wrong sign or a probability.
    for value in known where !(value.isFinite && value < 1e-3) {
      throw .input(
        field: "logProbabilities", value: "\(value)", remedy: "give log p in nats, finite and ≤ 0")
    }
    guard advantage.isFinite else {
      throw .input(field: "advantage", value: "\(advantage)", remedy: "give a finite number")
    }
    guard needsReference else { return }
    guard let referenceLogProbabilities, referenceLogProbabilities.count == tokens.count,
      referenceLogProbabilities.allSatisfy(\.isFinite)
    else {
      throw .input(
        field: "referenceLogProbabilities",
        value: "\(referenceLogProbabilities?.count ?? 0) for \(tokens.count) tokens",
        remedy: "give one finite number a token, or a klCoefficient of 0")
    }
  }
}

/// The clipped policy-gradient objective (Schulman et al. 2017, section 3), without a critic as in GRPO (Shao et al. 2024).
public struct PolicyOptions: Sendable, Equatable, Codable {
  /// Over what the tokens' losses are averaged.
  public enum Averaging: String, Sendable, Equatable, Codable {
    /// All drawn tokens of the batch alike (Yu et al. 2025, DAPO, section 3.3).
    case tokens
    /// First within each sample, then over the samples (GRPO): tokens of long answers count less.
    case sequences
  }

  /// The probability ratio's gain ends below 1 − clipLow and above 1 + clipHigh. The upper bound is the wider one by
  /// default, which keeps unlikely tokens alive (DAPO, section 3.1).
  public var clipLow: Float
  public var clipHigh: Float
  public var averaging: Averaging
  /// Weight of the distance from the reference model; 0: none is needed.
  public var klCoefficient: Float

  public init(
    clipLow: Float = 0.2, clipHigh: Float = 0.28, averaging: Averaging = .tokens,
    klCoefficient: Float = 0
  ) {
    self.clipLow = clipLow
    self.clipHigh = clipHigh
    self.averaging = averaging
    self.klCoefficient = klCoefficient
  }

  func validate() throws(LanguageModelError) {
    guard clipLow >= 0, clipLow <= 1 else {
      throw .input(field: "clipLow", value: "\(clipLow)", remedy: "give a number from 0 to 1")
    }
    for (field, value) in [("clipHigh", clipHigh), ("klCoefficient", klCoefficient)]
    where !(value >= 0 && value.isFinite) {
      throw .input(field: field, value: "\(value)", remedy: "give a finite number ≥ 0")
    }
  }
}

/// What one policy-gradient step came to. Means are over all drawn tokens, whatever the loss is averaged over.
public struct PolicyLoss: Sendable, Equatable {
  /// The loss that was stepped down, reference term included.
  public var loss: Float
  /// Mean of π / π_old: 1 in the first step after drawing.
  public var ratio: Float
  /// Part of the tokens whose ratio was out of bounds in the direction of its gain, so that they moved nothing.
  public var clipFraction: Float
  /// Mean of (r − 1) − log r: estimates how far π has gone from π_old, in nats.
  public var approximateKL: Float
  /// The same of π_ref / π: how far π is from the reference; nil with `klCoefficient` 0.
  public var referenceKL: Float?
  /// Length of the whole gradient before clipping.
  public var gradientNorm: Float
  public var learningRate: Float
  /// Optimizer steps taken so far, this one included.
  public var step: Int
}
