/// Decides which open goal of a search to work on next.
public protocol SearchStrategy: Sendable {
  /// Index into `open` of the goal to expand; `open` is never empty.
  func choose(_ open: [OpenGoal]) -> Int
}

/// What a strategy sees of an open goal.
public struct OpenGoal: Sendable {
  /// Sum of log-probabilities of the tactics from the root.
  public let logPrior: Double
  /// Log-probability of its best untried candidate.
  public let bestCandidate: Double
  public let depth: Int
  /// Candidates tried so far.
  public let tried: Int
  public let size: Int
}

/// Best first: the most probable next step of all, a little discounted for long goals.
public struct BestFirst: SearchStrategy {
  public init() {}

  public func choose(_ open: [OpenGoal]) -> Int {
    var best = 0
    var bestValue = -Double.infinity
    for (index, goal) in open.enumerated() {
      let value = goal.logPrior + goal.bestCandidate - 0.02 * Double(goal.size)
      if value > bestValue {
        best = index
        bestValue = value
      }
    }
    return best
  }
}

/// Strategies by the name that the configuration uses.
public enum SearchStrategies {
  public static let names = ["best-first"]
  public static func named(_ name: String) -> (any SearchStrategy)? {
    name == "best-first" ? BestFirst() : nil
  }
}
