/// The shape of a Qwen3 decoder; read from and written to Hugging Face's `config.json`.
public struct ModelConfiguration: Sendable, Equatable {
  /// Rows of the embedding. 0 means: as many as the vocabulary has.
  public var vocabularySize: Int
  /// Width of the residual stream (`hidden_size`).
  public var width: Int
  public var layerCount: Int
  /// Query heads; a multiple of `keyValueHeadCount`.
  public var headCount: Int
  public var keyValueHeadCount: Int
  /// Floats a head (`head_dim`), independent of `width`; even.
  public var headSize: Int
  /// Width of the feed-forward part (`intermediate_size`).
  public var feedForwardWidth: Int
  public var ropeTheta: Double
  public var normEpsilon: Double
  /// Whether the output head is the embedding itself.
  public var tiesEmbeddings: Bool
  /// Longest prefix plus branch, in tokens.
  public var maximumPositions: Int

  public init(
    vocabularySize: Int = 0, width: Int = 64, layerCount: Int = 2, headCount: Int = 4,
    keyValueHeadCount: Int = 2, headSize: Int = 16, feedForwardWidth: Int = 192,
    ropeTheta: Double = 10_000, normEpsilon: Double = 1e-6, tiesEmbeddings: Bool = true,
    maximumPositions: Int = 1024
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount
    self.headSize = headSize
    self.feedForwardWidth = feedForwardWidth
    self.ropeTheta = ropeTheta
    self.normEpsilon = normEpsilon
    self.tiesEmbeddings = tiesEmbeddings
    self.maximumPositions = maximumPositions
  }

  /// Bounds of what this module will try to hold in memory.
  public enum Limits {
    public static let parameterCountMax = 1 << 31
    public static let sizeMax = 1 << 24
    public static let layerCountMax = 1024
  }

  /// Throws `LanguageModelError.configuration` for the first field that cannot be built.
  public func validate() throws(LanguageModelError) {
    let sizes: [(String, Int)] = [
      ("vocab_size", vocabularySize), ("hidden_size", width), ("num_hidden_layers", layerCount),
      ("num_attention_heads", headCount), ("num_key_value_heads", keyValueHeadCount),
      ("head_dim", headSize), ("intermediate_size", feedForwardWidth),
      ("max_position_embeddings", maximumPositions),
    ]
    for (field, value) in sizes where value < 1 || value > Limits.sizeMax {
      throw .configuration(
        field: field, value: "\(value)", remedy: "give a number from 1 to \(Limits.sizeMax)")
    }
    guard layerCount <= Limits.layerCountMax else {
      throw .configuration(
        field: "num_hidden_layers", value: "\(layerCount)",
        remedy: "give at most \(Limits.layerCountMax)")
    }
    guard headCount % keyValueHeadCount == 0 else {
      throw .configuration(
        field: "num_attention_heads", value: "\(headCount)",
        remedy: "give a multiple of num_key_value_heads (\(keyValueHeadCount))")
    }
    guard headSize % 2 == 0 else {
      throw .configuration(
        field: "head_dim", value: "\(headSize)", remedy: "give an even number, RoPE pairs lanes")
    }
    guard ropeTheta.isFinite, ropeTheta > 1 else {
      throw .configuration(
        field: "rope_theta", value: "\(ropeTheta)", remedy: "give a number above 1")
    }
    guard normEpsilon.isFinite, normEpsilon > 0, normEpsilon < 1 else {
      throw .configuration(
        field: "rms_norm_eps", value: "\(normEpsilon)", remedy: "give a number between 0 and 1")
    }
    try checkParameterCount()
  }

  private func checkParameterCount() throws(LanguageModelError) {
    // Doubles cannot overflow here and are exact enough to compare with the bound.
    let attention = Double(width) * Double(headSize) * Double(2 * headCount + 2 * keyValueHeadCount)
    let feedForward = 3 * Double(width) * Double(feedForwardWidth)
    let embeddings = Double(vocabularySize) * Double(width) * (tiesEmbeddings ? 1 : 2)
    let total = Double(layerCount) * (attention + feedForward) + embeddings
    guard total <= Double(Limits.parameterCountMax) else {
      throw .configuration(
        field: "parameter count", value: "\(total)",
        remedy: "choose sizes with at most \(Limits.parameterCountMax) parameters")
    }
  }

  /// Columns of the fused projection: queries, keys, values.
  var projectionWidth: Int { (headCount + 2 * keyValueHeadCount) * headSize }
  /// Columns that carry positions: queries, keys.
  var rotatedWidth: Int { (headCount + keyValueHeadCount) * headSize }
  var attentionWidth: Int { headCount * headSize }
}
