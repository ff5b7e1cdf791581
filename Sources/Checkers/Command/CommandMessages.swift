import Records

/// What a plug-in is asked, as one line of JSON. The keys are documented in docs/CHECKER_PLUGINS.md.
struct CommandRequest: Codable, Sendable {
  var id: String
  /// Name that the theorem must have.
  var name: String
  /// Binders and conclusion, as in a theorem's header.
  var statement: String
  /// The statement as one closed proposition.
  var proposition: String
  var imports: [String]
  var opens: [String]
  /// Declarations before the theorem.
  var helpers: String
  /// What stands after `by`.
  var script: String
  /// Header, helpers and theorem as one Lean file.
  var text: String
  /// Axioms that the proof may rest on.
  var axioms: [String]
  /// Seconds after which the answer is not waited for any more.
  var seconds: Double
}

/// What a plug-in answers, as one line of JSON.
struct CommandAnswer: Codable, Sendable {
  struct Message: Codable, Sendable {
    var severity: String?
    var line: Int?
    var column: Int?
    var text: String
  }
  var id: String
  /// `accepted`, `rejected` or `declined`.
  var verdict: String
  /// Of a rejection: its code. Of a decline: any text.
  var reason: String?
  /// Of an acceptance: all axioms that the proof rests on.
  var axioms: [String]?
  var messages: [Message]?

  /// Codes of rejections.
  private static let reasons: [String: RejectionReason] = [
    "not_tactic_text": .notTacticText, "helpers_not_allowed": .helpersNotAllowed,
    "lean_error": .leanError, "uses_sorry": .usesSorry, "statement_differs": .statementDiffers,
    "forbidden_axiom": .forbiddenAxiom, "missing_theorem": .missingTheorem,
  ]

  func verdict(on task: ProofTask, allowed: Set<String>) -> Verdict {
    let messages = (messages ?? []).map { message in
      LeanMessage(
        severity: LeanMessage.Severity(rawValue: message.severity ?? "") ?? .error,
        line: message.line ?? 1, column: message.column ?? 0, text: message.text)
    }
    switch verdict {
    case "accepted":
      guard let axioms else {
        return .declined(reason: "accepted without a list of axioms")
      }
      let answer = LeanMessage(
        severity: .information, line: 1, column: 0,
        text: "\(task.name) depends on axioms: \(axioms.joined(separator: ", "))")
      return Audit.verdict(axioms: axioms, allowed: allowed, message: answer)
    case "rejected":
      guard let reason = Self.reasons[reason ?? "lean_error"] else {
        return .declined(reason: "rejected for '\(reason ?? "")', which is no reason known here")
      }
      return .rejected(reason: reason, messages: messages)
    case "declined": return .declined(reason: reason ?? "without a reason")
    default: return .declined(reason: "'\(verdict)' is no verdict")
    }
  }
}
