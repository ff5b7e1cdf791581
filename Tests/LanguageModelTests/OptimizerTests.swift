import Basics
import Foundation
import Testing

@testable import LanguageModel

@Suite struct OptimizerTests {
  @Test func agreesWithTheFormula() throws {
    let c = ModelConfiguration(
      vocabularySize: 3, width: 5, layerCount: 1, headCount: 1, keyValueHeadCount: 1, headSize: 2,
      feedForwardWidth: 3)
    let layout = ParameterLayout(c)
    let weights = FloatBuffer(layout.count)
    let gradients = FloatBuffer(layout.count)
    layout.initialize(weights.base, seed: 1)
    var expected = weights.array.map(Double.init)
    var first = [Double](repeating: 0, count: layout.count)
    var second = first
    let options = TrainingOptions(learningRate: 0.01, warmUpSteps: 2, weightDecay: 0.1)
    let optimizer = AdamW(count: layout.count)
    var generator = SplitMix64(seed: 2)
    for step in 1...3 {
      for at in 0..<layout.count { gradients.base[at] = generator.normal() }
      let update = optimizer.begin(gradientScale: 0.5, options: options)
      for part in WorkPlan.parts(of: layout.count, workers: 3) {
        optimizer.apply(
          update, to: part, of: layout, weights: weights.base, gradients: gradients.base)
      }
      let rate = step == 1 ? 0.005 : 0.01
      for tensor in layout.tensors {
        for at in tensor.offset..<tensor.offset + tensor.count {
          let g = 0.5 * Double(gradients.base[at])
          first[at] = 0.9 * first[at] + 0.1 * g
          second[at] = 0.98 * second[at] + 0.02 * g * g
          let m = first[at] / (1 - pow(0.9, Double(step)))
          let v = second[at] / (1 - pow(0.98, Double(step)))
          if tensor.decays { expected[at] *= 1 - rate * 0.1 }
          expected[at] -= rate * m / (v.squareRoot() + 1e-8)
        }
      }
    }
    for at in 0..<layout.count { #expect(abs(Double(weights.base[at]) - expected[at]) < 1e-5) }
  }

  @Test func learningRateSchedule() {
    let options = TrainingOptions(
      learningRate: 2, schedule: .cosine(total: 110, floor: 0.1), warmUpSteps: 10)
    #expect(options.learningRate(at: 1) == 0.2)
    #expect(options.learningRate(at: 10) == 2)
    #expect(abs(options.learningRate(at: 60) - 1.1) < 1e-5)
    #expect(abs(options.learningRate(at: 110) - 0.2) < 1e-5)
    #expect(abs(options.learningRate(at: 5000) - 0.2) < 1e-5)
    #expect(TrainingOptions(learningRate: 3, warmUpSteps: 0).learningRate(at: 1) == 3)
  }
}
