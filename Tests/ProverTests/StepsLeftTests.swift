import Basics
import LanguageModel
import Records
import Testing

@testable import Prover
@testable import Trainer

@Suite struct StepsLeftTests {
  @Test func eachNumberHasItsRange() throws {
    func range(_ steps: Int) -> Int? {
      StepsLeft.example(
        RankingExample(
          domain: "nat", goal: ["<state>"], candidates: [["a"]], target: 0, stepsLeft: steps,
          weight: 2))?.target
    }
    #expect(
      [1, 2, 3, 4, 5, 6, 8, 9, 12, 13, 18, 19, 500].map(range) == [
        0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7,
      ])
    #expect(range(0) == nil)
    let question = try #require(
      StepsLeft.example(
        RankingExample(
          domain: "nat", goal: ["<state>"], candidates: [["a"]], target: 0, stepsLeft: 2, weight: 2)
      ))
    #expect(question.goal == ["<state>"] && question.candidates == StepsLeft.branches)
    #expect(question.weight == 1)
  }

  @Test func theExpectationIsTheDistributions() {
    var scores = [Float](repeating: -100, count: 8)
    scores[2] = 5
    func isExpected(_ steps: Double) -> Bool {
      StepsLeft.expected(scores).map { abs($0 - steps) < 1e-6 } ?? false
    }
    #expect(isExpected(3))
    scores[0] = 5
    #expect(isExpected(2))
    scores = [Float](repeating: 0, count: 8)
    #expect(isExpected(67.5 / 8))
    for broken in [Float.nan, .infinity, -.infinity] {
      scores[4] = broken
      #expect(StepsLeft.expected(scores) == nil)
    }
    #expect(StepsLeft.expected([Float]()) == nil)
  }

  /// Trained on goals whose length tells the steps left, the transformer says them of goals that it has not seen, and still
  /// ranks.
  @Test func theModelLearnsToSay() async throws {
    let atoms = ["p", "q", "r", "s"]
    let vocabulary = try Vocabulary(
      ["<state>", GoalEncoding.candidate, GoalEncoding.rank, GoalEncoding.score, "good", "bad"]
        + atoms + StepsLeft.tokens)
    var generator = SplitMix64(seed: 5)
    func example(_ steps: Int) -> RankingExample {
      let body = (0..<steps).map { _ in atoms.randomElement(using: &generator) ?? "p" }
      return RankingExample(
        domain: "nat", goal: ["<state>"] + body,
        candidates: ["good", "bad"].map { [GoalEncoding.candidate, $0, GoalEncoding.rank] },
        target: 0, stepsLeft: steps, weight: 1)
    }
    let examples = (0..<600).map { _ in example(Int.random(in: 1...8, using: &generator)) }
    let model = try LocalModel(
      configuration: ModelConfiguration(
        width: 32, layerCount: 2, headCount: 2, keyValueHeadCount: 1, headSize: 16,
        feedForwardWidth: 64, maximumPositions: 64), vocabulary: vocabulary, seed: 1, workers: 1)
    let trainer = ProverTrainer(
      options: TrainerOptions(
        proverSteps: 150, proverBatch: 16, learningRate: 3e-3, warmUpSteps: 10),
      scoreToken: GoalEncoding.score, question: StepsLeft.example)
    _ = try await trainer.train(
      model, on: ExampleSet(newest: examples, replay: [], heldOutShare: 0), seed: 1, round: 1)
    let silent = await TransformerRanker(model, saysStepsLeft: false)
    let request = RankingRequest(
      goal: ["<state>", "p"],
      candidates: [Candidate(text: "", template: 0, tokens: ["good"], relations: [])],
      key: "")
    let unsaid = try await silent.rank([request])[0]
    #expect(unsaid.stepsLeft == nil && unsaid.scores.count == 1)
    let ranker = await TransformerRanker(model)
    for steps in [1, 3, 7] {
      let goal = example(steps)
      let ranking = try await ranker.rank([
        RankingRequest(
          goal: goal.goal,
          candidates: goal.candidates.map {
            Candidate(text: "", template: 0, tokens: $0, relations: [])
          }, key: "")
      ])[0]
      let said = try #require(ranking.stepsLeft)
      #expect(abs(said - Double(steps)) < 1, "\(steps) steps: \(said)")
      #expect(ranking.scores.count == 2 && ranking.scores[0] > ranking.scores[1])
    }
  }
}
