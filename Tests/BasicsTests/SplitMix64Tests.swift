import Basics
import Testing

@Suite struct SplitMix64Tests {
  /// Published test values of SplitMix64 and FNV-1a: a run must find the same numbers on every machine and in every
  /// version.
  @Test func numbersAreTheStandardOnes() {
    var generator = SplitMix64(seed: 0)
    #expect(
      [generator.next(), generator.next(), generator.next()] == [
        0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f,
      ])
    #expect(Hash64.hex("") == "cbf29ce484222325")
    #expect(Hash64.hex("a") == "af63dc4c8601ec8c")
    #expect(Hash64.hex("foobar") == "85944171f73967e8")
  }

  @Test func labelsGiveStreamsOfTheirOwn() {
    func first(_ seed: UInt64, _ one: String, _ two: String) -> UInt64 {
      var generator = SplitMix64(seed: seed, one, two)
      return generator.next()
    }
    #expect(first(7, "a", "b") == first(7, "a", "b"))
    let others = [
      first(7, "a", "b"), first(7, "b", "a"), first(7, "ab", ""), first(7, "", "ab"),
      first(8, "a", "b"),
    ]
    #expect(Set(others).count == others.count)
  }

  @Test func uniformNumbersFillTheUnitInterval() {
    var generator = SplitMix64(seed: 3)
    var bins = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let value = generator.uniform()
      #expect(value >= 0 && value < 1)
      bins[min(9, Int(value * 10))] += 1
    }
    // Five standard deviations of a bin are 150.
    #expect(bins.allSatisfy { abs($0 - 1000) < 150 }, "\(bins)")
  }

  @Test func indicesFollowTheirWeights() throws {
    var generator = SplitMix64(seed: 4)
    var counts = [0, 0, 0, 0]
    for _ in 0..<8000 {
      let drawn = generator.index(weights: [1, 0, 3, -5])
      counts[try #require(drawn)] += 1
    }
    #expect(counts[1] == 0 && counts[3] == 0)
    #expect(abs(counts[2] - 6000) < 200, "\(counts)")
  }

  @Test func nothingToDrawIsNil() {
    var generator = SplitMix64(seed: 5)
    let drawn = [[], [0, -1], [.infinity, 1], [.leastNonzeroMagnitude]].map {
      generator.index(weights: $0)
    }
    #expect(drawn == [nil, nil, nil, 0])
  }
}
