import LeanText
import Records

/// A proof that somebody believes in, to be looked at by Lean for its errors.
public struct ProofDraft: Hashable, Sendable {
  /// Tactic text, the body after `by`.
  public var script: String
  /// Theorems and definitions in front of the theorem; empty for none.
  public var helpers: String

  public init(script: String, helpers: String = "") {
    self.script = script
    self.helpers = helpers
  }
}

/// An error of Lean's in a draft.
public struct DraftError: Hashable, Sendable {
  public var message: String
  /// 1-based line and 0-based column within `DraftText.text`.
  public var line: Int
  public var column: Int
  /// The goals that Lean showed in front of the place; empty where it showed none.
  public var goals: String

  public init(message: String, line: Int, column: Int, goals: String) {
    self.message = message
    self.line = line
    self.column = column
    self.goals = goals
  }
}

/// What Lean makes of a draft. This is advice for whoever wrote it; judging proofs is the checkers' business.
public enum DraftReview: Hashable, Sendable {
  case closed
  /// At least one error, in Lean's order.
  case errors([DraftError])
  case declined(String)
}

/// A draft as Lean text.
public struct DraftText: Sendable {
  /// Helpers, signature and script; the lines of it that errors speak of.
  public let text: String
  /// Lines in front of the script.
  let scriptStart: Int

  static let indent = "  "

  /// - Parameter signature: what follows the theorem's name: `(a b : Nat) : a + b = b + a`.
  public init(_ draft: ProofDraft, name: String, signature: String) {
    // Lines stay lines: a comment in them ends where it ended.
    let front =
      (draft.helpers.isEmpty ? "" : draft.helpers + "\n")
      + "theorem \(name) \(signature) := by"
    scriptStart = LeanLines.count(front)
    let script = Self.indent + LeanLines.indented(draft.script, by: Self.indent.count)
    text = LeanLines.normalized(front) + "\n" + script
  }

  /// An error at a place of the script: 1-based line, 0-based column.
  public func error(_ message: String, scriptLine: Int, column: Int) -> DraftError {
    DraftError(
      message: message, line: scriptStart + scriptLine, column: column + Self.indent.count,
      goals: "")
  }

  /// The text with `trace_state` in front of what stands at a place, in the same column, so that it belongs to the same
  /// block of tactics.
  func tracing(line: Int, column: Int) -> String {
    var lines = LeanLines.split(text)
    let scalars = Array(lines[line - 1].unicodeScalars)
    var before = String.UnicodeScalarView()
    before.append(contentsOf: scalars.prefix(column))
    var after = String.UnicodeScalarView()
    after.append(contentsOf: scalars.dropFirst(column))
    lines[line - 1] = String(before) + "trace_state"
    lines.insert(String(repeating: " ", count: column) + String(after), at: line)
    return lines.joined(separator: "\n")
  }

  /// Places where the tactic that an error is about may begin, the likeliest first: where the error is, and where tactics
  /// can begin in front of it on its line. Lean decides which of them it is.
  func tacticStarts(line: Int, column: Int) -> [Int] {
    guard line > scriptStart else { return [] }
    let lines = LeanLines.split(text)
    guard lines.indices.contains(line - 1) else { return [] }
    let tokens = LeanTokens(lines[line - 1]).tokens.filter { $0.line == 1 }
    var starts: [Int] = []
    for (index, token) in tokens.enumerated() where token.column <= column {
      let opens = index == 0 || Self.opensTactic(tokens[index - 1])
      if opens || token.column == column { starts.append(token.column) }
    }
    return Array(starts.reversed().prefix(Self.startsMax))
  }

  /// Whether a tactic may begin behind the token.
  private static func opensTactic(_ token: LeanToken) -> Bool {
    switch token.text {
    case "by", "·", "(", ";", "|", "?", "=>", "<;>", "then", "else": return true
    default: return false
    }
  }

  private static let startsMax = 4
}

extension LeanPool {
  /// Lean's errors in each draft of one theorem, the first few with the goals in front of them. Drafts have passed
  /// `ProofLint`; each stands in a namespace of its own.
  /// - Parameter errorsMax: errors of a draft whose goals are looked for.
  public func review(
    _ drafts: [ProofDraft], of signature: String, header: LeanHeader, name: String = "draft",
    errorsMax: Int = 3
  ) async throws(CancellationError) -> [DraftReview] {
    let texts = drafts.map { DraftText($0, name: name, signature: signature) }
    let outcomes = try await run(
      texts.enumerated().map { Self.wrapped($1.text, $0) }, header: header)
    var reviews = zip(texts, outcomes).map { Self.review($0, $1) }
    // Where the goals were, Lean says when it is asked at each place that comes into question.
    var questions: [(draft: Int, error: Int, line: Int, column: Int)] = []
    for (index, review) in reviews.enumerated() {
      guard case .errors(let errors) = review else { continue }
      for (position, error) in errors.prefix(errorsMax).enumerated() where error.goals.isEmpty {
        for column in texts[index].tacticStarts(line: error.line, column: error.column) {
          questions.append((index, position, error.line, column))
        }
      }
    }
    if questions.isEmpty { return reviews }
    let answers = try await run(
      questions.enumerated().map { number, question in
        Self.wrapped(
          texts[question.draft].tracing(line: question.line, column: question.column), number)
      }, header: header)
    for (question, answer) in zip(questions, answers) {
      guard case .errors(var errors) = reviews[question.draft],
        errors[question.error].goals.isEmpty,
        case .finished(let messages, _) = answer,
        let state = messages.first(where: {
          $0.severity == .information && $0.line == question.line + 1
            && $0.column == question.column
        })
      else { continue }
      errors[question.error].goals = state.text
      reviews[question.draft] = .errors(errors)
    }
    return reviews
  }

  /// In a namespace, so that drafts may give their helpers the same names.
  private static func wrapped(_ text: String, _ number: Int) -> String {
    "namespace Lemmaloom.Draft\(number)\n\(text)\nend Lemmaloom.Draft\(number)"
  }

  private static func review(_ text: DraftText, _ outcome: SnippetOutcome) -> DraftReview {
    guard case .finished(let messages, let isSorryFree) = outcome else {
      if case .declined(let reason) = outcome { return .declined(reason) }
      return .declined("Lean gave no answer")
    }
    let lineCount = LeanLines.count(text.text)
    let errors = messages.filter { $0.severity == .error }.map { message in
      let unsolved = "unsolved goals\n"
      return DraftError(
        message: message.text, line: min(lineCount, max(1, message.line - 1)),
        column: message.column,
        // Lean shows these itself.
        goals: message.text.hasPrefix(unsolved)
          ? String(message.text.dropFirst(unsolved.count)) : "")
    }
    if !errors.isEmpty { return .errors(errors) }
    if isSorryFree { return .closed }
    return .errors([
      DraftError(
        message: "the proof uses 'sorry'", line: text.scriptStart, column: 0, goals: "")
    ])
  }
}
