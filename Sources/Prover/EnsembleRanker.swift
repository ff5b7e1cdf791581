/// Two rankers as one. The first, cheap one draws up a shortlist; the second judges it, and within it the geometric mean of
/// both distributions decides (a product of experts, Hinton 2002, with exponents of one half). What is not on the list
/// keeps the probability that the first gave it.
public struct EnsembleRanker: CandidateRanker {
  public let name: String
  private let first: any CandidateRanker
  private let second: any CandidateRanker
  /// Candidates of a goal that the second ranker sees.
  private let shortlist: Int

  public init(
    first: any CandidateRanker, second: any CandidateRanker,
    shortlist: Int = EnsembleRanker.shortlistDefault
  ) {
    self.first = first
    self.second = second
    self.shortlist = max(1, shortlist)
    name = "\(first.name) + \(second.name)"
  }

  /// As many as training puts beside each other.
  public static let shortlistDefault = 16

  public func scores(_ requests: [RankingRequest]) async throws -> [[Float]] {
    let rows = try await first.scores(requests).map(Self.logSoftmax)
    let lists = rows.map { row in
      row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }.prefix(shortlist).sorted()
    }
    let shortened = zip(requests, lists).map { request, list in
      RankingRequest(
        goal: request.goal, candidates: list.map { request.candidates[$0] }, key: request.key)
    }
    let judged = try await second.scores(shortened).map(Self.logSoftmax)
    return zip(rows, zip(lists, judged)).map { row, rest in
      Self.joined(row, list: rest.0, judged: rest.1)
    }
  }

  /// The probability that the first ranker gives the list, divided anew among its members.
  private static func joined(_ row: [Float], list: [Int], judged: [Float]) -> [Float] {
    let own = list.map { row[$0] }
    let total = logSum(own)
    let mean = logSoftmax(zip(own, judged).map { (first, second) in 0.5 * (first + second) })
    var result = row
    for (position, value) in zip(list, mean) { result[position] = total + value }
    return result
  }

  private static func logSoftmax(_ scores: [Float]) -> [Float] {
    let total = logSum(scores)
    return scores.map { $0 - total }
  }

  private static func logSum(_ scores: [Float]) -> Float {
    guard let top = scores.max() else { return 0 }
    return top + Float(Math.log(scores.reduce(0.0) { $0 + Math.exp(Double($1 - top)) }))
  }
}
