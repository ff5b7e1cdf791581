import Basics
import LanguageModel
import Records

@testable import Trainer

/// A goal is a colour among other words; the right candidate is the tactic that goes with the colour. A model has
/// to look at both.
enum Toy {
  static let colours = ["red", "green", "blue", "grey"]
  static let tactics = ["intro", "apply", "rw", "simp"]
  static let fillers = ["a", "b", "c", "d", "e"]
  static let score = "<score>"

  static func example(_ generator: inout SplitMix64, domain: String = "toy") -> RankingExample {
    func word(_ words: [String]) -> String {
      words[Int.random(in: 0..<words.count, using: &generator)]
    }
    let colour = Int.random(in: 0..<colours.count, using: &generator)
    var goal = (0..<4).map { _ in word(fillers) }
    goal.insert(colours[colour], at: Int.random(in: 0...4, using: &generator))
    var candidates = tactics.map { [$0, word(fillers)] }
    candidates.shuffle(using: &generator)
    let target = candidates.firstIndex { $0[0] == tactics[colour] } ?? 0
    return RankingExample(
      domain: domain, goal: goal, candidates: candidates, target: target, weight: 1)
  }

  static func examples(_ count: Int, seed: UInt64) -> [RankingExample] {
    var generator = SplitMix64(seed: seed, "toy")
    return (0..<count).map { _ in example(&generator) }
  }

  /// Statements are a colour and its tactic twice over: after the first token all is determined.
  static func statements(_ count: Int, seed: UInt64) -> [StatementExample] {
    var generator = SplitMix64(seed: seed, "statements")
    return (0..<count).map { _ in
      let colour = Int.random(in: 0..<colours.count, using: &generator)
      let word = tactics[colour]
      return StatementExample(
        tokens: ["a", colours[colour], word, "b", word], given: 2, weight: 1)
    }
  }

  static func model(seed: UInt64 = 3) throws -> LocalModel {
    try LocalModel(
      configuration: ModelConfiguration(
        width: 32, layerCount: 1, headCount: 2, keyValueHeadCount: 1, headSize: 16,
        feedForwardWidth: 64, maximumPositions: 32),
      vocabulary: try Vocabulary(colours + tactics + fillers + [score]), seed: seed, workers: 1)
  }

  static let options = TrainerOptions(
    proverSteps: 150, proverBatch: 16, candidates: 4, conjecturerSteps: 80, conjecturerBatch: 16,
    learningRate: 5e-3, warmUpSteps: 10)

  static var prover: ProverTrainer { ProverTrainer(options: options, scoreToken: score) }
}
