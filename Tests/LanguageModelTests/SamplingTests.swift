import Foundation
import Testing

@testable import LanguageModel

@Suite struct SamplingTests {
  private func options(
    _ length: Int, temperature: Float = 1, seed: UInt64 = 1, mask: @escaping TokenMask
  ) -> SamplingOptions {
    SamplingOptions(maximumLength: length, temperature: temperature, seed: seed, mask: mask)
  }

  private static let everything = (0..<13).map(Int32.init)

  @Test func onlyAllowedTokensAreDrawnAndNoneEndsTheSample() throws {
    let model = try Fixtures.model(workers: 2)
    let samples = try model.sample(
      prefixes: (0..<20).map { [Int32($0 % 13)] },
      options: options(10) { index, drawn in
        drawn.count == index % 4 + 1 ? [] : [Int32(drawn.count), Int32(index % 5 + 6), 99, -1]
      })
    try #require(samples.count == 20)
    for (index, sample) in samples.enumerated() {
      #expect(sample.tokens.count == index % 4 + 1)
      for (at, token) in sample.tokens.enumerated() {
        #expect(token == Int32(at) || token == Int32(index % 5 + 6))
      }
    }
  }

  @Test func logProbabilityIsThatOfTheFullForward() throws {
    let model = try Fixtures.model()
    let prefixes: [[Int32]] = [[1], [2, 3, 4], [5, 6], [7, 8, 9, 10, 11]]
    let samples = try model.sample(
      prefixes: prefixes, options: options(6) { _, _ in Self.everything })
    for (prefix, sample) in zip(prefixes, samples) {
      #expect(sample.tokens.count == 6)
      let row = try model.logProbabilities(of: [prefix + sample.tokens])[0]
      let expected = row.dropFirst(prefix.count - 1).reduce(0, +)
      #expect(abs(expected - sample.logProbability) < 1e-3)
    }
  }

  @Test func drawsFollowTheDistribution() throws {
    let model = try Fixtures.model()
    let count = 4000
    let samples = try model.sample(
      prefixes: [[Int32]](repeating: [3, 1], count: count),
      options: options(1) { _, _ in Self.everything })
    for token in Self.everything {
      let expected = exp(Double(try model.logProbabilities(of: [[3, 1, token]])[0][1]))
      let found = Double(samples.count { $0.tokens == [token] }) / Double(count)
      // Five standard deviations of a binomial share.
      #expect(abs(found - expected) < 5 * (expected * (1 - expected) / Double(count)).squareRoot())
    }
  }

  @Test func seedsAndWorkers() throws {
    let prefixes = [[Int32]](repeating: [1, 2], count: 8)
    func draw(seed: UInt64, workers: Int) throws -> [[Int32]] {
      try Fixtures.model(workers: workers).sample(
        prefixes: prefixes, options: options(12, seed: seed) { _, _ in Self.everything }
      ).map(\.tokens)
    }
    let first = try draw(seed: 5, workers: 1)
    #expect(try draw(seed: 5, workers: 1) == first)
    #expect(try draw(seed: 5, workers: 3) == first)
    #expect(try draw(seed: 6, workers: 1) != first)
    #expect(Set(first).count == first.count)
  }

  @Test func zeroTemperatureTakesTheLikeliest() throws {
    let model = try Fixtures.model()
    let samples = try model.sample(
      prefixes: [[4], [4]],
      options: options(5, temperature: 0, seed: 9) { _, _ in Self.everything })
    #expect(samples[0].tokens == samples[1].tokens)
    let reference = ReferenceModel(model)
    let logits = reference.logits(reference.hidden([4])[0])
    let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
    #expect(samples[0].tokens.first == Int32(best))
  }

  @Test func tooLongOrBadTemperatureIsRefused() throws {
    let model = try Fixtures.model()
    for (length, temperature) in [(128, 1), (.max, 1), (-1, 1), (3, -1), (3, .nan)]
      as [(Int, Float)]
    {
      #expect(throws: LanguageModelError.self) {
        try model.sample(
          prefixes: [[1]], options: options(length, temperature: temperature) { _, _ in [1] })
      }
    }
    #expect(try model.sample(prefixes: [], options: options(5) { _, _ in [1] }).isEmpty)
  }
}
