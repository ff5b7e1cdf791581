import Basics
import Foundation
import Testing

@testable import LanguageModel

/// Every parameter tensor's gradient against central differences of the reference in doubles.
@Suite struct GradientTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var heads = 4
    var keyValueHeads = 2
    var headSize = 6
    var tied = true
    var width = 10
    var feedForward = 18
    var testDescription: String {
      "heads \(heads)/\(keyValueHeads)x\(headSize) width \(width) ff \(feedForward) tied \(tied)"
    }
  }

  static let shapes = [
    Shape(), Shape(keyValueHeads: 4, tied: false), Shape(keyValueHeads: 1),
    Shape(heads: 2, keyValueHeads: 1, headSize: 16, tied: false, width: 16, feedForward: 32),
  ]

  @Test(arguments: shapes) func rankingGradient(_ shape: Shape) throws {
    let model = try makeModel(shape)
    let samples = Fixtures.ranking()
    let batch = try Transformer.Batch(ranking: samples, scoreToken: 5, sequences: [])
    let losses = try model.gradients(batch)
    let reference = ReferenceModel(model)
    let expected = reference.rankingLoss(samples, scoreToken: 5)
    #expect(abs(Double(try #require(losses.ranking)) - expected) < 1e-5)
    #expect(losses.sequence == nil)
    check(model, reference) { $0.rankingLoss(samples, scoreToken: 5) }
  }

  @Test(arguments: shapes) func sequenceGradient(_ shape: Shape) throws {
    let model = try makeModel(shape)
    let samples = Fixtures.sequences()
    let batch = try Transformer.Batch(ranking: [], scoreToken: 0, sequences: samples)
    let losses = try model.gradients(batch)
    let reference = ReferenceModel(model)
    let expected = reference.sequenceLoss(samples)
    #expect(abs(Double(try #require(losses.sequence)) - expected) < 1e-5)
    #expect(losses.ranking == nil)
    check(model, reference) { $0.sequenceLoss(samples) }
  }

  /// Tokens of weight 0 after the last that counts are not even read; samples of nothing else cost nothing.
  @Test func tokensThatCountNothingChangeNothing() throws {
    let model = try Fixtures.model()
    /// The loss, then the gradient.
    func gradients(_ samples: [SequenceSample]) throws -> [Float] {
      let batch = try Transformer.Batch(ranking: [], scoreToken: 0, sequences: samples)
      let loss = try #require(try model.gradients(batch).sequence)
      return [loss] + model.workers[0].parameterGradients.array
    }
    let weights: [Float] = [0, 1, 0, 2, 0, 0]
    let sample = SequenceSample(tokens: [1, 2, 3, 4, 5, 6], weights: weights)
    let expected = try gradients([sample])
    let changed = SequenceSample(tokens: [1, 2, 3, 4, 9, 10], weights: weights)
    let nothing = SequenceSample(tokens: [7, 8], weight: 0)
    #expect(try gradients([changed, nothing]) == expected)
    // A token of weight 0 before one that counts is read.
    let read = SequenceSample(tokens: [1, 2, 11, 4, 5, 6], weights: weights)
    #expect(try gradients([read])[0] != expected[0])
    #expect(try gradients([read, nothing]) == gradients([read]))
  }

  @Test func longPrefixGradient() throws {
    // Longer than a strip of the causal square.
    let model = try Fixtures.model(layers: 1)
    var generator = SplitMix64(seed: 9)
    let tree = Fixtures.tree(prefix: 70, branches: [2, 1], &generator)
    let samples = [RankingSample(tree: tree, target: [0.5, 0.5])]
    let batch = try Transformer.Batch(ranking: samples, scoreToken: 1, sequences: [])
    _ = try model.gradients(batch)
    let tensor = try #require(model.layout.tensors.first { $0.name.contains("k_proj") })
    checkDirection(tensor, model, ReferenceModel(model)) { $0.rankingLoss(samples, scoreToken: 1) }
  }

  @Test(arguments: [1, 2, 3]) func workersShareOneGradient(_ workers: Int) throws {
    let one = try Fixtures.model()
    let several = try Fixtures.model(workers: workers)
    let samples = (0..<5).flatMap { Fixtures.ranking(seed: $0) }
    let sequences = (0..<4).flatMap { Fixtures.sequences(seed: $0) }
    let batch = try Transformer.Batch(ranking: samples, scoreToken: 5, sequences: sequences)
    _ = try one.gradients(batch)
    _ = try several.gradients(batch)
    for at in 0..<one.layout.count {
      let difference =
        one.workers[0].parameterGradients.base[at] - several.workers[0].parameterGradients.base[at]
      #expect(abs(difference) < 1e-4)
    }
  }

  private func makeModel(_ shape: Shape) throws -> Transformer {
    try Fixtures.model(
      heads: shape.heads, keyValueHeads: shape.keyValueHeads, headSize: shape.headSize,
      tied: shape.tied, width: shape.width, feedForward: shape.feedForward)
  }

  func check(
    _ model: Transformer, _ reference: ReferenceModel, loss: (ReferenceModel) -> Double
  ) {
    for tensor in model.layout.tensors { checkDirection(tensor, model, reference, loss: loss) }
  }

  /// The slope along a random direction that touches every entry of the tensor.
  private func checkDirection(
    _ tensor: ParameterLayout.Tensor, _ model: Transformer, _ reference: ReferenceModel,
    loss: (ReferenceModel) -> Double
  ) {
    var generator = SplitMix64(seed: UInt64(tensor.offset))
    for _ in 0..<2 {
      let direction = (0..<tensor.count).map { _ in Double(generator.normal()) }
      var slope = 0.0
      var length = 0.0
      for at in 0..<tensor.count {
        let gradient = Double(model.workers[0].parameterGradients.base[tensor.offset + at])
        slope += gradient * direction[at]
        length += gradient * gradient
      }
      let step = 1e-5
      let ends = [step, -step].map { step in
        var moved = reference
        for at in 0..<tensor.count { moved.weights[tensor.offset + at] += step * direction[at] }
        return loss(moved)
      }
      let difference = (ends[0] - ends[1]) / (2 * step)
      let tolerance = 1e-5 + 2e-4 * length.squareRoot()
      #expect(
        abs(difference - slope) < tolerance,
        "\(tensor.name): slope \(slope), difference \(difference)")
      #expect(length > 0, "\(tensor.name) has no gradient")
    }
  }
}
