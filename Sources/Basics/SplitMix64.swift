/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, the same on every machine. Every random choice of the project comes
/// from one of these.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable public init(seed: UInt64) { state = seed }

  /// A stream of its own for each sample, tensor or row: the same pair gives the same numbers.
  @inlinable public init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(seed: stream)
    state = seed ^ mixer.next()
  }

  /// A stream of its own for each purpose: the same seed and labels give the same numbers whatever else was drawn.
  public init(seed: UInt64, _ labels: String...) {
    self.init(seed: seed ^ Hash64.value(labels.joined(separator: "\u{0}")))
  }

  @inlinable public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Uniform in [0, 1), of 53 bits.
  @inlinable public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in [0, 1), of 24 bits.
  @inlinable public mutating func uniformFloat() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Roughly normal with mean 0 and variance 1: twelve uniforms less six, so never beyond ±6 and the same bits on every
  /// machine, which `log` and `cos` do not promise.
  @inlinable public mutating func normal() -> Float {
    var sum: Float = 0
    for _ in 0..<12 { sum += uniformFloat() }
    return sum - 6
  }

  /// An index drawn with probability proportional to its weight; nil when no weight is positive.
  public mutating func index(weights: [Double]) -> Int? {
    let total = weights.reduce(0) { $0 + max(0, $1) }
    guard total > 0, total.isFinite else { return nil }
    var left = uniform() * total
    for (index, weight) in weights.enumerated() where weight > 0 {
      left -= weight
      if left < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 }
  }
}
