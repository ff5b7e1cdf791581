import Basics
import TestSupport
import Testing

@testable import Records

@Suite struct PassAtKTests {
  private static func binomial(_ n: Int, _ k: Int) -> Double {
    if k < 0 || k > n { return 0 }
    return (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  @Test func theEstimatorCountsSubsets() throws {
    for n in 1...12 {
      for c in 0...n {
        for k in 1...n {
          let rate = try #require(SampleTally(judged: n, proved: c).passRate(at: k))
          let exact = 1 - Self.binomial(n - c, k) / Self.binomial(n, k)
          #expect(abs(rate - exact) < 1e-12, "n \(n), c \(c), k \(k)")
        }
      }
    }
  }

  /// The mean over what a coin of chance p may show is the chance that k throws show it: 1 − (1 − p)^k.
  @Test func theEstimatorIsUnbiased() throws {
    let n = 10
    for p in [0.03, 0.4, 0.9] {
      for k in [1, 3, 10] {
        var mean = 0.0
        for c in 0...n {
          let chance =
            Self.binomial(n, c) * Self.power(p, c) * Self.power(1 - p, n - c)
          mean += chance * (try #require(SampleTally(judged: n, proved: c).passRate(at: k)))
        }
        #expect(abs(mean - (1 - Self.power(1 - p, k))) < 1e-12, "p \(p), k \(k)")
      }
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { product, _ in product * base }
  }

  @Test func manySamplesDoNotOverflow() throws {
    let rate = try #require(SampleTally(judged: 100_000, proved: 10).passRate(at: 8192))
    // Nearly 1 − (1 − 0.08192)^10.
    #expect(abs(rate - 0.5746) < 1e-3, "\(rate)")
    #expect(SampleTally(judged: 100_000, proved: 0).passRate(at: 100_000) == 0)
    #expect(SampleTally(judged: 100_000, proved: 1).passRate(at: 100_000) == 1)
  }

  @Test func whatCountsNothingHasNoRate() {
    #expect(SampleTally(judged: 7, proved: 7).passRate(at: 8) == nil)
    #expect(SampleTally(judged: 7, proved: 7).passRate(at: 0) == nil)
    #expect(SampleTally().passRate(at: 1) == nil)
    #expect(SampleTally(judged: 2, proved: 3).passRate(at: 1) == nil)
    #expect(SampleTally(judged: 2, proved: -1).passRate(at: 1) == nil)
  }

  @Test func samplesAreCountedAsTheyStoodAfterEachTurn() {
    func sample(_ outcomes: ProofTurn.Outcome...) -> ProofSample {
      ProofSample(ordinal: 0, turns: outcomes.map { ProofTurn(outcome: $0) })
    }
    let samples = [
      sample(.proved), sample(.rejected, .proved), sample(.malformed, .rejected),
      sample(.rejected, .declined), sample(.declined), sample(),
    ]
    #expect(SampleTally(samples, afterTurns: 1) == SampleTally(judged: 4, proved: 1))
    #expect(SampleTally(samples, afterTurns: 2) == SampleTally(judged: 3, proved: 2))
    #expect(SampleTally(samples) == SampleTally(judged: 3, proved: 2))
  }

  @Test func problemsWithTooFewSamplesAreLeftOut() throws {
    let tallies = [
      SampleTally(judged: 8, proved: 8), SampleTally(judged: 8, proved: 0),
      SampleTally(judged: 3, proved: 3), SampleTally(),
    ]
    let rate = PassRate(k: 8, tallies: tallies)
    #expect(rate.value == 0.5)
    #expect(rate.problems == 2 && rate.leftOut == 2)
    let low = try #require(rate.low)
    let high = try #require(rate.high)
    #expect(low > 0 && low < 0.5 && high > 0.5 && high < 1)
    let none = PassRate(k: 9, tallies: tallies)
    #expect(none.value == nil && none.low == nil && none.high == nil && none.leftOut == 4)
  }

  // MARK: The interval

  /// The interval of 8 successes in 10 trials, and of none, by hand.
  @Test func wilsonsIntervalIsTheTextbooks() {
    let most = WilsonInterval(rate: 0.8, trials: 10)
    #expect(abs(most.low - 0.49016) < 1e-4 && abs(most.high - 0.94332) < 1e-4, "\(most)")
    let none = WilsonInterval(rate: 0, trials: 10)
    #expect(none.low == 0 && abs(none.high - 0.27754) < 1e-4, "\(none)")
    let all = WilsonInterval(rate: 1, trials: 10)
    #expect(all.high == 1 && abs(all.low - 0.72246) < 1e-4, "\(all)")
    let nothing = WilsonInterval(rate: 0.5, trials: 0)
    #expect(nothing.low == 0 && nothing.high == 1)
  }

  @Test func singleSamplesHaveTheIntervalOfYesAndNo() throws {
    let tallies = (0..<30).map { SampleTally(judged: 1, proved: $0 < 12 ? 1 : 0) }
    let rate = PassRate(k: 1, tallies: tallies)
    let plain = WilsonInterval(rate: 0.4, trials: 30)
    #expect(abs(try #require(rate.low) - plain.low) < 1e-12)
    #expect(abs(try #require(rate.high) - plain.high) < 1e-12)
  }

  /// Suites drawn by chance: the interval holds the true mean about 95 times in 100, and knows more than one that takes
  /// each problem for a yes or no.
  @Test(arguments: [1, 4]) func theIntervalHoldsTheTruth(_ k: Int) throws {
    let suites = 600
    let problems = 40
    let samples = 8
    var generator = SplitMix64(seed: 11)
    // Success rates are u², mean 1/3; ∫ 1 − (1 − u²)^4 du = 187/315.
    let truth = k == 1 ? 1.0 / 3 : 187.0 / 315
    var held = 0
    var narrower = 0
    for _ in 0..<suites {
      let tallies = (0..<problems).map { _ in
        let root = generator.uniform()
        let proved = (0..<samples).count { _ in generator.uniform() < root * root }
        return SampleTally(judged: samples, proved: proved)
      }
      let rate = PassRate(k: k, tallies: tallies)
      let low = try #require(rate.low)
      let high = try #require(rate.high)
      if low <= truth && truth <= high { held += 1 }
      let plain = WilsonInterval(rate: try #require(rate.value), trials: Double(problems))
      if high - low < plain.high - plain.low { narrower += 1 }
    }
    // 95% of 600 is 570; four standard deviations are 21.
    #expect(held >= 549, "held \(held) of \(suites)")
    #expect(narrower > suites * 9 / 10, "\(narrower)")
  }

  // MARK: Words

  @Test func problemsWithoutWordsGetASentence() {
    func text(_ domain: String) -> String { Statement.informalText(domain: domain) }
    #expect(text("nat") == "Prove the theorem below about natural numbers.")
    #expect(text("") == "Prove the theorem below.")
    #expect(text("boolean_algebra") == "Prove the theorem below, which belongs to boolean algebra.")
    #expect(text("--") == "Prove the theorem below.")
    let statement = TestDomains.notations.statement(["a"], "a = a")
    #expect(statement.informalText == "Prove the theorem below, which belongs to notations.")
  }
}
