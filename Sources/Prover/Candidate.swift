import Basics

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

/// What a ranker says about one goal.
public struct Ranking: Hashable, Sendable {
  /// One score a candidate, higher is better: log-probabilities up to a constant.
  public var scores: [Float]
  /// Tactic steps that a proof of the goal is expected to take; nil from rankers that do not say.
  public var stepsLeft: Double?

  public init(scores: [Float], stepsLeft: Double? = nil) {
    self.scores = scores
    self.stepsLeft = stepsLeft
  }
}

/// Something that says which candidates to try first.
public protocol CandidateRanker: Sendable {
  var name: String { get }
  /// One ranking a request, in order.
  func rank(_ requests: [RankingRequest]) async throws -> [Ranking]
}

/// A ranker that does not learn: every candidate is as good as any other, in an order drawn from the seed.
public struct UniformRanker: CandidateRanker {
  public let name = "uniform"
  let seed: UInt64
  public init(seed: UInt64) { self.seed = seed }

  public func rank(_ requests: [RankingRequest]) async -> [Ranking] {
    requests.map { request in
      var generator = SplitMix64(seed: seed, request.key)
      return Ranking(
        scores: request.candidates.map { _ in Float(generator.uniform()) * 1e-3 })
    }
  }
}

/// The hand-written order, which does not learn: the order of the templates in the configuration, and within a template that in which its
/// holes are filled. Each place costs the same, so that best-first search over it is limited discrepancy search
/// (Harvey and Ginsberg 1995).
public struct FixedOrderRanker: CandidateRanker {
  public let name = "fixed order"
  /// How much less likely each candidate is than the one before it, in nats.
  private static let slope: Float = 1.5

  public init() {}

  public func rank(_ requests: [RankingRequest]) async -> [Ranking] {
    requests.map { Ranking(scores: $0.candidates.indices.map { -Self.slope * Float($0) }) }
  }
}
