import LeanText
import Records
import Terms

/// Reads "unsolved goals" as Lean prints it.
public enum GoalText {
  /// Goals in Lean's order. `text` may start with the line `unsolved goals`.
  public static func parse(_ text: String) -> [Goal] { states(text).flatMap { $0 } }

  /// The goals of each state. Lean puts into one message what one tactic showed several times: between the goals of a
  /// state there is an empty line, between two states none.
  public static func states(_ text: String) -> [[Goal]] {
    var body = Substring(text)
    if body.hasPrefix("unsolved goals") { body = body.dropFirst("unsolved goals".count) }
    var states: [[Goal]] = [[]]
    var block: [Substring] = []
    var hasTarget = false
    func close() {
      if let goal = goal(from: block) { states[states.count - 1].append(goal) }
      block = []
      hasTarget = false
    }
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        close()
        continue
      }
      if hasTarget, line.first != " " {
        close()
        states.append([])
      }
      block.append(line)
      if line.hasPrefix("⊢ ") { hasTarget = true }
    }
    close()
    return states.filter { !$0.isEmpty }
  }

  private static func goal(from lines: [Substring]) -> Goal? {
    var caseName: String?
    var entries: [String] = []
    for line in lines {
      if line.hasPrefix("case ") {
        caseName = String(line.dropFirst(5))
      } else if line.first == " ", !entries.isEmpty {
        // Long types are wrapped and indented.
        entries[entries.count - 1] += " " + line.drop { $0 == " " }
      } else {
        entries.append(String(line))
      }
    }
    guard let last = entries.popLast(), last.hasPrefix("⊢ ") else { return nil }
    var context: [Binder] = []
    for entry in entries {
      guard let colon = entry.range(of: " : ") else { return nil }
      let type = String(entry[colon.upperBound...])
      let parts = type.contains(":=") ? valued(type) : (type, nil)
      context += names(entry[..<colon.lowerBound]).map {
        Binder(name: $0, type: parts.0, value: parts.1)
      }
    }
    return Goal(caseName: caseName, context: context, target: String(last.dropFirst(2)))
  }

  /// Names that blanks part; one in `«»` may hold blanks itself.
  private static func names(_ text: Substring) -> [String] {
    var isQuoted = false
    return text.split { character in
      if character == "«" { isQuoted = true }
      if character == "»" { isQuoted = false }
      return character == " " && !isQuoted
    }.map(String.init)
  }

  /// `Nat := 3` in its two parts. The `:=` of a `let` or within brackets belongs to the type.
  private static func valued(_ text: String) -> (String, String?) {
    let tokens = LeanTokens(text).tokens
    var depth = 0
    var pending = 0
    for token in tokens {
      switch token.kind {
      case .opening: depth += 1
      case .closing: depth -= 1
      case .word where ["let", "have", "letI", "haveI"].contains(token.text) && depth == 0:
        pending += 1
      case .symbol where depth == 0 && token.text == ":=":
        if pending > 0 {
          pending -= 1
          continue
        }
        let scalars = text.unicodeScalars
        let start = scalars.index(scalars.startIndex, offsetBy: token.offset)
        var type = text[..<start]
        while type.last == " " { type.removeLast() }
        return (String(type), String(scalars[start...].dropFirst(2).drop { $0 == " " }))
      default: continue
      }
    }
    return (text, nil)
  }
}
