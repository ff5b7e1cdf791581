import Completion

/// What asking a model for statements came to.
public struct PromptReport: Hashable, Sendable {
  public var requests = 0
  /// Requests that nobody answered; the others' sources made up for them.
  public var declined = 0
  /// Requests that were not sent, after all of a wave had been declined.
  public var notSent = 0
  /// Why the first one was declined; empty without any.
  public var reason = ""
  public var completions = 0
  /// Statements that became candidates.
  public var statements = 0
  public var faults: [AnswerFault: Int] = [:]
  public var usage = TokenUsage()

  public init() {}

  public static func += (sum: inout PromptReport, more: PromptReport) {
    sum.requests += more.requests
    sum.declined += more.declined
    sum.notSent += more.notSent
    if sum.reason.isEmpty { sum.reason = more.reason }
    sum.completions += more.completions
    sum.statements += more.statements
    sum.faults.merge(more.faults, uniquingKeysWith: +)
    sum.usage += more.usage
  }

  public var answered: Int { requests - declined }

  /// Requests that were answered, as a part of all that were to be sent.
  var answeredShare: Double {
    let all = requests + notSent
    return all == 0 ? 0 : Double(answered) / Double(all)
  }
}
