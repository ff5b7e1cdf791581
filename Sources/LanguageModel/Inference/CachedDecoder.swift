/// The forward pass of new tokens of several sequences, whose earlier tokens are in caches. Prompts
/// and single tokens take the same way: each matrix is multiplied once with the rows of all.
final class CachedDecoder {
  /// The next tokens of one sequence.
  struct Run {
    let cache: KeyValueCache
    let tokens: [Int32]
    /// How many of the last tokens' logits are wanted.
    let readout: Int
  }

  /// Floats of logits that are computed at once.
  private static let logitsMax = 1 << 24

  let weights: any InferenceWeights
  private let stack: DecoderStack
  private let team: WorkerTeam
  private let stream = FloatBuffer(0)
  private let normed = FloatBuffer(0)
  private let inverses = FloatBuffer(0)
  private let projected = FloatBuffer(0)
  private let rotated = FloatBuffer(0)
  private let attended = FloatBuffer(0)
  private let gateUp = FloatBuffer(0)
  private let gated = FloatBuffer(0)
  private let output = FloatBuffer(0)
  /// Attention weights, one buffer a worker.
  private let scratch: [FloatBuffer]

  /// `rope` must have room for all positions before `forward`; several decoders may share it.
  init(_ weights: any InferenceWeights, rope: RotaryEmbedding, team: WorkerTeam) {
    self.weights = weights
    self.team = team
    stack = DecoderStack(weights.configuration, layout: weights.layout, rope: rope)
    scratch = (0..<team.count).map { _ in FloatBuffer(0) }
  }

  /// Reads the tokens of all runs, which go into their caches. Returns the number of rows read out,
  /// run after run; `logits` gives theirs.
  @discardableResult
  func forward(_ runs: [Run]) -> Int {
    let c = weights.configuration
    let rows = runs.reduce(0) { $0 + $1.tokens.count }
    let attention = CachedAttention(c, runs)
    reserve(rows: rows, attention)
    var positions: [Int32] = []
    var readout: [Int] = []
    for run in runs {
      run.cache.reserve(run.tokens.count)
      for (index, token) in run.tokens.enumerated() {
        weights.embed(token, into: stream.base + positions.count * c.width)
        positions.append(Int32(run.cache.position + index))
      }
      readout.append(contentsOf: positions.count - run.readout..<positions.count)
    }
    for (index, layer) in stack.layers.enumerated() {
      project(layer, positions: positions)
      store(runs, layer: index)
      attention.forward(
        layer: index, rotated: Matrix(rotated.base, stride: c.rotatedWidth),
        attended: Matrix(attended.base, stride: c.attentionWidth), scratch: scratch, team: team)
      if index + 1 < stack.layers.count {
        feedForward(layer, rows: rows)
      } else {
        // Nothing follows that needs the other rows.
        gather(readout, stream.base, width: c.width)
        gather(readout, attended.base, width: c.attentionWidth)
        feedForward(layer, rows: readout.count)
      }
    }
    for run in runs { run.cache.advance(by: run.tokens.count) }
    stack.norm.forward(
      rows: readout.count, input: stream.base, weight: weights.vector(weights.layout.finalNorm),
      output: normed.base, inverses: inverses.base)
    return readout.count
  }

  /// The logits [rows, vocabulary] of rows that the last `forward` read out, handed to `body` part
  /// by part with the number of the part's first row.
  func logits(rows: Int, _ body: (_ first: Int, _ rows: Int, _ logits: Floats) -> Void) {
    let c = weights.configuration
    let part = max(1, CachedDecoder.logitsMax / c.vocabularySize)
    output.reserve(min(rows, part) * c.vocabularySize)
    for first in stride(from: 0, to: rows, by: part) {
      let count = min(part, rows - first)
      weights.multiply(
        weights.layout.head(c), rows: count,
        input: Matrix(normed.base + first * c.width, stride: c.width),
        output: Matrix(output.base, stride: c.vocabularySize), adding: false, team: team)
      body(first, count, output.base)
    }
  }

