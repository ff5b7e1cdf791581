import Records

/// What Lean said about one tactic at one goal.
public enum TacticOutcome: Hashable, Sendable {
  /// No goal is left and Lean reports no error.
  case closed
  /// Goals that are left, in Lean's order.
  case goals([Goal])
  case error(String)
  /// Nobody knows: a limit of time or memory, or Lean crashed on it alone.
  case declined(String)
}

/// One goal and the tactics to try on it, each by itself.
public struct GoalStep: Hashable, Sendable {
  /// As Lean showed it: an engine that has kept its state goes on from there.
  public var goal: Goal
  /// The same goal for Lean to read, where what it showed does not say everything.
  public var restated: Goal?
  public var tactics: [String]

  public init(goal: Goal, restated: Goal? = nil, tactics: [String]) {
    self.goal = goal
    self.restated = restated
    self.tactics = tactics
  }

  /// What a new statement is made from.
  var stated: Goal { restated ?? goal }
}

/// What applies tactics to goals: under search, filters and drafts. Engines differ in speed. What they say of a tactic is
/// the same, but for what docs/ENGINES.md lists; none of them has the last word on a proof.
protocol TacticEngine: Sendable {
  /// Tries every tactic of every step by itself. Outcomes in the shape of `steps`. The same calls in the same order give
  /// the same outcomes, whatever ran beside them.
  func step(_ steps: [GoalStep], header: LeanHeader, on lean: LeanLauncher)
    async throws(CancellationError) -> [[TacticOutcome]]

  /// Milliseconds of processor time of the processes that it keeps open, by what they went to; empty where an engine does
  /// not know.
  func spent() async -> [String: Double]

  /// Ends the processes that it keeps open.
  func close() async
}

extension TacticEngine {
  func spent() async -> [String: Double] { [:] }
}

/// Which engine a pool uses.
public enum EngineChoice: String, CaseIterable, Codable, Sendable {
  /// The fastest that the toolchain allows.
  case automatic
  /// Lean's own library in a process that keeps proof states.
  case native
  /// A program that speaks the protocol of leanprover-community/repl, which keeps them, too.
  case repl
  /// Goals restated as theorems, many in one file for `lean`: works everywhere.
  case batch
}
