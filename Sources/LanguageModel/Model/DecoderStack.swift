/// The decoder over a packed batch: embedding, layers, final norm at the readout rows. Holds no
/// weights; they are passed in, so that workers share them.
struct DecoderStack {
  let configuration: ModelConfiguration
  let layout: ParameterLayout
  let layers: [DecoderLayer]
  let norm: RMSNorm

  init(_ c: ModelConfiguration, layout: ParameterLayout, rope: RotaryEmbedding) {
    configuration = c
    self.layout = layout
    layers = layout.layers.map { DecoderLayer(c, offsets: $0, rope: rope) }
    norm = RMSNorm(width: c.width, epsilon: Float(c.normEpsilon))
  }

  /// work.hidden [readout, width]: hidden states after the final norm at the readout rows.
  func forward(_ batch: PackedBatch, _ work: WorkerMemory, weights: Floats, training: Bool) {
    let c = configuration
    work.reserve(c, batch, training: training)
    for (row, token) in batch.tokens.enumerated() {
      let source = weights + layout.embedding + Int(token) * c.width
      (work.layers[0].input.base + row * c.width).update(from: source, count: c.width)
    }
    for (index, layer) in layers.enumerated() {
      let memory = work.layers[training ? index : 0]
      layer.forwardAttention(batch, memory, weights: weights)
      if index + 1 < layers.count {
        // Without training this is `memory` itself: its input is not needed once copied.
        let next = work.layers[training ? index + 1 : 0]
        memory.middle.base.update(from: memory.input.base, count: batch.rowCount * c.width)
        layer.forwardFeedForward(
          rows: batch.rowCount, memory, attended: memory.attended.base, output: next.input.base,
          weights: weights)
      } else {
        gather(batch.readout, memory.input.base, into: memory.middle.base, width: c.width)
        gather(
          batch.readout, memory.attended.base, into: memory.readAttended.base,
          width: c.attentionWidth)
        layer.forwardFeedForward(
          rows: batch.readout.count, memory, attended: memory.readAttended.base,
          output: work.output.base, weights: weights)
      }
    }
    norm.forward(
      rows: batch.readout.count, input: work.output.base, weight: weights + layout.finalNorm,
      output: work.hidden.base, inverses: work.outputInverses.base)
  }

  /// Adds to work.parameterGradients what flows from work.gradHidden [readout, width]. Follows a
  /// `forward` of the same batch with `training`.
  func backward(_ batch: PackedBatch, _ work: WorkerMemory, weights: Floats) {
    let c = configuration
    let read = batch.readout.count
    let grads = work.gradients
    let parameterGradients = work.parameterGradients.base
    grads.readStream.base.update(repeating: 0, count: read * c.width)
    norm.backward(
      rows: read, gradOutput: work.gradHidden.base, input: work.output.base,
      weight: weights + layout.finalNorm, inverses: work.outputInverses.base,
      gradInput: grads.readStream.base, gradWeight: parameterGradients + layout.finalNorm)
    for (index, layer) in layers.enumerated().reversed() {
      let memory = work.layers[index]
      if index + 1 == layers.count {
        layer.backwardFeedForward(
          rows: read, memory, attended: memory.readAttended.base, stream: grads.readStream.base,
          gradAttended: grads.readAttended.base, grads, weights: weights,
          parameterGradients: parameterGradients)
        scatter(
          batch, grads.readAttended.base, into: grads.attended.base, width: c.attentionWidth)
        scatter(batch, grads.readStream.base, into: grads.stream.base, width: c.width)
      } else {
        layer.backwardFeedForward(
          rows: batch.rowCount, memory, attended: memory.attended.base,
          stream: grads.stream.base, gradAttended: grads.attended.base, grads, weights: weights,
          parameterGradients: parameterGradients)
      }
      layer.backwardAttention(
        batch, memory, grads, weights: weights, parameterGradients: parameterGradients)
    }
    for (row, token) in batch.tokens.enumerated() {
      let target = parameterGradients + layout.embedding + Int(token) * c.width
      add(grads.stream.base + row * c.width, to: target, count: c.width)
    }
  }

  private func gather(_ rows: [Int], _ source: Floats, into target: Floats, width: Int) {
    for (index, row) in rows.enumerated() {
      (target + index * width).update(from: source + row * width, count: width)
    }
  }

  /// Rows [n, width] of `target` from those of `source` at the readout rows; 0 elsewhere.
  private func scatter(_ batch: PackedBatch, _ source: Floats, into target: Floats, width: Int) {
    var read = 0
    for row in 0..<batch.rowCount {
      if read < batch.readout.count, batch.readout[read] == row {
        (target + row * width).update(from: source + read * width, count: width)
        read += 1
      } else {
        (target + row * width).update(repeating: 0, count: width)
      }
    }
  }
}
