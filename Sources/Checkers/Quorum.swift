import Records

/// How the verdicts of several checkers on one proof become one.
public enum Quorum: String, Codable, Sendable, CaseIterable {
  /// Every checker accepts. One rejection rejects; without one, one decline declines.
  case all
  /// One checker accepts, whatever the others say. Without an acceptance one rejection rejects.
  case any
  /// More than half of all checkers agree; a decline counts for neither side.
  case majority

  /// `verdicts`: one a checker, in the order of the configuration.
  public func decide(_ verdicts: [Verdict]) -> Verdict {
    guard !verdicts.isEmpty else { return .declined(reason: "no checker is configured") }
    let accepted = verdicts.filter(\.isAccepted)
    let rejected = verdicts.filter { if case .rejected = $0 { true } else { false } }
    let declined = verdicts.filter { if case .declined = $0 { true } else { false } }
    switch self {
    case .all: return rejected.first ?? declined.first ?? Self.acceptance(accepted)
    case .any:
      if !accepted.isEmpty { return Self.acceptance(accepted) }
      return rejected.first ?? verdicts[0]
    case .majority:
      if accepted.count * 2 > verdicts.count { return Self.acceptance(accepted) }
      if rejected.count * 2 > verdicts.count { return rejected[0] }
      return .declined(
        reason: "no majority: \(accepted.count) accepted, \(rejected.count) rejected, "
          + "\(declined.count) declined")
    }
  }

  private static func acceptance(_ verdicts: [Verdict]) -> Verdict {
    let axioms = verdicts.flatMap { verdict -> [String] in
      if case .accepted(let axioms) = verdict { axioms } else { [] }
    }
    return .accepted(axioms: Set(axioms).sorted())
  }
}

/// Several checkers and the rule that makes one verdict of theirs.
public struct Panel: Sendable {
  public let checkers: [any Checker]
  public let quorum: Quorum

  public init(checkers: [any Checker], quorum: Quorum) {
    self.checkers = checkers
    self.quorum = quorum
  }

  /// One verdict a task, in order. A checker that answers with the wrong number of verdicts has
  /// said nothing.
  public func check(_ tasks: [ProofTask]) async -> [Verdict] {
    var byChecker: [[Verdict]] = []
    for checker in checkers {
      let verdicts = await checker.check(tasks)
      byChecker.append(
        verdicts.count == tasks.count
          ? verdicts
          : tasks.map { _ in
            .declined(reason: "\(checker.name) gave \(verdicts.count) verdicts for \(tasks.count)")
          })
    }
    return tasks.indices.map { task in quorum.decide(byChecker.map { $0[task] }) }
  }
}
