import Records

/// A tactic to try at a goal, with what the rankers see of it.
public struct Candidate: Hashable, Sendable {
  /// Tactic text.
  public var text: String
  /// Index of its template in the domain: the fixed hand-written order.
  public var template: Int
  /// Model tokens, from `<cand>` to `<rank>`.
  public var tokens: [String]
  public var relations: [Relation]
}

/// Everything a ranker is given about one goal.
public struct RankingRequest: Sendable {
  public var goal: [String]
  public var candidates: [Candidate]
  /// Identity of the goal, for rankers that draw numbers.
  public var key: String

  public init(goal: [String], candidates: [Candidate], key: String) {
    self.goal = goal
    self.candidates = candidates
    self.key = key
  }
}

/// Something that says which candidates to try first.
public protocol CandidateRanker: Sendable {
  var name: String { get }
  /// One score a candidate, higher is better: log-probabilities up to a constant.
  func scores(_ requests: [RankingRequest]) async throws -> [[Float]]
}

/// The untrained baseline: every candidate is as good as any other, in an order drawn from the seed.
public struct UniformRanker: CandidateRanker {
  public let name = "uniform"
  let seed: UInt64
  public init(seed: UInt64) { self.seed = seed }

  public func scores(_ requests: [RankingRequest]) async -> [[Float]] {
    requests.map { request in
      var generator = SeededGenerator(seed: seed, request.key)
      return request.candidates.map { _ in Float(generator.uniform()) * 1e-3 }
    }
  }
}

/// The hand-written baseline: the order of the templates in the configuration.
public struct FixedOrderRanker: CandidateRanker {
  public let name = "fixed order"
  /// How much less likely each template is than the one before it.
  let slope: Float
  public init(slope: Float = 0.5) { self.slope = slope }

  public func scores(_ requests: [RankingRequest]) async -> [[Float]] {
    requests.map { $0.candidates.map { -slope * Float($0.template) } }
  }
}
