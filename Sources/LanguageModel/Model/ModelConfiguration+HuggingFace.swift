/// `config.json` of a `Qwen3ForCausalLM`.
extension ModelConfiguration: Codable {
  private enum Key: String, CodingKey {
    case architectures
    case modelType = "model_type"
    case vocabularySize = "vocab_size"
    case width = "hidden_size"
    case layerCount = "num_hidden_layers"
    case headCount = "num_attention_heads"
    case keyValueHeadCount = "num_key_value_heads"
    case headSize = "head_dim"
    case feedForwardWidth = "intermediate_size"
    case ropeTheta = "rope_theta"
    case ropeParameters = "rope_parameters"
    case ropeScaling = "rope_scaling"
    case normEpsilon = "rms_norm_eps"
    case tiesEmbeddings = "tie_word_embeddings"
    case maximumPositions = "max_position_embeddings"
    case activation = "hidden_act"
    case attentionBias = "attention_bias"
    case attentionDropout = "attention_dropout"
    case usesSlidingWindow = "use_sliding_window"
    case initializerRange = "initializer_range"
    case scalarType = "torch_dtype"
    case usesCache = "use_cache"
    case layerTypes = "layer_types"
    case quantization = "quantization_config"
  }

  /// The place where transformers 5 writes what older versions put at the top.
  private struct RopeParameters: Codable {
    var ropeTheta: Double?
    var ropeType: String?
    /// The kind's name in files of 2023.
    var olderType: String?

    private enum CodingKeys: String, CodingKey {
      case ropeTheta = "rope_theta"
      case ropeType = "rope_type"
      case olderType = "type"
    }
  }

  /// Throws `LanguageModelError.configuration` when the file describes another architecture or
  /// turns on something that is not built here; missing fields are `DecodingError`s.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    try ModelConfiguration.refuseUnsupported(fields)
    let rope = try fields.decodeIfPresent(RopeParameters.self, forKey: .ropeParameters)
    let top = try fields.decodeIfPresent(Double.self, forKey: .ropeTheta)
    if let top, let inner = rope?.ropeTheta, top != inner {
      throw LanguageModelError.configuration(
        field: "rope_theta", value: "\(top), but \(inner) in rope_parameters",
        remedy: "let config.json say one of them")
    }
    let theta = top ?? rope?.ropeTheta
    let headCount = try fields.decode(Int.self, forKey: .headCount)
    let tied = try fields.decodeIfPresent(Bool.self, forKey: .tiesEmbeddings)
    self.init(
      vocabularySize: try fields.decode(Int.self, forKey: .vocabularySize),
      width: try fields.decode(Int.self, forKey: .width),
      layerCount: try fields.decode(Int.self, forKey: .layerCount),
      headCount: headCount,
      keyValueHeadCount: try fields.decodeIfPresent(Int.self, forKey: .keyValueHeadCount)
        ?? headCount,
      headSize: try fields.decodeIfPresent(Int.self, forKey: .headSize) ?? 128,
      feedForwardWidth: try fields.decode(Int.self, forKey: .feedForwardWidth),
      ropeTheta: theta ?? 10_000,
      normEpsilon: try fields.decodeIfPresent(Double.self, forKey: .normEpsilon) ?? 1e-6,
      tiesEmbeddings: tied ?? false,
      maximumPositions: try fields.decodeIfPresent(Int.self, forKey: .maximumPositions) ?? 32_768)
    try validate()
  }

  private static func refuseUnsupported(_ fields: KeyedDecodingContainer<Key>) throws {
    let type = try fields.decodeIfPresent(String.self, forKey: .modelType) ?? "absent"
    guard type == "qwen3" else {
      throw LanguageModelError.configuration(
        field: "model_type", value: type, remedy: "only qwen3 can be loaded")
    }
    let activation = try fields.decodeIfPresent(String.self, forKey: .activation) ?? "silu"
    guard activation == "silu" else {
      throw LanguageModelError.configuration(
        field: "hidden_act", value: activation, remedy: "only silu can be loaded")
    }
    for key in [Key.attentionBias, .usesSlidingWindow] {
      if try fields.decodeIfPresent(Bool.self, forKey: key) ?? false {
        throw LanguageModelError.configuration(
          field: key.rawValue, value: "true", remedy: "only models without it can be loaded")
      }
    }
    if let types = try fields.decodeIfPresent([String].self, forKey: .layerTypes),
      let other = types.first(where: { $0 != "full_attention" })
    {
      throw LanguageModelError.configuration(
        field: "layer_types", value: other, remedy: "only full_attention can be loaded")
    }
    if fields.contains(.quantization), try !fields.decodeNil(forKey: .quantization) {
      throw LanguageModelError.configuration(
        field: "quantization_config", value: "set",
        remedy: "only F32, F16 and BF16 weights can be loaded")
    }
    for key in [Key.ropeScaling, .ropeParameters] where fields.contains(key) {
      guard try !fields.decodeNil(forKey: key) else { continue }
      try refuseScaling(try fields.decode(RopeParameters.self, forKey: key), key)
    }
  }

  /// Older files have null for plain RoPE, newer ones the kind `default`.
  private static func refuseScaling(_ rope: RopeParameters, _ key: Key) throws {
    let kind = rope.ropeType ?? rope.olderType
    // Newer files hold theta here, with or without the kind.
    if kind == nil && key == .ropeParameters { return }
    guard kind == "default" else {
      throw LanguageModelError.configuration(
        field: kind == nil ? key.rawValue : key.rawValue + ".rope_type", value: kind ?? "set",
        remedy: "only unscaled RoPE (null or default) can be loaded")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(["Qwen3ForCausalLM"], forKey: .architectures)
    try fields.encode("qwen3", forKey: .modelType)
    try fields.encode(vocabularySize, forKey: .vocabularySize)
    try fields.encode(width, forKey: .width)
    try fields.encode(layerCount, forKey: .layerCount)
    try fields.encode(headCount, forKey: .headCount)
    try fields.encode(keyValueHeadCount, forKey: .keyValueHeadCount)
    try fields.encode(headSize, forKey: .headSize)
    try fields.encode(feedForwardWidth, forKey: .feedForwardWidth)
    try fields.encode(ropeTheta, forKey: .ropeTheta)
    try fields.encodeNil(forKey: .ropeScaling)
    try fields.encode(normEpsilon, forKey: .normEpsilon)
    try fields.encode(tiesEmbeddings, forKey: .tiesEmbeddings)
    try fields.encode(maximumPositions, forKey: .maximumPositions)
    try fields.encode("silu", forKey: .activation)
    try fields.encode(false, forKey: .attentionBias)
    try fields.encode(0.0, forKey: .attentionDropout)
    try fields.encode(false, forKey: .usesSlidingWindow)
    try fields.encode(0.02, forKey: .initializerRange)
    try fields.encode("float32", forKey: .scalarType)
    try fields.encode(true, forKey: .usesCache)
  }
}
