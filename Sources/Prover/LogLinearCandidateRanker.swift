import LanguageModel
import Records

/// The log-linear ranker, on candidates of a search.
public struct LogLinearCandidateRanker: CandidateRanker {
  public let name = "log-linear"
  private let ranker: LogLinearRanker

  public init(ranker: LogLinearRanker) { self.ranker = ranker }

  public func rank(_ requests: [RankingRequest]) async -> [Ranking] {
    requests.map { request in
      Ranking(
        scores: ranker.score(
          features: request.candidates.map {
            LogLinearFeatures.features(goal: request.goal, candidate: $0.tokens)
          }))
    }
  }

  /// The ranker after one pass over examples.
  public static func trained(_ ranker: LogLinearRanker, on examples: [RankingExample]) throws
    -> LogLinearRanker
  {
    if examples.isEmpty { return ranker }
    let samples = examples.map { example in
      FeatureSample(
        features: example.candidates.map {
          LogLinearFeatures.features(goal: example.goal, candidate: $0)
        }, target: example.candidates.indices.map { $0 == example.target ? 1 : 0 },
        weight: Float(example.weight))
    }
    var trained = ranker
    _ = try trained.train(samples)
    return trained
  }
}
