/// One pre-norm layer: attention, then the gated feed-forward part, each added to the stream.
struct DecoderLayer {
  let configuration: ModelConfiguration
  let offsets: ParameterLayout.Layer
  let norm: RMSNorm
  let headNorm: QueryKeyNorm
  let attention: TreeAttention

  init(_ c: ModelConfiguration, offsets: ParameterLayout.Layer, rope: RotaryEmbedding) {
    configuration = c
    self.offsets = offsets
    norm = RMSNorm(width: c.width, epsilon: Float(c.normEpsilon))
    headNorm = QueryKeyNorm(
      headCount: c.headCount, keyValueHeadCount: c.keyValueHeadCount,
      norm: RMSNorm(width: c.headSize, epsilon: Float(c.normEpsilon)), rope: rope)
    attention = TreeAttention(
      headCount: c.headCount, keyValueHeadCount: c.keyValueHeadCount, headSize: c.headSize)
  }

  // MARK: Attention

  /// layer.attended [n, attentionWidth] from layer.input [n, width].
  func forwardAttention(_ batch: PackedBatch, _ layer: WorkerMemory.Layer, weights: Floats) {
    let c = configuration
    norm.forward(
      rows: batch.rowCount, input: layer.input.base, weight: weights + offsets.inputNorm,
      output: layer.normed.base, inverses: layer.inverses.base)
    let projected = Matrix(layer.projected.base, stride: c.projectionWidth)
    let rotated = Matrix(layer.rotated.base, stride: c.rotatedWidth)
    Linear.forward(
      rows: batch.rowCount, input: Matrix(layer.normed.base, stride: c.width),
      weight: Matrix(weights + offsets.projection, stride: c.width), output: projected,
      inputs: c.width, outputs: c.projectionWidth)
    headNorm.forward(
      positions: batch.positions, projected: projected, queryWeight: weights + offsets.queryNorm,
      keyWeight: weights + offsets.keyNorm, rotated: rotated, inverses: layer.headInverses.base)
    attention.forward(
      batch, rotated: rotated, projected: projected, probabilities: layer.probabilities.base,
      attended: Matrix(layer.attended.base, stride: c.attentionWidth))
  }

  /// Adds to gradients.stream [n, width] what flows from gradients.attended [n, attentionWidth].
  func backwardAttention(
    _ batch: PackedBatch, _ layer: WorkerMemory.Layer, _ gradients: WorkerMemory.Gradients,
    weights: Floats, parameterGradients: Floats
  ) {
    let c = configuration
    let rows = batch.rowCount
    let projected = Matrix(layer.projected.base, stride: c.projectionWidth)
    let gradProjected = Matrix(gradients.projected.base, stride: c.projectionWidth)
    gradients.projected.base.update(repeating: 0, count: rows * c.projectionWidth)
    attention.backward(
      batch, rotated: Matrix(layer.rotated.base, stride: c.rotatedWidth), projected: projected,
      probabilities: layer.probabilities.base,
      gradAttended: Matrix(gradients.attended.base, stride: c.attentionWidth),
      gradProjected: gradProjected, scratch: gradients.probabilities.base)
    headNorm.backward(
      positions: batch.positions, projected: projected, queryWeight: weights + offsets.queryNorm,
      keyWeight: weights + offsets.keyNorm, inverses: layer.headInverses.base,
      gradProjected: gradProjected, gradQueryWeight: parameterGradients + offsets.queryNorm,
      gradKeyWeight: parameterGradients + offsets.keyNorm, scratch: gradients.head.base)
    Linear.backward(
      rows: rows, gradOutput: gradProjected, input: Matrix(layer.normed.base, stride: c.width),
      weight: Matrix(weights + offsets.projection, stride: c.width),
      gradInput: Matrix(gradients.normed.base, stride: c.width),
      gradWeight: Matrix(parameterGradients + offsets.projection, stride: c.width),
      inputs: c.width, outputs: c.projectionWidth)
    norm.backward(
      rows: rows, gradOutput: gradients.normed.base, input: layer.input.base,
      weight: weights + offsets.inputNorm, inverses: layer.inverses.base,
      gradInput: gradients.stream.base, gradWeight: parameterGradients + offsets.inputNorm)
  }

