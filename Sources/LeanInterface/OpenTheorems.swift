import Foundation
import Records

/// A theorem that a Lean file leaves to be proved.
public struct OpenTheorem: Hashable, Sendable {
  public let name: String
  /// `A.B`; empty: the root.
  public let namespace: String
  /// What Lean elaborates its statement to, all binders in the context.
  public let goal: Goal
  /// 1-based line of the `sorry`.
  public let line: Int

  public var fullName: String { namespace.isEmpty ? name : "\(namespace).\(name)" }
}

extension LeanPool {
  /// Theorems of a Lean file whose proof is `sorry`. Lean itself says what they state: each `sorry` is replaced by a
  /// tactic that does nothing, and Lean reports the goal that is left.
  /// - Throws: `LeanError.doesNotCompile` with the place, when the file has any other error.
  public func openTheorems(in text: String, file: String) async throws -> [OpenTheorem] {
    let (changed, places) = SorryText.replace(in: text.replacing("\r\n", with: "\n"))
    let run = await run(["--json", "--stdin"] + definitions, input: changed)
    guard case .exited(let code) = run.ending, code == 0 || code == 1 else {
      throw LeanError.processStopped(reason: "\(run.ending) on \(file)")
    }
    var theorems: [OpenTheorem] = []
    for message in RawMessage.read(run.output) where message.isError {
      let line = message.pos.line
      guard message.kind == RawMessage.unsolvedGoals,
        let place = places.first(where: { $0.start <= line && line <= $0.end }),
        let goal = GoalText.parse(message.data).first
      else {
        throw LeanError.doesNotCompile(
          module: file, messages: "\(file):\(line):\(message.pos.column): \(message.data)")
      }
      var stated = goal
      stated.caseName = nil
      theorems.append(
        OpenTheorem(
          name: place.name, namespace: place.namespace, goal: stated, line: place.end))
    }
    return theorems
  }
}

/// Finds `sorry` by tokens, outside comments and strings.
enum SorryText {
  struct Place {
    var name: String
    var namespace: String
    /// Lines from the declaration's keyword to its `sorry`.
    var start: Int
    var end: Int
  }

  static func replace(in text: String) -> (text: String, places: [Place]) {
    let characters = Array(text)
    var output = ""
    var places: [Place] = []
    var line = 1
    var declaration: (name: String, line: Int) = ("example", 1)
    var expectsName = false
    var previous = ""
    var scopes = Scopes()
    var at = 0
    while at < characters.count {
      let end = tokenEnd(characters, at)
      let token = String(characters[at..<end])
      if token == "sorry" {
        output += previous == "by" ? "skip" : "by skip"
        places.append(
          Place(
            name: declaration.name, namespace: scopes.namespace, start: declaration.line, end: line)
        )
      } else {
        output += token
      }
      if expectsName, isWord(token) {
        declaration = (token, declaration.line)
        expectsName = false
      }
      if ["theorem", "lemma", "example"].contains(token) {
        declaration = ("example", line)
        expectsName = token != "example"
      }
      scopes.take(token, isWord: isWord(token))
      if !token.allSatisfy(\.isWhitespace) { previous = token }
      line += token.count { $0 == "\n" }
      at = end
    }
    return (output, places)
  }

  /// The namespaces and sections around a place.
  private struct Scopes {
    /// nil: a section or mutual block.
    private var open: [String?] = []
    /// `namespace`, `section` or `end` that may be followed by a name.
    private var pending = ""

    var namespace: String { open.compactMap { $0 }.joined(separator: ".") }

    mutating func take(_ token: String, isWord: Bool) {
      if !pending.isEmpty, token != " " {
        let parts = isWord ? token.split(separator: ".").map(String.init) : []
        switch pending {
        case "namespace": open += parts
        // Without a name they are one scope all the same.
        case "section": open += [String?](repeating: nil, count: max(1, parts.count))
        default: open.removeLast(min(open.count, max(1, parts.count)))
        }
        pending = ""
        if isWord { return }
      }
      if ["namespace", "section", "end"].contains(token) { pending = token }
      if token == "mutual" { open.append(nil) }
    }
  }

  private static func isWord(_ token: String) -> Bool {
    token.first.map { $0.isLetter || $0 == "_" || $0 == "«" } ?? false
  }

  /// End of the comment, string, word or single character that starts at `start`.
  private static func tokenEnd(_ characters: [Character], _ start: Int) -> Int {
    let next = start + 1 < characters.count ? characters[start + 1] : " "
    switch characters[start] {
    case "-" where next == "-":
      return characters[start...].firstIndex(of: "\n") ?? characters.count
    case "/" where next == "-": return blockCommentEnd(characters, start)
    case "\"":
      var at = start + 1
      while at < characters.count, characters[at] != "\"" {
        at += characters[at] == "\\" ? 2 : 1
      }
      return min(at + 1, characters.count)
    case let character where character.isLetter || character == "_":
      var at = start + 1
      while at < characters.count,
        characters[at].isLetter || characters[at].isNumber || "_'.!?".contains(characters[at])
      { at += 1 }
      return at
    default: return start + 1
    }
  }

  private static func blockCommentEnd(_ characters: [Character], _ start: Int) -> Int {
    var depth = 0
    var at = start
    while at + 1 < characters.count {
      if characters[at] == "/" && characters[at + 1] == "-" {
        depth += 1
        at += 2
      } else if characters[at] == "-" && characters[at + 1] == "/" {
        depth -= 1
        at += 2
        if depth == 0 { return at }
      } else {
        at += 1
      }
    }
    return characters.count
  }
}
