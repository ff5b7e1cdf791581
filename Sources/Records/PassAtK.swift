/// Judged samples of one problem. Declined ones are in neither number: they are no evidence.
public struct SampleTally: Hashable, Codable, Sendable {
  public var judged: Int
  public var proved: Int

  public init(judged: Int = 0, proved: Int = 0) {
    self.judged = judged
    self.proved = proved
  }

  /// Counts samples as they stood after so many turns.
  public init(_ samples: some Sequence<ProofSample>, afterTurns turns: Int = .max) {
    self.init()
    for sample in samples {
      switch sample.outcome(afterTurns: turns) {
      case .proved:
        judged += 1
        proved += 1
      case .failed, .disproved: judged += 1
      case .declined: break
      }
    }
  }

  /// Chance that at least one of `k` samples, drawn from the judged ones without putting back, is a proof:
  /// 1 − C(n−c, k) / C(n, k), the unbiased estimator of pass@k (Chen et al. 2021, arXiv 2107.03374, section 2.1). A
  /// product of ratios, because the binomials themselves overflow.
  /// - Returns: nil with fewer than `k` judged samples, or for numbers that count nothing.
  public func passRate(at k: Int) -> Double? {
    guard k >= 1, k <= judged, proved >= 0, proved <= judged else { return nil }
    if judged - proved < k { return 1 }
    var allFail = 1.0
    for place in (judged - proved + 1)..<(judged + 1) {
      allFail *= 1 - Double(k) / Double(place)
    }
    return 1 - allFail
  }
}

/// pass@k of a suite with its 95% confidence interval.
public struct PassRate: Hashable, Codable, Sendable {
  public var k: Int
  /// Mean over the problems that have `k` judged samples; nil without one.
  public var value: Double?
  public var low: Double?
  public var high: Double?
  /// Problems in the mean.
  public var problems: Int
  /// Problems with fewer than `k` judged samples, which are in no rate.
  public var leftOut: Int

  /// - Parameter tallies: one a problem.
  public init(k: Int, tallies: [SampleTally]) {
    self.k = k
    let rates = tallies.compactMap { $0.passRate(at: k) }
    problems = rates.count
    leftOut = tallies.count - rates.count
    guard !rates.isEmpty else { return }
    let judged = tallies.filter { $0.judged >= k }.map(\.judged).reduce(0, +)
    let mean = rates.reduce(0, +) / Double(rates.count)
    value = mean
    let interval = WilsonInterval(
      rate: mean, trials: Self.effectiveProblems(rates, mean: mean, draws: judged / max(1, k)))
    low = interval.low
    high = interval.high
  }

  /// How many problems with a plain yes or no would know the mean as well as these rates do (Kish's effective sample
  /// size). Rates between 0 and 1 spread less than yes and no; never fewer than the problems there are, and never
  /// more than the independent draws of `k` samples behind them.
  private static func effectiveProblems(_ rates: [Double], mean: Double, draws: Int) -> Double {
    let count = Double(rates.count)
    let most = max(count, Double(draws))
    let yesNo = mean * (1 - mean)
    // All or nothing everywhere: only the problems themselves say how sure that is.
    if yesNo <= 1e-12 || rates.count < 2 { return count }
    let spread =
      rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return spread > 0 ? min(most, max(count, yesNo * count / spread)) : most
  }
}

/// The score interval of a rate (Wilson 1927): it stays within 0…1, and has a width for rates of 0 and 1 too.
public struct WilsonInterval: Hashable, Sendable {
  public let low: Double
  public let high: Double

  /// 97.5% quantile of the standard normal distribution: both sides together leave out 5%.
  public static let quantile = 1.959_963_984_540_054

  /// - Parameter trials: how many yes-or-no trials the rate comes from; not necessarily whole.
  public init(rate: Double, trials: Double, quantile: Double = WilsonInterval.quantile) {
    guard trials > 0, rate >= 0, rate <= 1 else {
      (low, high) = (0, 1)
      return
    }
    let square = quantile * quantile
    let scale = 1 / (1 + square / trials)
    let middle = scale * (rate + square / (2 * trials))
    let variance = rate * (1 - rate) / trials + square / (4 * trials * trials)
    let half = scale * quantile * variance.squareRoot()
    low = rate == 0 ? 0 : max(0, middle - half)
    high = rate == 1 ? 1 : min(1, middle + half)
  }
}