  // MARK: Output projection and feed-forward

  /// output [rows, width] from layer.middle, which holds the stream before attention, and
  /// attended [rows, attentionWidth].
  func forwardFeedForward(
    rows: Int, _ layer: WorkerMemory.Layer, attended: Floats, output: Floats, weights: Floats
  ) {
    let c = configuration
    Linear.forward(
      rows: rows, input: Matrix(attended, stride: c.attentionWidth),
      weight: Matrix(weights + offsets.output, stride: c.attentionWidth),
      output: Matrix(layer.middle.base, stride: c.width), inputs: c.attentionWidth,
      outputs: c.width, adding: true)
    norm.forward(
      rows: rows, input: layer.middle.base, weight: weights + offsets.attentionNorm,
      output: layer.middleNormed.base, inverses: layer.middleInverses.base)
    Linear.forward(
      rows: rows, input: Matrix(layer.middleNormed.base, stride: c.width),
      weight: Matrix(weights + offsets.gateUp, stride: c.width),
      output: Matrix(layer.gateUp.base, stride: 2 * c.feedForwardWidth), inputs: c.width,
      outputs: 2 * c.feedForwardWidth)
    SwiGLU.forward(
      rows: rows, width: c.feedForwardWidth, gateUp: layer.gateUp.base, output: layer.gated.base)
    output.update(from: layer.middle.base, count: rows * c.width)
    Linear.forward(
      rows: rows, input: Matrix(layer.gated.base, stride: c.feedForwardWidth),
      weight: Matrix(weights + offsets.down, stride: c.feedForwardWidth),
      output: Matrix(output, stride: c.width), inputs: c.feedForwardWidth, outputs: c.width,
      adding: true)
  }

  /// From stream [rows, width], the gradient of the layer's output, in place that of the stream
  /// before attention (without attention's own share), and gradAttended [rows, attentionWidth].
  func backwardFeedForward(
    rows: Int, _ layer: WorkerMemory.Layer, attended: Floats, stream: Floats, gradAttended: Floats,
    _ gradients: WorkerMemory.Gradients, weights: Floats, parameterGradients: Floats
  ) {
    let c = configuration
    let streamMatrix = Matrix(stream, stride: c.width)
    let gradGated = Matrix(gradients.gated.base, stride: c.feedForwardWidth)
    Linear.backward(
      rows: rows, gradOutput: streamMatrix,
      input: Matrix(layer.gated.base, stride: c.feedForwardWidth),
      weight: Matrix(weights + offsets.down, stride: c.feedForwardWidth), gradInput: gradGated,
      gradWeight: Matrix(parameterGradients + offsets.down, stride: c.feedForwardWidth),
      inputs: c.feedForwardWidth, outputs: c.width)
    SwiGLU.backward(
      rows: rows, width: c.feedForwardWidth, gateUp: layer.gateUp.base,
      gradOutput: gradGated.base, gradGateUp: gradients.gateUp.base)
    Linear.backward(
      rows: rows, gradOutput: Matrix(gradients.gateUp.base, stride: 2 * c.feedForwardWidth),
      input: Matrix(layer.middleNormed.base, stride: c.width),
      weight: Matrix(weights + offsets.gateUp, stride: c.width),
      gradInput: Matrix(gradients.normed.base, stride: c.width),
      gradWeight: Matrix(parameterGradients + offsets.gateUp, stride: c.width), inputs: c.width,
      outputs: 2 * c.feedForwardWidth)
    norm.backward(
      rows: rows, gradOutput: gradients.normed.base, input: layer.middle.base,
      weight: weights + offsets.attentionNorm, inverses: layer.middleInverses.base,
      gradInput: stream, gradWeight: parameterGradients + offsets.attentionNorm)
    Linear.backward(
      rows: rows, gradOutput: streamMatrix, input: Matrix(attended, stride: c.attentionWidth),
      weight: Matrix(weights + offsets.output, stride: c.attentionWidth),
      gradInput: Matrix(gradAttended, stride: c.attentionWidth),
      gradWeight: Matrix(parameterGradients + offsets.output, stride: c.attentionWidth),
      inputs: c.attentionWidth, outputs: c.width)
  }
}
