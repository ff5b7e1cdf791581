import Basics
import LanguageModel
import Records
import Testing

@testable import Trainer

@Suite struct ConjecturerTrainerTests {
  private let trainer = ConjecturerTrainer(options: Toy.options)

  @Test func theLossFallsToWhatCannotBeKnown() async throws {
    let model = try Toy.model()
    let report = try await trainer.train(
      model, on: Toy.statements(300, seed: 1), seed: 1, round: 1)
    #expect(report.steps == Toy.options.conjecturerSteps)
    #expect(report.examples == 300)
    #expect(report.firstLoss > 1, "\(report)")
    // Everything after the given tokens is determined.
    #expect(report.lastLoss < 0.2, "\(report)")
  }

  @Test func givenTokensAreNotPredicted() async throws {
    // Random given tokens would keep the loss high if they counted.
    var generator = SplitMix64(seed: 6)
    let examples = (0..<300).map { _ in
      let noise = (0..<3).map { _ in
        Toy.fillers[Int.random(in: 0..<Toy.fillers.count, using: &generator)]
      }
      return StatementExample(tokens: noise + ["red", "rw"], given: 4, weight: 1)
    }
    let report = try await trainer.train(try Toy.model(), on: examples, seed: 1, round: 1)
    #expect(report.lastLoss < 0.1, "\(report)")
  }

  @Test func heavyStatementsAreDrawnMore() async throws {
    func statement(_ word: String, _ weight: Double) -> StatementExample {
      StatementExample(tokens: ["a", word], given: 1, weight: weight)
    }
    let model = try Toy.model()
    _ = try await trainer.train(
      model, on: [statement("rw", 9), statement("simp", 1), statement("apply", 0)], seed: 1,
      round: 1)
    let vocabulary = await model.vocabulary
    let scores = try await model.logProbabilities(
      of: ["rw", "simp", "apply"].map { vocabulary.encode(["a", $0]) }
    ).map { $0.first ?? 0 }
    #expect(scores[0] > scores[1] + 1, "\(scores)")
    #expect(scores[1] > scores[2] + 1, "\(scores)")
  }

  @Test func theSameSeedGivesTheSameLosses() async throws {
    func losses(seed: UInt64) async throws -> TrainingReport {
      try await trainer.train(
        try Toy.model(), on: Toy.statements(100, seed: 2), seed: seed, round: 1)
    }
    let first = try await losses(seed: 1)
    #expect(try await losses(seed: 1) == first)
    #expect(try await losses(seed: 2) != first)
  }

  @Test func nothingToLearnFromIsNoError() async throws {
    let model = try Toy.model()
    #expect(try await trainer.train(model, on: [], seed: 1, round: 1).steps == 0)
    let weightless = StatementExample(tokens: ["a", "rw"], given: 1, weight: 0)
    #expect(try await trainer.train(model, on: [weightless], seed: 1, round: 1).steps == 0)
    #expect(await model.step == 0)
  }

  @Test func hardAndShortIsWorthMore() {
    func weight(_ applications: Int, steps: Int = 4, size: Int = 10) -> Double {
      StatementExample.weight(applications: applications, budget: 48, steps: steps, size: size)
    }
    // Harder to prove is worth more, up to the budget.
    #expect(weight(0) < weight(10) && weight(10) < weight(48))
    #expect(weight(48) == weight(480))
    // A long proof of a short statement is worth more than the reverse, within bounds.
    #expect(weight(20, steps: 8) > weight(20, steps: 1))
    #expect(weight(20, size: 6) > weight(20, size: 20))
    #expect(weight(20, steps: 100) == weight(20, steps: 1000))
    // Every statement that was proved counts for something.
    #expect(weight(0, steps: 0, size: 1000) > 0)
    #expect(StatementExample.weight(applications: 0, budget: 0, steps: 0, size: 0).isFinite)
  }
}
