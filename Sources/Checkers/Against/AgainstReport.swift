import LeanInterface
import Records

/// What was found when a candidate was held against a trusted file.
public struct AgainstReport: Hashable, Codable, Sendable {
  /// One theorem that the trusted file leaves open.
  public struct Target: Hashable, Codable, Sendable {
    public let name: String
    public let verdict: Verdict
  }

  /// Accepted when every target is; else the first rejection, else the first decline.
  public let verdict: Verdict
  /// Why, in one line.
  public let reason: String
  /// In the order of their names; empty when the candidate was not compared.
  public let targets: [Target]

  /// The same verdict on everything, before any theorem was looked at.
  static func whole(_ verdict: Verdict) -> AgainstReport {
    AgainstReport(verdict: verdict, reason: line(verdict), targets: [])
  }

  static func of(_ targets: [Target]) -> AgainstReport {
    let rejected = targets.filter(\.verdict.isRejected)
    if let first = rejected.first {
      let others = rejected.count > 1 ? " (and \(rejected.count - 1) more)" : ""
      return AgainstReport(
        verdict: first.verdict, reason: line(first.verdict) + others, targets: targets)
    }
    var axioms: Set<String> = []
    for target in targets {
      guard case .accepted(let used) = target.verdict else {
        return AgainstReport(
          verdict: target.verdict, reason: line(target.verdict), targets: targets)
      }
      axioms.formUnion(used)
    }
    let count = targets.count == 1 ? "the open theorem" : "all \(targets.count) open theorems"
    let list = axioms.isEmpty ? "no axioms" : "axioms \(axioms.sorted().joined(separator: ", "))"
    return AgainstReport(
      verdict: .accepted(axioms: axioms.sorted()), reason: "proves \(count), \(list)",
      targets: targets)
  }

  private static func line(_ verdict: Verdict) -> String {
    let text: String
    switch verdict {
    case .accepted: text = "accepted"
    case .declined(let reason): text = reason
    case .rejected(.leanError, let messages):
      let first = messages.first.map { " at line \($0.line): \($0.text)" } ?? ""
      text = RejectionReason.leanError.rawValue + first
    // What is not allowed is said by the message: in a whole file more is than among helpers.
    case .rejected(.helpersNotAllowed, let messages):
      text = "not allowed: " + (messages.first?.text ?? "")
    case .rejected(let reason, let messages):
      text = reason.rawValue + (messages.first.map { ": \($0.text)" } ?? "")
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
