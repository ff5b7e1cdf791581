import Foundation
import Records

/// One line of `lean --json`.
struct RawMessage: Decodable {
  struct Position: Decodable {
    var line: Int
    var column: Int
  }
  var severity: String
  var data: String
  var kind: String?
  var pos: Position
  /// nil where Lean names a point, not a range.
  var endPos: Position?

  /// Kind that Lean gives to "unsolved goals".
  static let unsolvedGoals = "Tactic.unsolvedGoals"

  var isError: Bool { severity == "error" }
  var usesSorry: Bool {
    kind == "hasSorry" || (severity == "warning" && data.hasPrefix("declaration uses"))
  }
  /// Lean's own limits: nobody has said that the text is wrong.
  var isLimit: Bool { LeanLimits.isLimit(data) }
  var isParseError: Bool {
    data.hasPrefix("unexpected ") || data.hasPrefix("expected ") || data.hasBytes("; expected ")
      || data.hasPrefix("unterminated ")
  }

  var message: LeanMessage {
    let level: LeanMessage.Severity =
      switch severity {
      case "error": .error
      case "warning": .warning
      default: .information
      }
    return LeanMessage(severity: level, line: pos.line, column: pos.column, text: data)
  }

  /// Messages of a run in Lean's order; lines that are no message (stray output) are skipped.
  static func read(_ output: String) -> [RawMessage] {
    let decoder = JSONDecoder()
    return output.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.first == UInt8(ascii: "{") else { return nil }
      return try? decoder.decode(RawMessage.self, from: Data(line))
    }
  }
}

/// Errors with which Lean gives up at a limit of its own, whatever the truth may be.
public enum LeanLimits {
  public static func isLimit(_ error: String) -> Bool {
    texts.contains { error.hasBytes($0) }
  }

  private static let texts = [
    "(deterministic) timeout", "maximum recursion depth", "excessive memory consumption",
    "(kernel) deep recursion", "the kernel refused to evaluate", "maximum universe level offset",
  ]
}

extension String {
  /// Whether `part` occurs, byte for byte and in front of any NUL. Foundation's search, which every message paid for, was
  /// 6% of the daemon's own work in a search.
  fileprivate func hasBytes(_ part: String) -> Bool { strstr(self, part) != nil }
}
