import Basics
import Foundation
import Prover

/// Another ranker with noise: each score plus a number of the Gumbel distribution, so that the order of candidates is
/// drawn without replacement from the probabilities that the scores stand for (Kool, van Hoof and Welling 2019, arXiv
/// 1903.06059, section 2.3).
struct GumbelRanker: CandidateRanker {
  let name: String
  private let ranker: any CandidateRanker
  private let seed: UInt64
  private let sample: Int

  init(_ ranker: any CandidateRanker, seed: UInt64, sample: Int) {
    name = "\(ranker.name), sample \(sample)"
    self.ranker = ranker
    self.seed = seed
    self.sample = sample
  }

  /// The same goal gets the same noise whatever else is asked.
  func rank(_ requests: [RankingRequest]) async throws -> [Ranking] {
    zip(requests, try await ranker.rank(requests)).map { request, ranking in
      var generator = SplitMix64(seed: seed, "gumbel", "\(sample)", request.key)
      var noisy = ranking
      noisy.scores = ranking.scores.map { $0 + Self.gumbel(&generator) }
      return noisy
    }
  }

  private static func gumbel(_ generator: inout SplitMix64) -> Float {
    // Within (0, 1), so that both logarithms are finite.
    let uniform = generator.uniform() * (1 - 0x1p-50) + 0x1p-52
    return Float(-log(-log(uniform)))
  }
}
