import Foundation
import Records

/// The powers to which two rankers' distributions are raised before they are multiplied.
public struct PoolWeights: Hashable, Codable, Sendable {
  public var first: Double
  public var second: Double

  /// What either weight can be.
  public static let range = 0.0...3.0

  public var isInRange: Bool { Self.range.contains(first) && Self.range.contains(second) }

  /// One half each: the geometric mean.
  public init(first: Double = 0.5, second: Double = 0.5) {
    self.first = first
    self.second = second
  }

  /// What two rankers say about the candidates of a goal whose right step is known.
  struct Trial {
    /// Log-probabilities, one a candidate.
    let first: [Float]
    let second: [Float]
    let target: Int
  }

  /// Weights under which the right steps are likeliest, with a Gaussian prior of variance 1/`priorStrength` around `prior`:
  /// Newton's method on a concave function of two numbers, kept within `range`.
  static func fitted(to trials: [Trial], around prior: PoolWeights) -> PoolWeights {
    var weights = prior
    var here = objective(weights, trials, prior)
    for _ in 0..<iterations {
      let (value, gradient, curvature) = here
      let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
      var step = (
        (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant,
        (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
      )
      // A weight at a bound that wants to leave stays; the other then has its own best.
      func isBound(_ weight: Double, _ step: Double) -> Bool {
        step > 0 ? weight >= range.upperBound : weight <= range.lowerBound
      }
      let isFirstBound = isBound(weights.first, step.0)
      let isSecondBound = isBound(weights.second, step.1)
      if isFirstBound { step = (0, gradient.1 / curvature.2) }
      if isSecondBound { step = (isFirstBound ? 0 : gradient.0 / curvature.0, 0) }
      var next = weights
      for _ in 0..<halvings where here.value <= value {
        next = PoolWeights(
          first: min(range.upperBound, max(range.lowerBound, weights.first + step.0)),
          second: min(range.upperBound, max(range.lowerBound, weights.second + step.1)))
        here = objective(next, trials, prior)
        step = (step.0 / 2, step.1 / 2)
      }
      guard here.value > value + 1e-9 else { break }
      weights = next
    }
    return weights
  }

  private static let iterations = 30
  private static let halvings = 20
  private static let priorStrength = 10.0

  /// The log-probability of the right steps less the prior's penalty, its gradient, and minus its second derivatives
  /// (first-first, first-second, second-second).
  private static func objective(_ weights: PoolWeights, _ trials: [Trial], _ prior: PoolWeights)
    -> (value: Double, gradient: (Double, Double), curvature: (Double, Double, Double))
  {
    let off = (weights.first - prior.first, weights.second - prior.second)
    var value = -0.5 * priorStrength * (off.0 * off.0 + off.1 * off.1)
    var gradient = (-priorStrength * off.0, -priorStrength * off.1)
    var curvature = (priorStrength, 0.0, priorStrength)
    for trial in trials {
      let pairs = zip(trial.first, trial.second).map { (Double($0), Double($1)) }
      let scores = pairs.map { weights.first * $0.0 + weights.second * $0.1 }
      let top = scores.max() ?? 0
      let masses = scores.map { exp($0 - top) }
      let total = masses.reduce(0, +)
      var mean = (0.0, 0.0)
      var square = (0.0, 0.0, 0.0)
      for (mass, pair) in zip(masses, pairs) {
        let share = mass / total
        mean = (mean.0 + share * pair.0, mean.1 + share * pair.1)
        square = (
          square.0 + share * pair.0 * pair.0, square.1 + share * pair.0 * pair.1,
          square.2 + share * pair.1 * pair.1
        )
      }
      value += scores[trial.target] - top - log(total)
      gradient.0 += pairs[trial.target].0 - mean.0
      gradient.1 += pairs[trial.target].1 - mean.1
      curvature.0 += square.0 - mean.0 * mean.0
      curvature.1 += square.1 - mean.0 * mean.1
      curvature.2 += square.2 - mean.1 * mean.1
    }
    return (value, gradient, curvature)
  }
}

extension EnsembleRanker {
  /// The weights that fit `examples` best, which neither ranker was trained on: by domain token, a domain's around those
  /// of all.
  public func fittedWeights(to examples: [RankingExample]) async throws -> [String: PoolWeights] {
    let requests = examples.map { example in
      RankingRequest(
        goal: example.goal,
        candidates: example.candidates.map {
          Candidate(text: "", template: 0, tokens: $0, relations: [])
        }, key: "")
    }
    var trials: [String: [PoolWeights.Trial]] = [:]
    for (example, opinion) in zip(examples, try await opinions(on: requests)) {
      guard let target = opinion.list.firstIndex(of: example.target),
        let domain = GoalEncoding.domainToken(of: example.goal)
      else { continue }
      trials[domain, default: []].append(
        PoolWeights.Trial(
          first: Self.logSoftmax(opinion.list.map { opinion.row[$0] }), second: opinion.judged,
          target: target))
    }
    let all = trials.sorted { $0.key < $1.key }.flatMap(\.value)
    let common = PoolWeights.fitted(to: all, around: PoolWeights())
    return trials.mapValues { PoolWeights.fitted(to: $0, around: common) }
  }
}
