import Foundation
import LeanInterface
import Workbench

/// Benchmarks as JSON lines, in the manner of miniF2F's Lean 4 files: a problem a line.
enum JSONLinesSuite {
  struct Line: Decodable {
    var name: String
    /// Ends with `sorry`, `:= by` or the conclusion.
    var formalStatement: String
    var header: String?
    /// The problem in words, as a Lean comment.
    var informalPrefix: String?
    var split: String?

    enum CodingKeys: String, CodingKey {
      case name, header, split
      case formalStatement = "formal_statement"
      case informalPrefix = "informal_prefix"
    }
  }

  /// One suite a split, in the order of the file; problems without one are in a suite of the file's name.
  /// - Throws: `WorkbenchError.unreadable` with file and line.
  static func read(_ text: String, file: String, name: String) throws -> [EvalSuite] {
    var suites: [EvalSuite] = []
    let decoder = JSONDecoder()
    // A line of JSON ends at a line feed; other ends of lines may stand within its strings.
    let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
    for (index, text) in lines.enumerated() where !text.allSatisfy({ [9, 13, 32].contains($0) }) {
      let place = "\(file):\(index + 1)"
      let line: Line
      do {
        line = try decoder.decode(Line.self, from: Data(text))
      } catch {
        throw WorkbenchError.unreadable(path: place, reason: reason(error))
      }
      let split = line.split ?? ""
      let suite = split.isEmpty ? name : "\(name)/\(split)"
      let problem = try problem(line, suite: suite, place: place)
      if let known = suites.firstIndex(where: { $0.name == suite }) {
        suites[known].append(problem)
      } else {
        suites.append(EvalSuite(name: suite, problems: [problem]))
      }
    }
    if suites.isEmpty { throw WorkbenchError.unreadable(path: file, reason: "it has no line") }
    return suites
  }

  private static func problem(_ line: Line, suite: String, place: String) throws -> EvalProblem {
    if line.name.isEmpty { throw WorkbenchError.unreadable(path: place, reason: "'name' is empty") }
    let open: OpenLeanText
    do {
      open = try OpenLeanText((line.header ?? "") + "\n" + line.formalStatement)
    } catch {
      throw WorkbenchError.unreadable(path: place, reason: "\(line.name): \(error.reason)")
    }
    guard let theorem = open.theorems.first, open.theorems.count == 1 else {
      throw WorkbenchError.unreadable(
        path: place,
        reason: "\(line.name): 'formal_statement' has \(open.theorems.count) theorems, not one")
    }
    return EvalProblem(
      theorem, suite: suite, name: line.name, header: open.header,
      informal: plain(line.informalPrefix ?? ""))
  }

  /// Text of a Lean comment without its marks.
  static func plain(_ comment: String) -> String {
    var text = Substring(comment).drop(while: \.isWhitespace)
    for mark in ["/--", "/-!", "/-", "--"] where text.hasPrefix(mark) {
      text = text.dropFirst(mark.count)
      break
    }
    while text.last?.isWhitespace == true { text.removeLast() }
    if text.hasSuffix("-/") { text = text.dropLast(2) }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.codingPath.isEmpty
        ? "it is no JSON object"
        : "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is no text"
    default: "it is no JSON object"
    }
  }
}
