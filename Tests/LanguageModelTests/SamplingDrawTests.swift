import Basics
import Foundation
import Testing

@testable import LanguageModel

/// Which tokens the settings leave, against the definitions written out.
@Suite struct SamplingDrawTests {
  /// Probabilities of the tokens that may be drawn, by sorting and in doubles.
  private func expected(_ logits: [Float], _ s: SamplingSettings, allowed: [Int32]?)
    -> [Int32: Double]
  {
    var left = (allowed ?? logits.indices.map { Int32($0) }).map {
      (id: $0, value: Double(logits[Int($0)]) / Double(s.temperature))
    }.sorted { ($1.value, $0.id) < ($0.value, $1.id) }
    if s.topK > 0 && s.topK < left.count {
      let least = left[s.topK - 1].value
      left = left.filter { $0.value >= least }
    }
    func shares() -> [Double] {
      let weights = left.map { exp($0.value - left[0].value) }
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
    if s.topP < 1 {
      var before = 0.0
      let count = shares().prefix { share in
        defer { before += share }
        return before < Double(s.topP)
      }.count
      left = Array(left.prefix(max(1, count)))
    }
    let now = shares()
    if s.minP > 0 {
      left = zip(left, now).filter { $0.1 >= Double(s.minP) * now[0] }.map(\.0)
    }
    return Dictionary(uniqueKeysWithValues: zip(left.map(\.id), shares()))
  }

  @Test(arguments: [
    SamplingSettings(), SamplingSettings(temperature: 0.6), SamplingSettings(temperature: 2.5),
    SamplingSettings(topK: 1), SamplingSettings(topK: 5), SamplingSettings(topK: 40),
    SamplingSettings(topP: 0.9), SamplingSettings(topP: 0.3), SamplingSettings(topP: 1e-6),
    SamplingSettings(minP: 0.1), SamplingSettings(minP: 1),
    SamplingSettings(temperature: 0.8, topK: 12, topP: 0.85, minP: 0.05),
    SamplingSettings(temperature: 1.7, topK: 30, topP: 0.97, minP: 0.01),
  ]) func drawsFollowTheDefinition(_ settings: SamplingSettings) throws {
    let vocabulary = 37
    for seed in 0..<4 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let logits = (0..<vocabulary).map { _ in 2 * generator.normal() }
      let total = Softmax.logSumExp(logits, count: vocabulary)
      for allowed in [nil, [3, 30, 7, 8, 21, 9, 36, 0]] as [[Int32]?] {
        let drawer = TokenDrawer(settings, vocabulary: vocabulary)
        let distribution = expected(logits, settings, allowed: allowed)
        let count = 1500
        var found: [Int32: Int] = [:]
        for _ in 0..<count {
          let draw = try #require(drawer.draw(logits, allowed: allowed, &generator))
          found[draw.token, default: 0] += 1
          let share = try #require(distribution[draw.token], "drew \(draw.token), seed \(seed)")
          #expect(abs(Double(draw.drawnLogProbability) - log(share)) < 1e-4)
          #expect(abs(draw.logProbability - (logits[Int(draw.token)] - total)) < 1e-5)
        }
        for (token, share) in distribution {
          let deviation = (share * (1 - share) / Double(count)).squareRoot()
          let part = Double(found[token] ?? 0) / Double(count)
          #expect(abs(part - share) <= 5.5 * deviation + 1e-9, "token \(token), seed \(seed)")
        }
      }
    }
  }

  @Test func tokensAsLikelyAsTheLastOneStay() throws {
    let drawer = TokenDrawer(SamplingSettings(topK: 2), vocabulary: 5)
    var generator = SplitMix64(seed: 1)
    let logits: [Float] = [1, 3, 1, 1, 0]
    let drawn = Set(
      (0..<500).compactMap { _ in drawer.draw(logits, allowed: nil, &generator)?.token })
    #expect(drawn == [0, 1, 2, 3])
  }

  @Test func zeroTemperatureTakesTheFirstOfTheLikeliest() throws {
    let drawer = TokenDrawer(SamplingSettings(temperature: 0), vocabulary: 5)
    var generator = SplitMix64(seed: 1)
    #expect(drawer.draw([1, 4, 2, 4, 0], allowed: nil, &generator)?.token == 1)
    #expect(drawer.draw([1, 4, 2, 4, 0], allowed: [0, 2], &generator)?.token == 2)
    #expect(drawer.draw([1, 4, 2, 5, 0], allowed: nil, &generator)?.token == 3)
  }

  @Test func logitsThatAreNotFiniteAreNotDrawnFrom() {
    let drawer = TokenDrawer(SamplingSettings(), vocabulary: 20)
    var generator = SplitMix64(seed: 1)
    for bad in [Float.nan, .infinity] {
      for place in [0, 7, 19] {
        var logits = [Float](repeating: 1, count: 20)
        logits[place] = bad
        #expect(drawer.draw(logits, allowed: nil, &generator) == nil)
      }
    }
  }

  @Test func largestIsThatOfSorting() {
    var generator = SplitMix64(seed: 2)
    for count in 1..<40 {
      let values = (0..<count).map { _ in Float(generator.next() % 20) }
      for k in 1...count {
        #expect(TokenDrawer.largest(k, of: values) == values.sorted(by: >)[k - 1])
      }
    }
  }

  @Test func settingsOutOfRangeNameTheField() throws {
    for (settings, field) in [
      (SamplingSettings(temperature: -1), "temperature"),
      (SamplingSettings(temperature: .nan), "temperature"),
      (SamplingSettings(temperature: .leastNonzeroMagnitude), "temperature"),
      (SamplingSettings(topK: -1), "topK"), (SamplingSettings(topP: 0), "topP"),
      (SamplingSettings(topP: 1.5), "topP"), (SamplingSettings(topP: .nan), "topP"),
      (SamplingSettings(minP: -0.1), "minP"), (SamplingSettings(minP: 2), "minP"),
    ] {
      let error = #expect(throws: LanguageModelError.self) { try settings.validate() }
      guard case .input(let found, _, _) = error else {
        Issue.record("\(String(describing: error)) for \(settings)")
        continue
      }
      #expect(found == field)
    }
  }
}

extension TokenDrawer.Draw: Equatable {
  public static func == (a: Self, b: Self) -> Bool {
    a.token == b.token && a.logProbability == b.logProbability
  }
}
