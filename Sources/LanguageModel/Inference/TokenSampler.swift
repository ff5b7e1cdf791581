/// One drawn continuation.
public struct TokenSample: Sendable, Equatable {
  /// Drawn tokens, without the prefix.
  public let tokens: [Int32]
  /// Σ log p of the drawn tokens in nats, each under the masked distribution it was drawn from.
  public let logProbability: Float
}

/// How samples are drawn.
struct SamplingOptions {
  let maximumLength: Int
  /// 0 takes the likeliest token.
  let temperature: Float
  let seed: UInt64
  let mask: TokenMask
}

extension Transformer {
  /// What draws from the present weights and scores with them; `tokens`: about how many will be
  /// drawn.
  func generator(tokens: Int) -> Generator {
    let flat = FlatWeights(weights, configuration, layout, forManySteps: tokens >= 512)
    return Generator(flat, rope: rope, workers: workers.count)
  }

  func generate(
    _ prompts: [[Int32]], _ options: GenerationOptions, mask: TokenMask?, observer: TokenObserver?
  ) throws(LanguageModelError) -> [GeneratedSample] {
    try options.validate(prompts, configuration)
    // Cannot overflow: validated against the number of positions.
    return try generator(tokens: prompts.count * options.maximumTokens)
      .generate(prompts, options, mask: mask, observer: observer)
  }

  /// One continuation a prefix. Samples are split over the workers; each has a generator of its
  /// own, drawn from the seed and its index.
  func sample(prefixes: [[Int32]], options: SamplingOptions)
    throws(LanguageModelError) -> [TokenSample]
  {
    let generation = GenerationOptions(
      maximumTokens: options.maximumLength,
      sampling: SamplingSettings(temperature: options.temperature), seed: options.seed)
    return try generate(prefixes, generation, mask: options.mask, observer: nil).map {
      TokenSample(tokens: $0.tokens, logProbability: $0.drawnLogProbability)
    }
  }
}

/// Which tokens may be drawn, and how boldly.
public struct SamplingSettings: Hashable, Codable, Sendable {
  /// Logits are divided by it; 0 takes the likeliest token.
  public var temperature: Float
  /// Only so many of the likeliest tokens; 0: all.
  public var topK: Int
  /// Only the likeliest tokens that together reach this probability (Holtzman et al. 2020, section 3.1); 1: all.
  public var topP: Float
  /// Only tokens with at least this part of the likeliest one's probability (Nguyen et al. 2024); 0: all.
  public var minP: Float

  public init(temperature: Float = 1, topK: Int = 0, topP: Float = 1, minP: Float = 0) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
  }
}
