import LeanInterface

/// What a model is told about a proof that Lean found errors in: the Kimina-Prover-RL recipe's form.
public struct Feedback: Hashable, Sendable {
  public let text: String
  /// Whether errors or parts of them had to be left out for their length.
  public let isShortened: Bool

  /// - Parameters:
  ///   - code: the Lean text that the errors' lines speak of.
  ///   - errorsMax: errors told.
  ///   - charactersMax: length of the feedback; whole errors are left out first, lines of the first error last.
  public init(_ errors: [DraftError], code: String, errorsMax: Int = 3, charactersMax: Int = 3000) {
    // Lines as Lean counts them.
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let sections = errors.prefix(errorsMax).enumerated().map { number, error in
      Self.section(number + 1, error, lines)
    }
    var text = ""
    var told = 0
    for section in sections {
      let longer = text.isEmpty ? section : text + "\n\n" + section
      if longer.count > charactersMax { break }
      text = longer
      told += 1
    }
    if told == 0, let first = errors.first {
      text = Self.shortened(first, lines, charactersMax)
    }
    self.text = text
    isShortened = told < sections.count
  }

  private static func section(_ number: Int, _ error: DraftError, _ lines: [String]) -> String {
    let goals = error.goals.isEmpty ? "(none shown)" : error.goals
    return """
      # Error \(number):
      Goals state before error position:
      \(goals)

      Error message:
      \(error.message)

      Lean 4 code snippet with error:
      ```lean4
      \(snippet(around: error.line, lines))
      ```
      """
  }

  /// Two lines to either side, the line itself marked.
  private static func snippet(around line: Int, _ lines: [String]) -> String {
    let first = max(1, line - 2)
    let last = min(lines.count, line + 2)
    if first > last { return "" }
    return (first...last).map { number in
      let digits = "\(number)"
      let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      return "\(padded) \(number == line ? ">|" : " |") \(lines[number - 1])"
    }.joined(separator: "\n")
  }

  /// One error whose goals and message are cut at line ends, each to a part of the room.
  private static func shortened(_ error: DraftError, _ lines: [String], _ charactersMax: Int)
    -> String
  {
    var error = error
    error.goals = cut(error.goals, to: charactersMax / 3)
    error.message = cut(error.message, to: charactersMax / 3)
    let short = lines.map { cut($0, to: charactersMax / 20) }
    return String(section(1, error, short).prefix(charactersMax))
  }

  private static func cut(_ text: String, to length: Int) -> String {
    if text.count <= length { return text }
    let start = text.prefix(max(0, length - 2))
    guard let end = start.lastIndex(of: "\n") else { return start + " …" }
    return text[..<end] + "\n…"
  }
}
