import Foundation

/// Decides which tactics a search tries next.
public protocol SearchStrategy: Sendable {
  /// Which open goals to try a tactic at in this step, by index into `open`, which is never empty. A goal named twice
  /// gets its two best untried candidates. At most `room`; without a pick the search ends. `breadth`: up to how many times
  /// the usual number is welcome.
  func picks(_ open: [OpenGoal], room: Int, breadth: Int) -> [Int]
}

/// What a strategy sees of an open goal.
public struct OpenGoal: Sendable {
  /// Sum of log-probabilities of the tactics from the root.
  public let logPrior: Double
  /// Log-probabilities of its best untried candidates, from the best on: as many as one step may try.
  public let candidates: [Double]
  public let depth: Int
  /// Candidates tried so far.
  public let tried: Int
  public let size: Int
  /// Tactic steps that a proof of it is expected to take, where the ranker says so.
  public var stepsLeft: Double?
}

/// Best first: the most probable next steps of all goals, discounted for what a goal still needs: the steps that the
/// ranker expects, or where it expects nothing the goal's length. What led to a goal counts less than what is to be done
/// there: else every deep proof would have to wait for all shallow attempts that are as probable (weighted A*, Pohl
/// 1970). What is much less probable than the best waits for Lean's answer to that one: a ranker that is sure spends one
/// application where an unsure one spends several.
public struct BestFirst: SearchStrategy {
  /// A step is tried together with the best one when it is at least so probable in relation to it.
  public let ratio: Double

  public init(ratio: Double = 0.35) { self.ratio = ratio }

  public func picks(_ open: [OpenGoal], room: Int, breadth: Int = 1) -> [Int] {
    var steps: [(goal: Int, value: Double)] = []
    for (index, goal) in open.enumerated() {
      for candidate in goal.candidates.prefix(room) {
        let value = Self.priorWeight * goal.logPrior + candidate
        steps.append((index, value - Self.cost(of: goal)))
      }
    }
    // A stable order, so that equal steps are taken in the order of the goals.
    let sorted = steps.enumerated().sorted {
      ($0.element.value, $1.offset) > ($1.element.value, $0.offset)
    }.map(\.element)
    guard let best = sorted.first else { return [] }
    func probable(_ ratio: Double) -> Int {
      let least = best.value + log(max(ratio, 1e-9))
      return sorted.prefix(room).count { $0.value >= least }
    }
    let count = min(probable(ratio) * breadth, probable(ratio / Double(breadth)))
    return sorted.prefix(count).map(\.goal)
  }

  /// Nats for what is left to do.
  private static func cost(of goal: OpenGoal) -> Double {
    goal.stepsLeft.map { stepCost * $0 } ?? lengthCost * Double(goal.size)
  }

  /// Part of the path's log-probability that counts. On one checkpoint at 128 applications, with 1 and 0.02 nats a token, 0.5
  /// and 0.02, 0.3 and 0.06: 28, 31 and 32 of 40 tautologies, 16, 16 and 18 of 24 facts about numbers, 9, 10 and 10 of 12
  /// about lists. Chosen on these, so what other statements gain may be less.
  private static let priorWeight = 0.3
  /// Nats that a goal's token costs.
  private static let lengthCost = 0.06
  /// Nats that an expected step costs. On one checkpoint of three rounds at 128 applications, with 0.3, 0.5 and 0.8: 87, 88
  /// and 87 of 95 random tautologies made like the benchmark's, with the length in its place 83. Chosen on these.
  private static let stepCost = 0.5
}

/// Strategies by the name that the configuration uses.
public enum SearchStrategies {
  public static let names = ["best-first"]
  public static func named(_ name: String, ratio: Double) -> (any SearchStrategy)? {
    name == "best-first" ? BestFirst(ratio: ratio) : nil
  }
}
