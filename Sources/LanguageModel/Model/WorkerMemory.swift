/// The memory of one worker: activations and gradients, grown to the largest batch seen and reused.
final class WorkerMemory {
  /// What one decoder layer keeps for its backward pass. Shapes: n rows of the batch, r rows of the
  /// part after attention (the readout rows in the last layer, n in the others).
  final class Layer {
    /// [n, width]
    let input = FloatBuffer(0)
    let normed = FloatBuffer(0)
    /// [n]
    let inverses = FloatBuffer(0)
    /// [n, projectionWidth]: queries, keys, values before norm and RoPE.
    let projected = FloatBuffer(0)
    /// [n, rotatedWidth]
    let rotated = FloatBuffer(0)
    /// [n, heads + kvHeads]
    let headInverses = FloatBuffer(0)
    /// See `PackedBatch.Tree.probabilityOffset`.
    let probabilities = FloatBuffer(0)
    /// [n, attentionWidth]
    let attended = FloatBuffer(0)
    /// [r, attentionWidth], used by the last layer.
    let readAttended = FloatBuffer(0)
    /// [r, width]: the residual stream after attention.
    let middle = FloatBuffer(0)
    let middleNormed = FloatBuffer(0)
    /// [r]
    let middleInverses = FloatBuffer(0)
    /// [r, 2·feedForward]
    let gateUp = FloatBuffer(0)
    /// [r, feedForward]
    let gated = FloatBuffer(0)

    func reserve(_ c: ModelConfiguration, _ batch: PackedBatch) {
      let n = batch.rowCount
      input.reserve(n * c.width)
      normed.reserve(n * c.width)
      inverses.reserve(n)
      projected.reserve(n * c.projectionWidth)
      rotated.reserve(n * c.rotatedWidth)
      headInverses.reserve(n * (c.headCount + c.keyValueHeadCount))
      probabilities.reserve(batch.probabilityCount)
      attended.reserve(n * c.attentionWidth)
      readAttended.reserve(batch.readout.count * c.attentionWidth)
      middle.reserve(n * c.width)
      middleNormed.reserve(n * c.width)
      middleInverses.reserve(n)
      gateUp.reserve(n * 2 * c.feedForwardWidth)
      gated.reserve(n * c.feedForwardWidth)
    }
  }

  /// Gradients of activations, needed by one layer at a time.
  final class Gradients {
    /// [n, width]: the residual stream.
    let stream = FloatBuffer(0)
    /// [r, width]: the residual stream at the readout rows.
    let readStream = FloatBuffer(0)
    /// [n, width]: what comes out of a norm.
    let normed = FloatBuffer(0)
    let attended = FloatBuffer(0)
    let readAttended = FloatBuffer(0)
    let projected = FloatBuffer(0)
    let gateUp = FloatBuffer(0)
    let gated = FloatBuffer(0)
    let probabilities = FloatBuffer(0)
    /// [headSize]
    let head = FloatBuffer(0)

    func reserve(_ c: ModelConfiguration, _ batch: PackedBatch) {
      let n = batch.rowCount
      stream.reserve(n * c.width)
      readStream.reserve(batch.readout.count * c.width)
      normed.reserve(n * c.width)
      attended.reserve(n * c.attentionWidth)
      readAttended.reserve(batch.readout.count * c.attentionWidth)
      projected.reserve(n * c.projectionWidth)
      gateUp.reserve(n * 2 * c.feedForwardWidth)
      gated.reserve(n * c.feedForwardWidth)
      probabilities.reserve(batch.longestHeadProbabilities)
      head.reserve(c.headSize)
    }
  }

  let layers: [Layer]
  let gradients = Gradients()
  /// [r, width]: stream, its norm and the gradient of that norm at the readout rows.
  let output = FloatBuffer(0)
  let hidden = FloatBuffer(0)
  let gradHidden = FloatBuffer(0)
  /// [r]
  let outputInverses = FloatBuffer(0)
  /// [r, vocabulary] for next-token losses, [r] scores for ranking.
  let logits = FloatBuffer(0)
  /// The worker's share of the parameters' gradients, [parameters]; empty until training.
  let parameterGradients = FloatBuffer(0)

  init(_ c: ModelConfiguration) {
    layers = (0..<c.layerCount).map { _ in Layer() }
  }

  /// Makes room for `batch`; without training all layers share the memory of the first.
  func reserve(_ c: ModelConfiguration, _ batch: PackedBatch, training: Bool) {
    for layer in training ? layers[...] : layers[..<1] { layer.reserve(c, batch) }
    if training { gradients.reserve(c, batch) }
    let read = batch.readout.count
    output.reserve(read * c.width)
    hidden.reserve(read * c.width)
    gradHidden.reserve(read * c.width)
    outputInverses.reserve(read)
  }
}
