import Foundation

/// How one optimizer step is taken: AdamW (Loshchilov and Hutter 2019) with clipping.
public struct TrainingOptions: Sendable, Equatable, Codable {
  /// How the learning rate goes on after the warm-up.
  public enum Schedule: Sendable, Equatable, Codable {
    case constant
    /// Half a cosine from the peak to `floor` times the peak at step `total`, then flat.
    case cosine(total: Int, floor: Float)
  }

  /// Peak learning rate.
  public var learningRate: Float
  public var schedule: Schedule
  /// Steps over which the rate rises linearly from 0.
  public var warmUpSteps: Int
  /// Decoupled decay of matrices; norm weights do not decay.
  public var weightDecay: Float
  public var beta1: Float
  public var beta2: Float
  public var epsilon: Float
  /// Longest gradient that is applied; a longer one is scaled to this length.
  public var gradientNormMax: Float

  public init(
    learningRate: Float = 1e-3, schedule: Schedule = .constant, warmUpSteps: Int = 20,
    weightDecay: Float = 0.01, beta1: Float = 0.9, beta2: Float = 0.98, epsilon: Float = 1e-8,
    gradientNormMax: Float = 1
  ) {
    self.learningRate = learningRate
    self.schedule = schedule
    self.warmUpSteps = warmUpSteps
    self.weightDecay = weightDecay
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.gradientNormMax = gradientNormMax
  }

  /// The rate of step `step`, counted from 1.
  public func learningRate(at step: Int) -> Float {
    if step < warmUpSteps { return learningRate * Float(step) / Float(warmUpSteps) }
    guard case .cosine(let total, let floor) = schedule else { return learningRate }
    let span = max(1, total - warmUpSteps)
    let progress = min(1, Float(step - warmUpSteps) / Float(span))
    return learningRate * (floor + (1 - floor) * 0.5 * (1 + cos(Float.pi * progress)))
  }

  func validate() throws(LanguageModelError) {
    let positive: [(String, Float)] = [
      ("learningRate", learningRate), ("epsilon", epsilon), ("gradientNormMax", gradientNormMax),
    ]
    for (field, value) in positive where !(value > 0 && value.isFinite) {
      throw .input(field: field, value: "\(value)", remedy: "give a finite number above 0")
    }
    for (field, value) in [("beta1", beta1), ("beta2", beta2)] where !(value >= 0 && value < 1) {
      throw .input(field: field, value: "\(value)", remedy: "give a number from 0 to below 1")
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw .input(field: "weightDecay", value: "\(weightDecay)", remedy: "give a number ≥ 0")
    }
  }
}
