import Foundation

/// Softmax of one row in place, and its derivative.
enum Softmax {
  /// row[0..<count] = softmax(scale · row[0..<count]); row[count..<padded] = 0. Returns
  /// log Σ exp(scale · row).
  @inline(__always) @discardableResult
  static func forward(_ row: Floats, count: Int, padded: Int, scale: Float) -> Float {
    let peak = maximum(of: row, count: count) * scale
    let total = exponentiate(row, count: count, scale: scale, peak: peak)
    LanguageModel.scale(row, by: 1 / total, count: count)
    if padded > count { (row + count).update(repeating: 0, count: padded - count) }
    return peak + log(total)
  }

  /// grad[0..<count] = scale · p · (grad − Σ grad · p), in place.
  @inline(__always)
  static func backward(_ probabilities: Floats, grad: Floats, count: Int, scale: Float) {
    let mean = dot(probabilities, grad, count: count)
    var at = 0
    while at < count {
      let left = count - at
      let value = load(probabilities + at, left) * (load(grad + at, left) - mean) * scale
      store(value, grad + at, left)
      at += 16
    }
  }

  /// The same for a row that has room up to the next multiple of 16, as attention weights do: all
  /// of it is worked on in whole lanes and 0 from `count` on.
  @inline(__always)
  static func forwardRoomy(_ row: Floats, count: Int, padded: Int, scale: Float) {
    let end = roundedUp(count)
    for index in count..<end { row[index] = -.greatestFiniteMagnitude }
    var best = load(row, 16)
    var at = 16
    while at < end {
      best = larger(best, load(row + at, 16))
      at += 16
    }
    let peak = LanguageModel.maximum(best) * scale
    // The clamp of `exponential` makes e^-87 of the padding; cleared below.
    let total = exponentiate(row, count: end, scale: scale, peak: peak)
    LanguageModel.scale(row, by: 1 / total, count: end)
    for index in count..<max(end, roundedUp(padded)) { row[index] = 0 }
  }

  /// `backward` for a row with room: entries past `count` are 0 in `probabilities`, so their
  /// gradients come out 0 too.
  @inline(__always)
  static func backwardRoomy(_ probabilities: Floats, grad: Floats, count: Int, scale: Float) {
    let end = roundedUp(count)
    for index in count..<end { grad[index] = 0 }
    backward(probabilities, grad: grad, count: end, scale: scale)
  }

  /// The next multiple of 16.
  @inline(__always)
  static func roundedUp(_ count: Int) -> Int { (count + 15) & ~15 }

  /// log Σ exp(row) over `count` entries.
  static func logSumExp(_ row: UnsafePointer<Float>, count: Int) -> Float {
    let peak = maximum(of: row, count: count)
    return peak + log(exponentialSum(row, count: count, peak: peak))
  }

  @inline(__always)
  private static func maximum(of row: UnsafePointer<Float>, count: Int) -> Float {
    var best = Lanes(repeating: row[0])
    var at = 0
    while at + 16 <= count {
      best = larger(best, load(row + at, 16))
      at += 16
    }
    var result = LanguageModel.maximum(best)
    while at < count {
      result = max(result, row[at])
      at += 1
    }
    return result
  }
}
