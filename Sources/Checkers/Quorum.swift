import Records

/// How the verdicts of several checkers on one proof become one.
///
/// Where one checker accepts what another rejects, one of them is wrong, and no rule can say which: the proof is
/// disputed and declined, whatever the quorum.
public enum Quorum: Hashable, Codable, Sendable {
  /// Every checker that is fit accepts.
  case all
  /// One checker accepts; the others may decline.
  case any
  /// More than half of all checkers accept; a decline counts for neither side.
  case majority
  /// The others filter, and what none of them rejects is judged by the one named.
  case confirm(by: String)

  /// Why the rule cannot be followed with these of `count` checkers; nil when it can.
  public func obstacle(fit: [String], of count: Int) -> String? {
    if fit.isEmpty { return "no checker is left" }
    switch self {
    case .confirm(let name) where !fit.contains(name):
      return "\(name), which must confirm, is not fit"
    case .majority where fit.count * 2 <= count:
      return "only \(fit.count) of \(count) checkers are fit, which is no majority"
    default: return nil
    }
  }

  /// The verdict of those that were asked.
  public func decide(_ judgements: [Judgement], of checkers: Int) -> Verdict {
    guard !judgements.isEmpty else { return .declined(reason: "no checker is left") }
    let verdicts = judgements.map(\.verdict)
    if let dispute = Self.dispute(judgements) { return .declined(reason: dispute) }
    let accepted = verdicts.filter(\.isAccepted)
    if let rejection = verdicts.first(where: \.isRejected) {
      // Under `majority` a single voice among the silent is no majority.
      if case .majority = self, verdicts.count(where: \.isRejected) * 2 <= checkers {
        return Self.noMajority(verdicts)
      }
      return rejection
    }
    switch self {
    case .all:
      return verdicts.first { !$0.isAccepted } ?? Self.acceptance(accepted)
    case .any: return accepted.isEmpty ? verdicts[0] : Self.acceptance(accepted)
    case .majority:
      return accepted.count * 2 > checkers ? Self.acceptance(accepted) : Self.noMajority(verdicts)
    case .confirm(let name):
      guard let last = judgements.last(where: { $0.checker == name }) else {
        return .declined(reason: "\(name), which must confirm, was not there")
      }
      return last.verdict
    }
  }

  /// Who accepts what who else rejects; nil where nobody contradicts anybody.
  public static func dispute(_ judgements: [Judgement]) -> String? {
    let accepting = judgements.filter(\.verdict.isAccepted).map(\.checker)
    let rejecting = judgements.filter(\.verdict.isRejected).map(\.checker)
    if accepting.isEmpty || rejecting.isEmpty { return nil }
    return "disputed: \(accepting.joined(separator: ", ")) accepted, "
      + "\(rejecting.joined(separator: ", ")) rejected"
  }

  private static func noMajority(_ verdicts: [Verdict]) -> Verdict {
    let accepted = verdicts.count(where: \.isAccepted)
    let rejected = verdicts.count(where: \.isRejected)
    return .declined(
      reason: "no majority: \(accepted) accepted, \(rejected) rejected, "
        + "\(verdicts.count - accepted - rejected) declined")
  }

  private static func acceptance(_ verdicts: [Verdict]) -> Verdict {
    let axioms = verdicts.flatMap { verdict -> [String] in
      if case .accepted(let axioms) = verdict { axioms } else { [] }
    }
    return .accepted(axioms: Set(axioms).sorted())
  }
}
