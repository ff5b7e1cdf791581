import Foundation

/// Two rankers as one. The first, cheap one draws up a shortlist; the second judges it, and within it the product of both
/// distributions decides, each raised to a power (a logarithmic opinion pool; Heskes, NIPS 1997). What is not on the list
/// keeps the probability that the first gave it.
public struct EnsembleRanker: CandidateRanker {
  public let name: String
  private let first: any CandidateRanker
  private let second: any CandidateRanker
  /// Candidates of a goal that the second ranker sees.
  private let shortlist: Int
  /// By the goal's domain token.
  private let weights: [String: PoolWeights]

  public init(
    first: any CandidateRanker, second: any CandidateRanker, weights: [String: PoolWeights] = [:],
    shortlist: Int = EnsembleRanker.shortlistDefault
  ) {
    self.first = first
    self.second = second
    self.weights = weights
    self.shortlist = max(1, shortlist)
    name = "\(first.name) + \(second.name)"
  }

  /// As many as training puts beside each other.
  public static let shortlistDefault = 16

  public func rank(_ requests: [RankingRequest]) async throws -> [Ranking] {
    zip(requests, try await opinions(on: requests)).map { request, opinion in
      let own = GoalEncoding.domainToken(of: request.goal).flatMap { weights[$0] }
      return Ranking(
        scores: joined(opinion, own ?? PoolWeights()), stepsLeft: opinion.stepsLeft)
    }
  }

  /// What both rankers say about a goal: log-probabilities of all candidates by the first, of those on the shortlist by
  /// the second.
  struct Opinion {
    let row: [Float]
    let list: [Int]
    let judged: [Float]
    let stepsLeft: Double?
  }

  func opinions(on requests: [RankingRequest]) async throws -> [Opinion] {
    let rows = try await first.rank(requests).map { Self.logSoftmax($0.scores) }
    let lists = rows.map { row in
      row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }.prefix(shortlist).sorted()
    }
    let shortened = zip(requests, lists).map { request, list in
      RankingRequest(
        goal: request.goal, candidates: list.map { request.candidates[$0] }, key: request.key)
    }
    let judged = try await second.rank(shortened)
    return rows.indices.map {
      Opinion(
        row: rows[$0], list: lists[$0], judged: Self.logSoftmax(judged[$0].scores),
        stepsLeft: judged[$0].stepsLeft)
    }
  }

  /// The probability that the first ranker gives the list, divided anew among its members.
  private func joined(_ opinion: Opinion, _ weights: PoolWeights) -> [Float] {
    let own = opinion.list.map { opinion.row[$0] }
    let total = Self.logSum(own)
    let pooled = Self.logSoftmax(
      zip(own, opinion.judged).map { Float(weights.first) * $0 + Float(weights.second) * $1 })
    var result = opinion.row
    for (position, value) in zip(opinion.list, pooled) { result[position] = total + value }
    return result
  }

  static func logSoftmax(_ scores: [Float]) -> [Float] {
    let total = logSum(scores)
    return scores.map { $0 - total }
  }

  private static func logSum(_ scores: [Float]) -> Float {
    guard let top = scores.max() else { return 0 }
    return top + Float(log(scores.reduce(0.0) { $0 + exp(Double($1 - top)) }))
  }
}
