import Basics
import Foundation
import Testing

@testable import LanguageModel

/// The clipped policy-gradient loss: its slope, its bounds, its averages, and that it learns.
@Suite struct PolicyTests {
  /// Three samples with some tokens not drawn. Old log-probabilities are off the model's by enough that some are clipped.
  private func samples(_ model: Transformer, seed: UInt64 = 6) throws -> [PolicySample] {
    var generator = SplitMix64(seed: seed)
    let shapes: [(length: Int, prompt: Int, gap: Int, advantage: Float)] = [
      (9, 3, 5, 1.2), (4, 1, 0, -0.7), (6, 2, 3, -0.3),
    ]
    return try shapes.map { shape in
      let tokens = Fixtures.tokens(shape.length, vocabulary: 13, &generator)
      let current = try model.logProbabilities(of: [tokens])[0]
      var old: [Float?] = [nil]
      var reference: [Float] = [0]
      for at in 1..<shape.length {
        let value = min(0, current[at - 1] + 0.4 * generator.normal())
        old.append(at >= shape.prompt && at != shape.gap ? value : nil)
        reference.append(min(0, current[at - 1] + 0.4 * generator.normal()))
      }
      return PolicySample(
        tokens: tokens, logProbabilities: old, advantage: shape.advantage,
        referenceLogProbabilities: reference)
    }
  }

  @Test(
    arguments: [PolicyOptions.Averaging.tokens, .sequences], [Float(0), 0.1])
  func gradientEqualsDifferences(_ averaging: PolicyOptions.Averaging, _ kl: Float) throws {
    let model = try Fixtures.model(tied: averaging == .tokens, workers: 2)
    let samples = try samples(model)
    let options = PolicyOptions(averaging: averaging, klCoefficient: kl)
    let losses = try model.gradients(Transformer.Batch(policy: samples, options: options))
    let reference = ReferenceModel(model)
    #expect(abs(losses.policy.loss - reference.policyLoss(samples, options)) < 1e-5)
    #expect(losses.policy.clipped > 0 && losses.policy.clipped < losses.policy.tokens)
    GradientTests().check(model, reference) { $0.policyLoss(samples, options) }
  }

  /// With ratios of 1 and no bounds the gradient is that of the advantage-weighted log-likelihood.
  @Test func firstStepIsThePlainPolicyGradient() throws {
    let model = try Fixtures.model()
    var generator = SplitMix64(seed: 3)
    let tokens = (0..<3).map { Fixtures.tokens(5 + $0, vocabulary: 13, &generator) }
    let current = try model.logProbabilities(of: tokens)
    let advantages: [Float] = [1, -0.5, 2]
    let policy = (0..<3).map { at in
      PolicySample(
        prompt: [tokens[at][0]], answer: Array(tokens[at].dropFirst()),
        logProbabilities: current[at], advantage: advantages[at])
    }
    let losses = try model.gradients(Transformer.Batch(policy: policy, options: PolicyOptions()))
    #expect(losses.policy.clipped == 0)
    #expect(abs(losses.policy.ratio / 15 - 1) < 1e-5)
    #expect(losses.policy.approximateKL < 1e-5)
    let gradient = model.workers[0].parameterGradients.array
    let weighted = zip(tokens, advantages).map { SequenceSample(tokens: $0, weight: $1) }
    let batch = try Transformer.Batch(ranking: [], scoreToken: 0, sequences: weighted)
    _ = try model.gradients(batch)
    // One loss is a mean over 15 tokens, the other over the sum of their weights, 4 + 2.5 + 12.
    let expected = model.workers[0].parameterGradients.array.map { $0 * 18.5 / 15 }
    #expect(relativeError(gradient, expected) < 1e-4)
  }

  @Test func onlyTheGainIsClipped() {
    let options = PolicyOptions(clipLow: 0.2, clipHigh: 0.3)
    func loss(_ ratio: Float, _ advantage: Float) -> ClippedRatioLoss {
      ClippedRatioLoss(
        logProbability: -2 + log(ratio), old: -2, reference: nil, advantage: advantage,
        options: options)
    }
    // Better than expected and likelier already: nothing more to gain above 1.3.
    #expect(loss(2, 1).isClipped && loss(2, 1).slope == 0)
    #expect(abs(loss(2, 1).loss + 1.3) < 1e-5)
    #expect(!loss(1.29, 1).isClipped && abs(loss(1.29, 1).slope + 1.29) < 1e-5)
    // Worse than expected and unlikelier already.
    #expect(loss(0.5, -1).isClipped && abs(loss(0.5, -1).loss - 0.8) < 1e-5)
    // Gone in the wrong direction: the whole slope brings it back.
    #expect(!loss(0.5, 1).isClipped && abs(loss(0.5, 1).slope + 0.5) < 1e-5)
    #expect(!loss(2, -1).isClipped && abs(loss(2, -1).slope - 2) < 1e-5)
    #expect(loss(1, 0).slope == 0 && !loss(1, 0).isClipped)
  }

  @Test func absurdRatiosStayFinite() {
    for (new, old) in [(Float(-0.001), Float(-200)), (-200, -0.001)] {
      for advantage in [Float(1), -1] {
        let loss = ClippedRatioLoss(
          logProbability: new, old: old, reference: old, advantage: advantage,
          options: PolicyOptions(klCoefficient: 0.1))
        #expect(loss.loss.isFinite && loss.approximateKL.isFinite && loss.slope == 0)
      }
    }
  }

