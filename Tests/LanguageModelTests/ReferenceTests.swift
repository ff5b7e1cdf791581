import Foundation
import Testing

@testable import LanguageModel

/// Logits, losses, gradients and optimizer steps against PyTorch's on models that `transformers` made.
@Suite struct ReferenceTests {
  @Test(arguments: ReferenceFixture.names)
  func logitsLossAndGradientsAgree(_ name: String) throws {
    let fixture = try ReferenceFixture(name)
    let expected = try fixture.tensors("expected.safetensors")
    let batch = try fixture.json(ReferenceFixture.Case.self, "case.json")
    let rows = batch.sequences.map(\.count).reduce(0, +)
    let model = fixture.model
    let vocabulary = model.configuration.vocabularySize

    let logits = model.packedLogits(batch.sequences)
    let logitError = relativeError(
      logits, try expected.values("logits", shape: [rows, vocabulary]))
    #expect(logitError <= 1e-4)

    let losses = try model.gradients(
      Transformer.Batch(
        ranking: [], scoreToken: 0, sequences: batch.sequences.map { SequenceSample(tokens: $0) }))
    let lossError = relativeError([try #require(losses.sequence)], [batch.loss])
    #expect(lossError <= 1e-4)

    let gradient = try fixture.worst(
      model.workers[0].parameterGradients.base, against: expected, prefix: "gradient.")
    #expect(gradient.error <= 1e-4, "\(gradient.name)")
    print(
      "against PyTorch, \(name): largest relative error of logits \(logitError), loss \(lossError),",
      "gradients \(gradient.error) (\(gradient.name))")
  }

  private struct OptimizerCase: Decodable {
    var learningRate: Float
    var warmUpSteps: Int
    var weightDecay: Float
    var beta1: Float
    var beta2: Float
    var epsilon: Float
    var gradientNormMax: Float
    var losses: [Float]
    var gradientNorms: [Float]
  }

  @Test func fiveStepsOfAdamWAgree() throws {
    let fixture = try ReferenceFixture("gqa2-tied")
    let expected = try fixture.json(OptimizerCase.self, "optimizer.json")
    let sequences = try fixture.json(ReferenceFixture.Case.self, "case.json").sequences
    let batch = try Transformer.Batch(
      ranking: [], scoreToken: 0, sequences: sequences.map { SequenceSample(tokens: $0) })
    let options = TrainingOptions(
      learningRate: expected.learningRate, warmUpSteps: expected.warmUpSteps,
      weightDecay: expected.weightDecay, beta1: expected.beta1, beta2: expected.beta2,
      epsilon: expected.epsilon, gradientNormMax: expected.gradientNormMax)
    let optimizer = AdamW(count: fixture.model.layout.count)
    try #require(expected.losses.count == 5 && expected.gradientNorms.count == 5)
    for (loss, norm) in zip(expected.losses, expected.gradientNorms) {
      // Every one of these is clipped.
      #expect(norm > options.gradientNormMax)
      let own = try fixture.model.train(batch, optimizer: optimizer, options: options)
      #expect(relativeError([try #require(own.sequence)], [loss]) <= 1e-5)
      #expect(relativeError([own.gradientNorm], [norm]) <= 1e-5)
    }
    let worst = try fixture.worst(
      fixture.model.weights.base, against: fixture.tensors("optimizer.safetensors"))
    #expect(worst.error <= 1e-5, "\(worst.name)")
    print(
      "against PyTorch's AdamW: largest relative error of weights \(worst.error) (\(worst.name))")
  }
}
