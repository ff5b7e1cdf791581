import Foundation

/// Softmax of one row in place, and its derivative.
enum Softmax {
  /// row[0..<count] = softmax(scale · row[0..<count]); row[count..<padded] = 0.
  @inline(__always)
  static func forward(_ row: Floats, count: Int, padded: Int, scale: Float) {
    let peak = maximum(of: row, count: count) * scale
    var total: Float = 0
    var at = 0
    while at + 16 <= count {
      let e = exponential(load(row + at, 16) * scale - peak)
      store(e, row + at, 16)
      total += sum(e)
      at += 16
    }
    if at < count {
      let e = exponential(load(row + at, count - at) * scale - peak)
      store(e, row + at, count - at)
      for index in at..<count { total += row[index] }
    }
    let inverse = 1 / total
    at = 0
    while at < count {
      store(load(row + at, count - at) * inverse, row + at, count - at)
      at += 16
    }
    if padded > count { (row + count).update(repeating: 0, count: padded - count) }
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

  /// log Σ exp(row) over `count` entries.
  static func logSumExp(_ row: UnsafePointer<Float>, count: Int) -> Float {
    let peak = maximum(of: row, count: count)
    var total: Float = 0
    var at = 0
    while at + 16 <= count {
      total += sum(exponential(load(row + at, 16) - peak))
      at += 16
    }
    if at < count {
      let e = exponential(load(row + at, count - at) - peak)
      for lane in 0..<(count - at) { total += e[lane] }
    }
    return peak + log(total)
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
