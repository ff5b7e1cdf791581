/// One message of Lean's about a text.
public struct LeanMessage: Hashable, Codable, Sendable {
  public enum Severity: String, Codable, Sendable { case information, warning, error }
  public var severity: Severity
  /// 1-based line and 0-based column within the text that was given.
  public var line: Int
  public var column: Int
  public var text: String

  public init(severity: Severity, line: Int, column: Int, text: String) {
    self.severity = severity
    self.line = line
    self.column = column
    self.text = text
  }
}

/// What a checker says of a proof. Declined is not rejected: nobody said that the proof is wrong.
public enum Verdict: Hashable, Codable, Sendable {
  case accepted(axioms: [String])
  case rejected(reason: RejectionReason, messages: [LeanMessage])
  case declined(reason: String)

  public var isAccepted: Bool { if case .accepted = self { true } else { false } }
  public var isRejected: Bool { if case .rejected = self { true } else { false } }
  public var isDeclined: Bool { if case .declined = self { true } else { false } }

  /// The verdict in one word, without its reason.
  public var kind: String {
    switch self {
    case .accepted: "accepted"
    case .rejected: "rejected"
    case .declined: "declined"
    }
  }
}

/// Why a proof was rejected.
public enum RejectionReason: String, Hashable, Codable, Sendable {
  /// The candidate is not tactic text: a command, unbalanced brackets, an option that is not allowed.
  case notTacticText = "not tactic text"
  /// Candidate text before the theorem is not allowed, or holds more than lemmas and definitions.
  case helpersNotAllowed = "helper declarations are not allowed"
  case leanError = "Lean reports an error"
  /// What was compiled does not hold when the kernel reads it again.
  case kernelObjects = "Lean's kernel objects"
  case usesSorry = "uses sorry"
  case statementDiffers = "the statement differs from the trusted one"
  case forbiddenAxiom = "depends on an axiom that is not allowed"
  case missingTheorem = "the theorem is missing"
}

/// A statement to be proved and the script that is meant to do it; the checker composes the file.
public struct ProofTask: Hashable, Codable, Sendable {
  /// Name under which the theorem enters its module.
  public var name: String
  public var statement: Statement
  /// Tactic text, the body after `by`.
  public var script: String
  /// Modules that statement and script may use.
  public var imports: [String]
  public var opens: [String]
  /// Commands before the theorem: lemmas of the candidate's own.
  public var helpers: String
  /// Whether the script was put together by the search, from tactics of the configuration.
  public var isSearched: Bool

  public init(
    name: String, statement: Statement, script: String, imports: [String], opens: [String],
    helpers: String = "", isSearched: Bool = false
  ) {
    self.name = name
    self.statement = statement
    self.script = script
    self.imports = imports
    self.opens = opens
    self.helpers = helpers
    self.isSearched = isSearched
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    statement = try container.decode(Statement.self, forKey: .statement)
    script = try container.decode(String.self, forKey: .script)
    imports = try container.decode([String].self, forKey: .imports)
    opens = try container.decode([String].self, forKey: .opens)
    helpers = try container.decodeIfPresent(String.self, forKey: .helpers) ?? ""
    isSearched = try container.decodeIfPresent(Bool.self, forKey: .isSearched) ?? false
  }
}
