/// Keys and values of the tokens that some sequences have read so far, and the forward pass of one
/// more token of each. All sequences stand at the same position.
final class KeyValueCache {
  private let transformer: Transformer
  private let length: Int
  /// [layers, slots, kvHeads, length, headSize] each.
  private let keys: FloatBuffer
  private let values: FloatBuffer
  private let capacity: Int
  private let stream: FloatBuffer
  private let normed: FloatBuffer
  private let inverses: FloatBuffer
  private let projected: FloatBuffer
  private let rotated: FloatBuffer
  private let attended: FloatBuffer
  private let gateUp: FloatBuffer
  private let gated: FloatBuffer
  private let output: FloatBuffer
  /// One row of softmax weights, [length].
  private let shares: FloatBuffer

  init(_ transformer: Transformer, capacity: Int, length: Int) {
    let c = transformer.configuration
    self.transformer = transformer
    self.capacity = capacity
    self.length = length
    let cached = c.layerCount * capacity * c.keyValueHeadCount * length * c.headSize
    keys = FloatBuffer(cached)
    values = FloatBuffer(cached)
    stream = FloatBuffer(capacity * c.width)
    normed = FloatBuffer(capacity * c.width)
    inverses = FloatBuffer(capacity * max(1, c.headCount + c.keyValueHeadCount))
    projected = FloatBuffer(capacity * c.projectionWidth)
    rotated = FloatBuffer(capacity * c.rotatedWidth)
    attended = FloatBuffer(capacity * c.attentionWidth)
    gateUp = FloatBuffer(capacity * 2 * c.feedForwardWidth)
    gated = FloatBuffer(capacity * c.feedForwardWidth)
    output = FloatBuffer(capacity * c.vocabularySize)
    shares = FloatBuffer(length)
  }

  /// The logits [vocabulary] of the sequence that was `row` in the last step.
  func logits(row: Int) -> Floats {
    output.base + row * transformer.configuration.vocabularySize
  }

  /// Reads one token of each sequence; `slots` name their places in the cache. `position` is the
  /// number of tokens they have read before.
  func step(tokens: [Int32], slots: [Int], position: Int) {
    let c = transformer.configuration
    let weights = transformer.weights.base
    let rows = tokens.count
    for (row, token) in tokens.enumerated() {
      let source = weights + transformer.layout.embedding + Int(token) * c.width
      (stream.base + row * c.width).update(from: source, count: c.width)
    }
    let positions = [Int32](repeating: Int32(position), count: rows)
    for (index, layer) in transformer.decoder.layers.enumerated() {
      project(layer, rows: rows, positions: positions, weights: weights)
      for (row, slot) in slots.enumerated() {
        attend(row: row, cacheRow: index * capacity + slot, position: position)
      }
      feedForward(layer, rows: rows, weights: weights)
    }
    transformer.decoder.norm.forward(
      rows: rows, input: stream.base, weight: weights + transformer.layout.finalNorm,
      output: normed.base, inverses: inverses.base)
    Linear.forward(
      rows: rows, input: Matrix(normed.base, stride: c.width),
      weight: Matrix(weights + transformer.layout.head, stride: c.width),
      output: Matrix(output.base, stride: c.vocabularySize), inputs: c.width,
      outputs: c.vocabularySize)
  }

  private func project(_ layer: DecoderLayer, rows: Int, positions: [Int32], weights: Floats) {
    let c = transformer.configuration
    let offsets = layer.offsets
    layer.norm.forward(
      rows: rows, input: stream.base, weight: weights + offsets.inputNorm, output: normed.base,
      inverses: inverses.base)
    let projectedMatrix = Matrix(projected.base, stride: c.projectionWidth)
    Linear.forward(
      rows: rows, input: Matrix(normed.base, stride: c.width),
      weight: Matrix(weights + offsets.projection, stride: c.width), output: projectedMatrix,
      inputs: c.width, outputs: c.projectionWidth)
    layer.headNorm.forward(
      positions: positions, projected: projectedMatrix,
      queryWeight: weights + offsets.queryNorm, keyWeight: weights + offsets.keyNorm,
      rotated: Matrix(rotated.base, stride: c.rotatedWidth), inverses: inverses.base)
  }

  /// Stores the new key and value of one sequence and attends to all of its tokens.
  private func attend(row: Int, cacheRow: Int, position: Int) {
    let c = transformer.configuration
    let size = c.headSize
    let group = c.headCount / c.keyValueHeadCount
    let queries = rotated.base + row * c.rotatedWidth
    let newKeys = queries + c.attentionWidth
    let newValues = projected.base + row * c.projectionWidth + c.rotatedWidth
    let scale = 1 / Float(size).squareRoot()
    for shared in 0..<c.keyValueHeadCount {
      let offset = (cacheRow * c.keyValueHeadCount + shared) * length * size
      let cachedKeys = keys.base + offset
      let cachedValues = values.base + offset
      (cachedKeys + position * size).update(from: newKeys + shared * size, count: size)
      (cachedValues + position * size).update(from: newValues + shared * size, count: size)
      for head in shared * group..<(shared + 1) * group {
        let query = queries + head * size
        for past in 0...position {
          shares.base[past] = dot(query, cachedKeys + past * size, count: size)
        }
        Softmax.forward(shares.base, count: position + 1, padded: position + 1, scale: scale)
        let target = attended.base + row * c.attentionWidth + head * size
        target.update(repeating: 0, count: size)
        for past in 0...position {
          add(cachedValues + past * size, times: shares.base[past], to: target, count: size)
        }
      }
    }
  }

  private func feedForward(_ layer: DecoderLayer, rows: Int, weights: Floats) {
    let c = transformer.configuration
    let offsets = layer.offsets
    let streamMatrix = Matrix(stream.base, stride: c.width)
    Linear.forward(
      rows: rows, input: Matrix(attended.base, stride: c.attentionWidth),
      weight: Matrix(weights + offsets.output, stride: c.attentionWidth), output: streamMatrix,
      inputs: c.attentionWidth, outputs: c.width, adding: true)
    layer.norm.forward(
      rows: rows, input: stream.base, weight: weights + offsets.attentionNorm,
      output: normed.base, inverses: inverses.base)
    Linear.forward(
      rows: rows, input: Matrix(normed.base, stride: c.width),
      weight: Matrix(weights + offsets.gateUp, stride: c.width),
      output: Matrix(gateUp.base, stride: 2 * c.feedForwardWidth), inputs: c.width,
      outputs: 2 * c.feedForwardWidth)
    SwiGLU.forward(
      rows: rows, width: c.feedForwardWidth, gateUp: gateUp.base, output: gated.base)
    Linear.forward(
      rows: rows, input: Matrix(gated.base, stride: c.feedForwardWidth),
      weight: Matrix(weights + offsets.down, stride: c.feedForwardWidth), output: streamMatrix,
      inputs: c.feedForwardWidth, outputs: c.width, adding: true)
  }
}
