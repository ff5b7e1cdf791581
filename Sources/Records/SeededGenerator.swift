/// SplitMix64: small, fast, the same on every machine. Every random choice of a run comes from one of these.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A stream of its own for each purpose: the same seed and labels give the same numbers whatever else was drawn.
  public init(seed: UInt64, _ labels: String...) {
    self.init(seed: seed ^ Hash64.value(labels.joined(separator: "\u{0}")))
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Uniform in [0, 1).
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

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
