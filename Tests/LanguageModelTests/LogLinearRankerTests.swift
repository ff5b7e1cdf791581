import Basics
import Foundation
import TestSupport
import Testing

@testable import LanguageModel

@Suite struct LogLinearRankerTests {
  /// Right is the candidate with an even sum; each candidate shows its parity and some noise.
  private func samples(_ count: Int, seed: UInt64) -> [FeatureSample] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let right = Int(generator.next() % 4)
      let features = (0..<4).map { index in
        [index == right ? "parity=even" : "parity=odd", "noise=\(generator.next() % 50)", "bias"]
      }
      return FeatureSample(features: features, target: (0..<4).map { $0 == right ? 1 : 0 })
    }
  }

  @Test func learnsWhatMatters() throws {
    var ranker = LogLinearRanker()
    #expect(ranker.score(features: [["a"], []]) == [0, 0])
    let first = try ranker.train([samples(1, seed: 9)[0]])
    #expect(abs(first - Float(4).logarithm) < 1e-5)
    let loss = try ranker.train(samples(200, seed: 1), passes: 3)
    #expect(loss < 0.2)
    let scores = ranker.score(features: [["parity=odd"], ["parity=even"], ["bias"]])
    #expect(scores[1] > scores[0] + 2)
    #expect(abs(scores[2]) < 1e-2, "a feature of all candidates says nothing")
  }

  @Test func sameSamplesSameBitsAndFileRoundTrip() async throws {
    var one = LogLinearRanker()
    var two = LogLinearRanker()
    #expect(try one.train(samples(50, seed: 2)) == two.train(samples(50, seed: 2)))
    #expect(one == two)
    let trained = one
    try await withTemporaryFolder { folder in
      let path = folder + "/ranker.safetensors"
      try trained.save(to: path)
      try trained.save(to: path)
      #expect(try LogLinearRanker(path: path) == trained)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ranker.safetensors"])
      try Data("x".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: LanguageModelError.self) { try LogLinearRanker(path: path) }
      #expect(throws: LanguageModelError.self) { try LogLinearRanker(path: folder + "/none") }
    }
  }

  @Test func badSamplesChangeNothing() throws {
    var ranker = LogLinearRanker()
    let good = samples(1, seed: 3)[0]
    let bad = FeatureSample(features: [["a"]], target: [0.5, 0.5])
    #expect(throws: LanguageModelError.self) { try ranker.train([good, bad]) }
    #expect(throws: LanguageModelError.self) { try ranker.train([]) }
    #expect(throws: LanguageModelError.self) { try ranker.train([good], learningRate: -1) }
    #expect(ranker == LogLinearRanker())
  }
}

extension Float {
  fileprivate var logarithm: Float { log(self) }
}
