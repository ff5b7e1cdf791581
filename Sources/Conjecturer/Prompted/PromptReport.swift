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

  /// Figures by name; none where no model was to be asked.
  public var metrics: [String: Double] {
    guard requests + notSent > 0 else { return [:] }
    var metrics: [String: Double] = [
      "conjecture.requests": Double(requests), "conjecture.declined_requests": Double(declined),
      "conjecture.prompt_tokens": Double(usage.prompt),
      "conjecture.completion_tokens": Double(usage.completion),
      "conjecture.completions": Double(completions),
      "conjecture.prompted_statements": Double(statements),
    ]
    for (fault, count) in faults { metrics["conjecture.answers.\(fault.rawValue)"] = Double(count) }
    return metrics
  }

  /// Requests that were answered, as a part of all that were to be sent.
  var answeredShare: Double {
    let all = requests + notSent
    return all == 0 ? 0 : Double(answered) / Double(all)
  }
}
