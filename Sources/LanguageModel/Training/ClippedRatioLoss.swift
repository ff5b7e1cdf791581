import Foundation

/// One token's part of the clipped policy-gradient loss.
struct ClippedRatioLoss {
  /// log π / π_old is kept within ± this, so that one absurd token cannot make a batch infinite.
  static let logRatioMax: Float = 20

  let loss: Float
  /// ∂loss/∂log π
  let slope: Float
  let ratio: Float
  let isClipped: Bool
  /// (r − 1) − log r of r = π / π_old.
  let approximateKL: Float
  /// The same of r = π_ref / π: Schulman's estimator k3, never negative and without bias.
  let referenceKL: Float

  /// −min(r·A, clip(r)·A) + β·k3; all log-probabilities are of the one token, in nats.
  init(
    logProbability: Float, old: Float, reference: Float?, advantage: Float, options: PolicyOptions
  ) {
    let bound = Self.logRatioMax
    let logRatio = min(max(logProbability - old, -bound), bound)
    ratio = exp(logRatio)
    approximateKL = ratio - 1 - logRatio
    let clipped = min(max(ratio, 1 - options.clipLow), 1 + options.clipHigh)
    isClipped = clipped * advantage < ratio * advantage
    // Where the clamp of the logarithm holds, the ratio does not move either.
    let moves = !isClipped && abs(logProbability - old) <= bound
    var loss = -(isClipped ? clipped : ratio) * advantage
    var slope = moves ? -ratio * advantage : 0
    if let reference {
      let difference = reference - logProbability
      let inner = min(max(difference, -bound), bound)
      let share = exp(inner)
      referenceKL = share - inner - 1
      loss += options.klCoefficient * referenceKL
      if abs(difference) <= bound { slope += options.klCoefficient * (1 - share) }
    } else {
      referenceKL = 0
    }
    self.loss = loss
    self.slope = slope
  }

  /// What some tokens came to together.
  struct Sums {
    /// Each token's loss times its share in the mean.
    var loss = 0.0
    var ratio = 0.0
    var clipped = 0
    var approximateKL = 0.0
    var referenceKL = 0.0
    var tokens = 0

    mutating func add(_ token: ClippedRatioLoss, share: Float) {
      loss += Double(token.loss) * Double(share)
      ratio += Double(token.ratio)
      clipped += token.isClipped ? 1 : 0
      approximateKL += Double(token.approximateKL)
      referenceKL += Double(token.referenceKL)
      tokens += 1
    }

    static func + (a: Sums, b: Sums) -> Sums {
      Sums(
        loss: a.loss + b.loss, ratio: a.ratio + b.ratio, clipped: a.clipped + b.clipped,
        approximateKL: a.approximateKL + b.approximateKL,
        referenceKL: a.referenceKL + b.referenceKL, tokens: a.tokens + b.tokens)
    }
  }
}
