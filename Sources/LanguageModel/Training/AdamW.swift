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

  /// What a step does alike to all parameters.
  struct Step {
    let rate: Float
    let firstRate: Float
    let secondScale: Float
    let gradientScale: Float
    let options: TrainingOptions
  }

  /// Begins the next step, which uses gradients times `gradientScale`. Steps count from 1 for the bias correction.
  func begin(gradientScale: Float, options: TrainingOptions) -> Step {
    step += 1
    let rate = options.learningRate(at: step)
    return Step(
      rate: rate, firstRate: rate / Float(1 - pow(Double(options.beta1), Double(step))),
      secondScale: Float(1 / (1 - pow(Double(options.beta2), Double(step))).squareRoot()),
      gradientScale: gradientScale, options: options)
  }

  /// Takes the step for the parameters in `part` of `weights` and `gradients`, both [layout.count]. Workers may take parts
  /// that do not overlap at the same time.
  func apply(
    _ step: Step, to part: Range<Int>, of layout: ParameterLayout, weights: Floats,
    gradients: Floats
  ) {
    let options = step.options
    for tensor in layout.tensors {
      let keep = tensor.decays ? 1 - step.rate * options.weightDecay : 1
      let end = min(part.upperBound, tensor.offset + tensor.count)
      var at = max(part.lowerBound, tensor.offset)
      while at < end {
        let left = end - at
        let g = load(gradients + at, left) * step.gradientScale
        let m = load(first.base + at, left) * options.beta1 + g * (1 - options.beta1)
        let v = load(second.base + at, left) * options.beta2 + g * g * (1 - options.beta2)
        store(m, first.base + at, left)
        store(v, second.base + at, left)
        let change = m * step.firstRate / (v.squareRoot() * step.secondScale + options.epsilon)
        store(load(weights + at, left) * keep - change, weights + at, left)
        at += 16
      }
    }
  }
}
