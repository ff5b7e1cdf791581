import LeanInterface
import LeanText
import Records

/// A candidate proof as Lean text, and where the candidate's own lines stand in it.
struct ProofLayout: Sendable {
  /// Declarations of the candidate and the theorem; no header.
  let text: String
  /// Lines of `text`.
  let lineCount: Int
  /// Lines that helpers take, in front of the theorem's own.
  private let helperLines: Int
  /// Lines of the theorem before its script.
  private let signatureLines: Int
  /// What every line of the script is indented by, so that none starts a command.
  private static let indent = "  "

  init(_ task: ProofTask) {
    let helpers = task.helpers.isEmpty ? [] : LeanLines.split(task.helpers)
    let script = LeanLines.split(task.script).map { Self.indent + $0 }
    // Line breaks of the statement are part of what it says.
    let signature = LeanLines.split("theorem \(task.name) \(task.statement.signatureText) := by")
    text = (helpers + signature + script).map { $0 + "\n" }.joined()
    helperLines = helpers.count
    signatureLines = signature.count
    lineCount = helpers.count + signature.count + script.count
  }

  /// The message with its place in the candidate's text: helpers first, then the script. What Lean says about the
  /// theorem's own lines is about the script as a whole.
  /// - Parameter line: 1-based line within `text`.
  func placed(_ message: LeanMessage, line: Int) -> LeanMessage {
    var message = message
    if line <= helperLines {
      message.line = max(1, line)
    } else if line <= helperLines + signatureLines {
      message.line = helperLines + 1
      message.column = 0
    } else {
      message.line = line - signatureLines
      message.column = max(0, message.column - Self.indent.count)
    }
    return message
  }
}

extension ProofTask {
  /// Imports, helpers and the theorem as a Lean file of its own.
  public var fileText: String {
    LeanHeader(imports: imports, opens: opens).text + ProofLayout(self).text
  }
}
