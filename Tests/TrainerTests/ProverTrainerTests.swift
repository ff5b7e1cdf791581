import LanguageModel
import Records
import Testing

@testable import Trainer

@Suite struct ExampleLimitTests {
  @Test func smallDomainsKeepAllAndTheOthersShare() {
    let counts = ["nat": 1187, "list": 1603, "logic": 25_874, "predicate": 14_582]
    let limits = ExampleSet.limits(counts, total: 20_000)
    #expect(limits == ["nat": 1187, "list": 1603, "logic": 8605, "predicate": 8605])
    #expect(ExampleSet.limits(counts, total: 1_000_000) == counts)
    #expect(ExampleSet.limits(counts, total: 0).values.allSatisfy { $0 == 0 })
    #expect(ExampleSet.limits([:], total: 5).isEmpty)
    #expect(ExampleSet.limits(["a": 9, "b": 9, "c": 9], total: 10).values.reduce(0, +) == 10)
  }

  @Test func whatIsJudgedIsNotTheFirstDomainsAlone() {
    let many = ExampleSet(
      newest: [],
      replay: (0..<500).map {
        RankingExample(
          domain: $0 < 250 ? "a" : "b", goal: ["\($0)"], candidates: [["x"]], target: 0, weight: 1)
      }, heldOutShare: 1)
    #expect(many.heldOut(atMost: 4).map(\.goal) == [["0"], ["125"], ["250"], ["375"]])
    #expect(many.heldOut(atMost: 500) == many.heldOut)
  }
}

@Suite struct ProverTrainerTests {
  private let set = ExampleSet(
    newest: Toy.examples(600, seed: 2), replay: Toy.examples(600, seed: 3), heldOutShare: 0.2)

  @Test func aRuleIsLearntThatHoldsForUnseenGoals() async throws {
    let model = try Toy.model()
    let before = try #require(try await Toy.prover.accuracy(of: model, on: set.heldOut))
    let report = try await Toy.prover.train(model, on: set, seed: 1, round: 1)
    let after = try #require(try await Toy.prover.accuracy(of: model, on: set.heldOut))
    // Chance is one of four.
    #expect(before.top1 < 0.6, "\(before)")
    #expect(after.top1 > 0.9, "\(after)")
    #expect(after.loss < before.loss / 2, "\(before) → \(after)")
    #expect(report.steps == Toy.options.proverSteps)
    #expect(report.examples == set.training.count)
    #expect(report.lastLoss < report.firstLoss / 2, "\(report)")
  }

  @Test func theSameSeedTrainsTheSameModel() async throws {
    func trained(seed: UInt64, round: Int) async throws -> (TrainingReport, [[Float]]) {
      let model = try Toy.model()
      var options = Toy.options
      options.proverSteps = 30
      let trainer = ProverTrainer(options: options, scoreToken: Toy.score)
      let report = try await trainer.train(model, on: set, seed: seed, round: round)
      let vocabulary = await model.vocabulary
      let trees = set.heldOut.prefix(5).map {
        TokenTree(
          prefix: vocabulary.encode($0.goal), branches: $0.candidates.map(vocabulary.encode))
      }
      let score = try #require(vocabulary.id(of: Toy.score))
      return (report, try await model.rank(Array(trees), scoreToken: score))
    }
    let first = try await trained(seed: 1, round: 1)
    let second = try await trained(seed: 1, round: 1)
    #expect(first == second)
    #expect(try await trained(seed: 2, round: 1).1 != first.1)
    #expect(try await trained(seed: 1, round: 2).1 != first.1)
  }

  @Test func weightlessExamplesTeachNothing() async throws {
    // Half of the examples say the opposite, without weight.
    var wrong = Toy.examples(600, seed: 5)
    for index in wrong.indices {
      wrong[index].target = (wrong[index].target + 1) % 4
      wrong[index].weight = 0
    }
    let mixed = ExampleSet(
      newest: Toy.examples(600, seed: 2), replay: wrong, heldOutShare: 0)
    let model = try Toy.model()
    _ = try await Toy.prover.train(model, on: mixed, seed: 1, round: 1)
    let judged = try #require(
      try await Toy.prover.accuracy(of: model, on: Toy.examples(200, seed: 8)))
    #expect(judged.top1 > 0.9, "\(judged)")
  }

  @Test func fewExamplesAreNotLearntByHeart() async throws {
    let few = ExampleSet(newest: Toy.examples(8, seed: 4), replay: [], heldOutShare: 0)
    let report = try await Toy.prover.train(try Toy.model(), on: few, seed: 1, round: 1)
    #expect(report.steps < Toy.options.proverSteps)
    #expect(report.steps > 0)
  }

  @Test func withoutExamplesNothingHappens() async throws {
    let model = try Toy.model()
    let none = ExampleSet(newest: [], replay: [], heldOutShare: 0.1)
    let report = try await Toy.prover.train(model, on: none, seed: 1, round: 1)
    #expect(report.steps == 0 && report.examples == 0)
    #expect(await model.step == 0)
    #expect(try await Toy.prover.accuracy(of: model, on: []) == nil)
  }

  @Test func cancellingStopsBetweenSteps() async throws {
    let model = try Toy.model()
    let set = set
    let task = Task {
      try await withUnsafeCurrentTask { current in
        current?.cancel()
        return try await Toy.prover.train(model, on: set, seed: 1, round: 1)
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await model.step == 0)
  }
}