  @Test func samplesThatDoNotFitAreRefused() async throws {
    let model = try LocalModel(
      configuration: ModelConfiguration(maximumPositions: 8), vocabulary: Vocabulary(["a", "b"]),
      seed: 1, workers: 1)
    func refusal(_ sample: PolicySample, _ options: PolicyOptions = PolicyOptions()) async -> String
    {
      do {
        _ = try await model.train(
          policy: [sample], policyOptions: options, options: TrainingOptions())
        return "taken"
      } catch { return error.description }
    }
    let good = PolicySample(prompt: [1], answer: [2], logProbabilities: [-1], advantage: 1)
    func changed(_ change: (inout PolicySample) -> Void) -> PolicySample {
      var sample = good
      change(&sample)
      return sample
    }
    #expect(await refusal(changed { $0.tokens = [1, 9] }).contains("token in prefix is 9"))
    #expect(await refusal(changed { $0.logProbabilities = [nil] }).contains("1 for 2 tokens"))
    #expect(
      await refusal(changed { $0.logProbabilities = [-1, -1] }).contains("nil for the first"))
    #expect(await refusal(changed { $0.logProbabilities = [nil, nil] }).contains("every token"))
    #expect(await refusal(changed { $0.logProbabilities = [nil, 0.4] }).contains("is 0.4"))
    #expect(await refusal(changed { $0.logProbabilities = [nil, .nan] }).contains("is nan"))
    #expect(await refusal(changed { $0.advantage = .infinity }).contains("advantage is inf"))
    #expect(
      await refusal(good, PolicyOptions(klCoefficient: 0.1)).contains("referenceLogProbabilities"))
    #expect(await refusal(good, PolicyOptions(clipLow: 2)).contains("clipLow is 2.0"))
    #expect(await refusal(good, PolicyOptions(clipHigh: .nan)).contains("clipHigh is nan"))
    await #expect(throws: LanguageModelError.self) {
      try await model.train(policy: [], options: TrainingOptions())
    }
    #expect(await model.step == 0)
    #expect(await refusal(good) == "taken")
  }

  @Test func advantagesOfAGroup() throws {
    let normalized = try Advantages.normalized([1, 0, 0, 1])
    for (value, expected) in zip(normalized, [0.866, -0.866, -0.866, 0.866] as [Float]) {
      #expect(abs(value - expected) < 1e-3)
    }
    #expect(try Advantages.centred([3, 1, 2, 2]) == [1, -1, 0, 0])
    // Exactly nothing where nothing differs, also where a mean would round.
    #expect(try Advantages.normalized([0.1, 0.1, 0.1]) == [0, 0, 0])
    #expect(try Advantages.centred([0.1, 0.1, 0.1]) == [0, 0, 0])
    #expect(try Advantages.normalized([5]) == [0])
    #expect(try Advantages.normalized([]) == [])
    #expect(throws: LanguageModelError.self) { try Advantages.normalized([1, .nan]) }
  }

  /// A reward for each even token: with nothing but rewards the model comes to draw even tokens only.
  @Test func rewardsAreLearnt() async throws {
    func run() async throws -> (curve: [Float], last: PolicyLoss) {
      let model = try LocalModel(
        configuration: ModelConfiguration(
          width: 16, layerCount: 1, headCount: 2, keyValueHeadCount: 1, headSize: 8,
          feedForwardWidth: 32, maximumPositions: 16),
        vocabulary: Vocabulary((1..<12).map { "t\($0)" }), seed: 2, workers: 2)
      var curve: [Float] = []
      var last: PolicyLoss?
      for round in 0..<40 {
        let drawn = try await model.sample(
          count: 32, prefix: [1], maximumLength: 6, seed: UInt64(round)
        ) { _, _ in (0..<12).map(Int32.init) }
        let tokens = drawn.map { [1] + $0.tokens }
        let old = try await model.logProbabilities(of: tokens)
        let rewards = drawn.map { Float($0.tokens.count { $0 % 2 == 0 }) / 6 }
        let advantages = try Advantages.normalized(rewards)
        let samples = tokens.indices.map {
          PolicySample(
            prompt: [1], answer: drawn[$0].tokens, logProbabilities: old[$0],
            advantage: advantages[$0])
        }
        for _ in 0..<2 {
          last = try await model.train(
            policy: samples, options: TrainingOptions(learningRate: 5e-3, warmUpSteps: 0))
        }
        curve.append(rewards.reduce(0, +) / Float(rewards.count))
      }
      return (curve, try #require(last))
    }
    let (curve, last) = try await run()
    print("mean reward by round:", curve.map { String(format: "%.2f", $0) }.joined(separator: " "))
    #expect(curve[0] < 0.7)
    #expect(curve.suffix(5).allSatisfy { $0 > 0.95 })
    #expect(last.step == 80)
    #expect(last.approximateKL >= 0 && last.ratio > 0.5 && last.ratio < 2)
    let again = try await run()
    #expect(again.curve == curve)
    #expect(again.last == last)
  }
}
