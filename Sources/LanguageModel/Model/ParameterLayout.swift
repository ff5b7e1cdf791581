import Basics

/// Where each parameter tensor lies in the one flat array of weights, under its Hugging Face name.
/// Query, key and value weights are neighbours, gate and up too, so that each group is one GEMM.
struct ParameterLayout: Sendable, Equatable {
  struct Tensor: Sendable, Equatable {
    let name: String
    let shape: [Int]
    let offset: Int
    var count: Int { shape.reduce(1, *) }
    /// Norm weights scale around 1; decay would pull them to 0.
    var decays: Bool { shape.count > 1 }
  }

  /// Offsets of one decoder layer.
  struct Layer: Sendable, Equatable {
    var inputNorm = 0
    /// [(heads + 2·kvHeads)·headSize, width]
    var projection = 0
    var queryNorm = 0
    var keyNorm = 0
    /// [width, heads·headSize]
    var output = 0
    var attentionNorm = 0
    /// [2·feedForward, width]
    var gateUp = 0
    /// [width, feedForward]
    var down = 0
  }

  private(set) var tensors: [Tensor] = []
  private(set) var layers: [Layer] = []
  private(set) var embedding = 0
  private(set) var finalNorm = 0
  /// The embedding itself when tied.
  private(set) var head = 0
  private(set) var count = 0

  init(_ c: ModelConfiguration) {
    embedding = add("model.embed_tokens.weight", [c.vocabularySize, c.width])
    for index in 0..<c.layerCount { addLayer("model.layers.\(index).", c) }
    finalNorm = add("model.norm.weight", [c.width])
    head = c.tiesEmbeddings ? embedding : add("lm_head.weight", [c.vocabularySize, c.width])
  }

  private mutating func addLayer(_ prefix: String, _ c: ModelConfiguration) {
    var layer = Layer()
    let keyValueWidth = c.keyValueHeadCount * c.headSize
    layer.inputNorm = add(prefix + "input_layernorm.weight", [c.width])
    layer.projection = add(prefix + "self_attn.q_proj.weight", [c.attentionWidth, c.width])
    _ = add(prefix + "self_attn.k_proj.weight", [keyValueWidth, c.width])
    _ = add(prefix + "self_attn.v_proj.weight", [keyValueWidth, c.width])
    layer.queryNorm = add(prefix + "self_attn.q_norm.weight", [c.headSize])
    layer.keyNorm = add(prefix + "self_attn.k_norm.weight", [c.headSize])
    layer.output = add(prefix + "self_attn.o_proj.weight", [c.width, c.attentionWidth])
    layer.attentionNorm = add(prefix + "post_attention_layernorm.weight", [c.width])
    layer.gateUp = add(prefix + "mlp.gate_proj.weight", [c.feedForwardWidth, c.width])
    _ = add(prefix + "mlp.up_proj.weight", [c.feedForwardWidth, c.width])
    layer.down = add(prefix + "mlp.down_proj.weight", [c.width, c.feedForwardWidth])
    layers.append(layer)
  }

  private mutating func add(_ name: String, _ shape: [Int]) -> Int {
    let tensor = Tensor(name: name, shape: shape, offset: count)
    tensors.append(tensor)
    count += tensor.count
    return tensor.offset
  }

  /// Fills `weights` [count]: norms 1, matrices normal with the variance that keeps a row's size
  /// (1 / inputs; the two that write to the residual stream divided by its number of writers).
  func initialize(_ weights: Floats, seed: UInt64) {
    for (index, tensor) in tensors.enumerated() {
      let target = weights + tensor.offset
      guard tensor.decays else {
        target.update(repeating: 1, count: tensor.count)
        continue
      }
      var generator = SplitMix64(seed: seed, stream: UInt64(index))
      let deviation = ParameterLayout.deviation(tensor, layerCount: layers.count)
      for at in 0..<tensor.count { target[at] = generator.normal() * deviation }
    }
  }

  static func deviation(_ tensor: Tensor, layerCount: Int) -> Float {
    if tensor.name.hasSuffix("embed_tokens.weight") { return embeddingDeviation }
    let inputs = Float(tensor.shape.last ?? 1)
    let writes = tensor.name.hasSuffix("o_proj.weight") || tensor.name.hasSuffix("down_proj.weight")
    return 1 / (inputs * (writes ? Float(2 * layerCount) : 1)).squareRoot()
  }

  static let embeddingDeviation: Float = 0.1
}
