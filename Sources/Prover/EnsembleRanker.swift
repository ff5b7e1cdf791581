/// Several rankers as one: the geometric mean of their distributions (a product of experts, Hinton 2002, with equal
/// exponents that add up to 1).
public struct EnsembleRanker: CandidateRanker {
  public let name: String
  private let members: [any CandidateRanker]

  public init(_ members: [any CandidateRanker]) {
    self.members = members
    name = members.map(\.name).joined(separator: " + ")
  }

  public func scores(_ requests: [RankingRequest]) async throws -> [[Float]] {
    var sums = requests.map { [Float](repeating: 0, count: $0.candidates.count) }
    for member in members {
      for (index, row) in try await member.scores(requests).enumerated() {
        let logProbabilities = Self.logSoftmax(row)
        for (candidate, value) in logProbabilities.enumerated() {
          sums[index][candidate] += value / Float(members.count)
        }
      }
    }
    return sums
  }

  private static func logSoftmax(_ scores: [Float]) -> [Float] {
    guard let top = scores.max() else { return [] }
    let total = scores.reduce(0.0) { $0 + Math.exp(Double($1 - top)) }
    return scores.map { $0 - top - Float(Math.log(total)) }
  }
}
