import Foundation

/// The optimizer's state: first and second moments of each parameter, and the steps taken.
final class AdamW {
  var step = 0
  let first: FloatBuffer
  let second: FloatBuffer

  init(count: Int) {
    first = FloatBuffer(count)
    second = FloatBuffer(count)
  }

  /// One step on `weights` with `gradients` times `gradientScale`, both [layout.count]. Steps taken
  /// count from 1 for the bias correction.
  func apply(
    _ layout: ParameterLayout, weights: Floats, gradients: Floats, gradientScale: Float,
    options: TrainingOptions
  ) {
    step += 1
    let rate = options.learningRate(at: step)
    let firstRate = rate / Float(1 - pow(Double(options.beta1), Double(step)))
    let secondScale = Float(1 / (1 - pow(Double(options.beta2), Double(step))).squareRoot())
    for tensor in layout.tensors {
      let keep = tensor.decays ? 1 - rate * options.weightDecay : 1
      let end = tensor.offset + tensor.count
      var at = tensor.offset
      while at < end {
        let left = end - at
        let g = load(gradients + at, left) * gradientScale
        let m = load(first.base + at, left) * options.beta1 + g * (1 - options.beta1)
        let v = load(second.base + at, left) * options.beta2 + g * g * (1 - options.beta2)
        store(m, first.base + at, left)
        store(v, second.base + at, left)
        let change = m * firstRate / (v.squareRoot() * secondScale + options.epsilon)
        store(load(weights + at, left) * keep - change, weights + at, left)
        at += 16
      }
    }
  }
}
