import Foundation
import Records

/// One line of `lean --json`.
package struct RawMessage: Decodable, Sendable {
  package struct Position: Decodable, Sendable {
    package var line: Int
    package var column: Int
  }
  package var severity: String
  package var data: String
  package var kind: String?
  package var pos: Position
  /// nil where Lean names a point, not a range.
  package var endPos: Position?

  /// Kind that Lean gives to "unsolved goals".
  package static let unsolvedGoals = "Tactic.unsolvedGoals"

  package var isError: Bool { severity == "error" }
  package var usesSorry: Bool {
    kind == "hasSorry" || (severity == "warning" && data.hasPrefix("declaration uses"))
  }
  /// Lean's own limits: nobody has said that the text is wrong.
  package var isLimit: Bool { LeanLimits.isLimit(data) }
  package var isParseError: Bool {
    data.hasPrefix("unexpected ") || data.hasPrefix("expected ") || data.hasBytes("; expected ")
      || data.hasPrefix("unterminated ")
  }

  package var message: LeanMessage {
    let level: LeanMessage.Severity =
      switch severity {
      case "error": .error
      case "warning": .warning
      default: .information
      }
    return LeanMessage(severity: level, line: pos.line, column: pos.column, text: data)
  }

  /// Messages of a run in Lean's order; lines that are no message (stray output) are skipped.
  package static func read(_ output: String) -> [RawMessage] {
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

/// Why a Lean said nothing that can be relied on.
struct LeanSilence: Error {
  let text: String
}

extension LeanRun {
  /// What Lean said of a text that it has read to its end: what it has no error about is right.
  var messages: Result<[RawMessage], LeanSilence> {
    switch ending {
    case .exited(let code) where code == 0 || code == 1:
      let messages = RawMessage.read(output)
      // Exit 1 is a failure even where no message says why: a header that cannot be imported, a lost file.
      if code == 1, !messages.contains(where: \.isError) {
        return .failure(
          LeanSilence(text: "Lean failed without a message: \(errorOutput.suffix(300))"))
      }
      return .success(messages)
    case .exited, .crashed, .stopped:
      return .failure(LeanSilence(text: "Lean \(ending) \(errorOutput.suffix(200))"))
    }
  }
}

extension LeanRun.Ending: CustomStringConvertible {
  /// What the program did: `exited with 2`.
  public var description: String {
    switch self {
    case .exited(let code): "exited with \(code)"
    case .crashed(let signal): "was ended by signal \(signal)"
    case .stopped(let why): "was stopped: \(why)"
    }
  }
}