  private func reserve(rows: Int, _ attention: CachedAttention) {
    let c = weights.configuration
    stream.reserve(rows * c.width)
    normed.reserve(rows * c.width)
    inverses.reserve(rows * (c.headCount + c.keyValueHeadCount))
    projected.reserve(rows * c.projectionWidth)
    rotated.reserve(rows * c.rotatedWidth)
    attended.reserve(rows * c.attentionWidth)
    gateUp.reserve(rows * 2 * c.feedForwardWidth)
    gated.reserve(rows * c.feedForwardWidth)
    for buffer in scratch { buffer.reserve(attention.scratchCount) }
  }

  /// Queries, keys and values of all rows, positions included.
  private func project(_ layer: DecoderLayer, positions: [Int32]) {
    let c = weights.configuration
    let offsets = layer.offsets
    layer.norm.forward(
      rows: positions.count, input: stream.base, weight: weights.vector(offsets.inputNorm),
      output: normed.base, inverses: inverses.base)
    let projectedMatrix = Matrix(projected.base, stride: c.projectionWidth)
    weights.multiply(
      offsets.projection(c), rows: positions.count, input: Matrix(normed.base, stride: c.width),
      output: projectedMatrix,
      adding: false, team: team)
    layer.headNorm.forward(
      positions: positions, projected: projectedMatrix,
      queryWeight: weights.vector(offsets.queryNorm), keyWeight: weights.vector(offsets.keyNorm),
      rotated: Matrix(rotated.base, stride: c.rotatedWidth), inverses: inverses.base)
  }

  /// Puts the new keys and values into the caches, after the tokens that are there.
  private func store(_ runs: [Run], layer: Int) {
    let c = weights.configuration
    let size = c.headSize
    var first = 0
    for run in runs {
      for head in 0..<c.keyValueHeadCount {
        let keys = run.cache.keys(layer: layer, head: head).row(run.cache.count)
        let values = run.cache.values(layer: layer, head: head).row(run.cache.count)
        for index in 0..<run.tokens.count {
          let key = rotated.base + (first + index) * c.rotatedWidth + c.attentionWidth
          let value = projected.base + (first + index) * c.projectionWidth + c.rotatedWidth
          (keys + index * size).update(from: key + head * size, count: size)
          (values + index * size).update(from: value + head * size, count: size)
        }
      }
      first += run.tokens.count
    }
  }

  /// What follows attention in a layer, on the first `rows` of `stream` and `attended`.
  private func feedForward(_ layer: DecoderLayer, rows: Int) {
    guard rows > 0 else { return }
    let c = weights.configuration
    let offsets = layer.offsets
    let streamMatrix = Matrix(stream.base, stride: c.width)
    weights.multiply(
      offsets.output(c), rows: rows,
      input: Matrix(attended.base, stride: c.attentionWidth), output: streamMatrix, adding: true,
      team: team)
    layer.norm.forward(
      rows: rows, input: stream.base, weight: weights.vector(offsets.attentionNorm),
      output: normed.base, inverses: inverses.base)
    weights.multiply(
      offsets.gateUp(c), rows: rows, input: Matrix(normed.base, stride: c.width),
      output: Matrix(gateUp.base, stride: 2 * c.feedForwardWidth), adding: false, team: team)
    SwiGLU.forward(
      rows: rows, width: c.feedForwardWidth, gateUp: gateUp.base, output: gated.base)
    weights.multiply(
      offsets.down(c), rows: rows,
      input: Matrix(gated.base, stride: c.feedForwardWidth), output: streamMatrix, adding: true,
      team: team)
  }

  /// Moves the rows of `indices`, which rise, to the front.
  private func gather(_ indices: [Int], _ values: Floats, width: Int) {
    for (row, index) in indices.enumerated() where row != index {
      (values + row * width).update(from: values + index * width, count: width)
    }
  }
}
