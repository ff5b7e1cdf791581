/// Root-mean-square normalisation (Zhang and Sennrich 2019), y = x / rms(x) · w, on rows of
/// `width` floats.
struct RMSNorm {
  let width: Int
  let epsilon: Float

  /// output[row] = input[row] · inverse · weight; returns the inverse root mean square, which the
  /// backward pass needs.
  @inline(__always)
  func forwardRow(_ input: UnsafePointer<Float>, weight: UnsafePointer<Float>, output: Floats)
    -> Float
  {
    let mean = dot(input, input, count: width) / Float(width)
    let inverse = 1 / (mean + epsilon).squareRoot()
    var at = 0
    while at < width {
      let left = width - at
      store(load(input + at, left) * inverse * load(weight + at, left), output + at, left)
      at += 16
    }
    return inverse
  }

  /// gradInput += ∂loss/∂input, gradWeight += ∂loss/∂weight for one row.
  @inline(__always)
  func backwardRow(
    gradOutput: UnsafePointer<Float>, input: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    inverse: Float, gradInput: Floats, gradWeight: Floats
  ) {
    var total = Lanes.zero
    var at = 0
    while at < width {
      let left = width - at
      let product = load(gradOutput + at, left) * load(input + at, left)
      total += product * load(weight + at, left)
      store(load(gradWeight + at, left) + product * inverse, gradWeight + at, left)
      at += 16
    }
    let pull = sum(total) * inverse * inverse * inverse / Float(width)
    at = 0
    while at < width {
      let left = width - at
      let direct = load(gradOutput + at, left) * load(weight + at, left) * inverse
      let value = load(gradInput + at, left) + direct - load(input + at, left) * pull
      store(value, gradInput + at, left)
      at += 16
    }
  }

  /// Rows [rows, width], one inverse a row.
  func forward(
    rows: Int, input: Floats, weight: UnsafePointer<Float>, output: Floats, inverses: Floats
  ) {
    for row in 0..<rows {
      inverses[row] = forwardRow(
        input + row * width, weight: weight, output: output + row * width)
    }
  }

  /// Rows [rows, width]; adds to `gradInput` and `gradWeight`.
  func backward(
    rows: Int, gradOutput: Floats, input: Floats, weight: UnsafePointer<Float>, inverses: Floats,
    gradInput: Floats, gradWeight: Floats
  ) {
    for row in 0..<rows {
      backwardRow(
        gradOutput: gradOutput + row * width, input: input + row * width, weight: weight,
        inverse: inverses[row], gradInput: gradInput + row * width, gradWeight: gradWeight)
    }
  }
}
