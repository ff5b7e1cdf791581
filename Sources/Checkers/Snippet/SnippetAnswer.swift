import Foundation
import Records

/// What the Lean REPL says about one command, and a Kimina Lean Server about one snippet.
struct SnippetAnswer: Decodable, Sendable {
  struct Position: Decodable, Sendable {
    var line: Int
    var column: Int
  }
  struct Message: Decodable, Sendable {
    var severity: String
    var pos: Position?
    var data: String

    var isError: Bool { severity == "error" }
    var usesSorry: Bool {
      severity == "warning" && data.hasPrefix("declaration uses") && data.contains("sorry")
    }
  }
  struct Sorry: Decodable, Sendable {
    var pos: Position?
  }
  /// Environment after the command; without one nothing was elaborated.
  var env: Int?
  var messages: [Message]?
  var sorries: [Sorry]?
  /// An error of the REPL itself.
  var message: String?
}

extension LeanMessage {
  init(_ message: SnippetAnswer.Message) {
    let severity: Severity =
      switch message.severity {
      case "error": .error
      case "warning": .warning
      default: .information
      }
    self.init(
      severity: severity, line: message.pos?.line ?? 0, column: message.pos?.column ?? 0,
      text: message.data)
  }
}
