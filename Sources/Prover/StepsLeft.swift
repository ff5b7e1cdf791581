import Foundation
import LanguageModel
import Records

/// How many tactic steps a goal still needs, as the prover is asked for it: ranges of numbers stand beside each other like
/// candidates, and the softmax over their scores is the model's distribution (the proof size objective of Polu et al.,
/// arXiv 2202.01344, section 4).
public enum StepsLeft {
  /// The least number of each range.
  static let leasts = [1, 2, 3, 4, 6, 9, 13, 19]
  /// What a range counts as.
  private static let middles = [1, 2, 3, 4.5, 7, 10.5, 15.5, 24]

  static let tokens = leasts.map { "<left:\($0)>" }
  /// One a range, as the model reads them.
  static let branches = tokens.map { [$0, GoalEncoding.rank] }

  /// The expected number, given the scores of the ranges; nil where one is not finite.
  static func expected(_ scores: some Collection<Float>) -> Double? {
    guard let top = scores.max(), scores.allSatisfy(\.isFinite) else { return nil }
    let masses = scores.map { exp(Double($0 - top)) }
    return zip(masses, middles).reduce(0) { $0 + $1.0 * $1.1 } / masses.reduce(0, +)
  }

  /// What an example of the right step teaches about the steps left: an example whose candidates are the ranges. nil where
  /// the number is not known.
  public static func example(_ example: RankingExample) -> RankingExample? {
    guard let range = leasts.lastIndex(where: { $0 <= example.stepsLeft }) else { return nil }
    var question = example
    question.candidates = branches
    question.target = range
    question.weight *= weight
    return question
  }

  /// What such an example counts beside that of the right step.
  private static let weight = 0.5
}
