/// One try of a prover at one statement, told turn by turn: what pass@k is counted from.
public struct ProofSample: Hashable, Codable, Sendable {
  /// Place among the samples of its statement, from 0.
  public var ordinal: Int
  /// In order; the last is how it ended. A prover that is not asked again has one.
  public var turns: [ProofTurn]
  /// Tactic text of the proof; empty without one.
  public var script: String
  /// Declarations that the script needs in front of the theorem; empty for none.
  public var helpers: String
  /// The formal reasoning behind it.
  public var trace: String

  public init(
    ordinal: Int, turns: [ProofTurn], script: String = "", helpers: String = "", trace: String = ""
  ) {
    self.ordinal = ordinal
    self.turns = turns
    self.script = script
    self.helpers = helpers
    self.trace = trace
  }

  /// 1-based turn that proved the statement, nil without one.
  public var solvedAtTurn: Int? { turns.firstIndex { $0.outcome == .proved }.map { $0 + 1 } }

  /// How it ended. A sample whose last turn nobody could judge is no evidence either way.
  public var outcome: AttemptOutcome {
    if solvedAtTurn != nil { return .proved }
    return turns.isEmpty || turns.last?.outcome == .declined ? .declined : .failed
  }

  /// How it stood after so many turns.
  public func outcome(afterTurns count: Int) -> AttemptOutcome {
    var first = self
    first.turns = Array(turns.prefix(count))
    return first.outcome
  }
}

/// One answer of a prover, and what became of it.
public struct ProofTurn: Hashable, Codable, Sendable {
  public enum Outcome: String, Codable, Sendable {
    case proved
    /// Lean found an error.
    case rejected
    /// No proof could be cut out of the answer.
    case malformed
    /// The model did not answer, or Lean could not judge.
    case declined
  }
  public var outcome: Outcome
  /// First message of Lean's, the named fault of the answer, or why nobody could tell.
  public var reason: String
  /// Length of the answer in tokens, as the model counts them; tactic applications for a search.
  public var length: Int
  /// Whether the answer was cut at the largest length.
  public var isCut: Bool
  /// Names of the format checks that the answer fails; empty where there is no format.
  public var formatErrors: [String]
  /// Whether the feedback behind this turn had to be shortened.
  public var feedbackTooLong: Bool

  public init(
    outcome: Outcome, reason: String = "", length: Int = 0, isCut: Bool = false,
    formatErrors: [String] = [], feedbackTooLong: Bool = false
  ) {
    self.outcome = outcome
    self.reason = reason
    self.length = length
    self.isCut = isCut
    self.formatErrors = formatErrors
    self.feedbackTooLong = feedbackTooLong
  }
}
