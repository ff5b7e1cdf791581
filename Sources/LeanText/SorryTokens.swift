/// A `sorry` of a text.
package struct SorryToken: Hashable, Sendable {
  /// Offset of its first Unicode scalar.
  package var start: Int
  /// 1-based line; 0-based column in Unicode scalars, as Lean counts.
  package var line: Int
  package var column: Int
  /// Whether it seems to stand for a tactic and not for a term.
  package var isTactic: Bool

  package static let length = 5
}

/// Finds and replaces `sorry` by tokens: not in comments, strings, quoted names or as a part of an identifier.
package enum SorryTokens {
  /// Where a replaced token stands now.
  package struct Block: Hashable, Sendable {
    package var line: Int
    package var column: Int
    package var lastLine: Int

    package func contains(_ line: Int, _ column: Int) -> Bool {
      (line, column) >= (self.line, self.column)
        && (line, column) <= (lastLine, self.column + SorryToken.length)
    }
  }

  /// - Parameter isInTactic: whether the text begins where a tactic stands.
  package static func find(in text: String, isInTactic: Bool = false) -> [SorryToken] {
    let lineStarts = lineStarts(of: text)
    var guess = TacticGuess(isInTactic: isInTactic)
    var found: [SorryToken] = []
    var line = 0
    var previous = ""
    for token in LeanTokens(text).tokens {
      // Operators come scalar by scalar.
      let isOperator = token.isGlued && token.kind == .symbol
      let isPart = token.isGlued && [".", "`", "#"].contains(previous)
      if token.kind == .word, token.text == "sorry", !isPart,
        lineStarts.indices.contains(token.line - 1)
      {
        found.append(
          SorryToken(
            start: lineStarts[token.line - 1] + token.column, line: token.line,
            column: token.column, isTactic: guess.isTactic(atLineStart: token.line > line)))
      }
      guess.pass(isOperator ? previous + token.text : token.text)
      line = token.line
      previous = isOperator ? previous + token.text : token.text
    }
    return found
  }

  /// Offsets in Unicode scalars.
  private static func lineStarts(of text: String) -> [Int] {
    [0] + text.unicodeScalars.enumerated().filter { $0.element == "\n" }.map { $0.offset + 1 }
  }

  /// The text with each token replaced by `body` and a closing bracket on a line of its own, placed so that what
  /// follows keeps its column: Lean's layout depends on columns.
  package static func replace(
    _ tokens: [SorryToken], in text: String, by body: (SorryToken) -> String
  ) -> (text: String, blocks: [Block]) {
    let scalars = Array(text.unicodeScalars)
    var output = String.UnicodeScalarView()
    var blocks: [Block] = []
    var line = 1
    var done = 0
    for token in tokens {
      let kept = scalars[done..<token.start]
      output.append(contentsOf: kept)
      line += kept.count { $0 == "\n" }
      let block = body(token) + closing(token)
      output.append(contentsOf: block.unicodeScalars)
      let last = line + lines(of: block)
      blocks.append(Block(line: line, column: token.column, lastLine: last))
      line = last
      done = token.start + SorryToken.length
    }
    output.append(contentsOf: scalars[done...])
    return (String(output), blocks)
  }

  /// A line break and a bracket that ends where the token ended.
  package static func closing(_ token: SorryToken) -> String {
    "\n" + String(repeating: " ", count: token.column + SorryToken.length - 1) + ")"
  }

  /// What stands before and after a token.
  package static func split(_ text: String, at token: SorryToken) -> (before: String, after: String) {
    let scalars = text.unicodeScalars
    let start = scalars.index(scalars.startIndex, offsetBy: token.start)
    let end = scalars.index(start, offsetBy: SorryToken.length)
    return (String(scalars[..<start]), String(scalars[end...]))
  }

  /// Line breaks as Lean counts them.
  package static func lines(of text: String) -> Int { text.unicodeScalars.count { $0 == "\n" } }
}

/// Guesses from what stands before a place whether a tactic is expected there.
private struct TacticGuess {
  var isInTactic: Bool
  private var previous = ""
  /// The last token that says what an arrow `=>` belongs to.
  private var opener = ""

  init(isInTactic: Bool) { self.isInTactic = isInTactic }

  private static let declarations: Set<String> = [
    "theorem", "lemma", "def", "abbrev", "example", "instance", "structure", "inductive", "class",
    "opaque", "axiom", "namespace", "section", "variable",
  ]
  private static let openers: Set<String> = ["fun", "λ", "|", "case", "next"]
  private static let beforeTactics: Set<String> = [
    "by", "·", ".", "<;>", "{", "|", "all_goals", "any_goals", "try", "repeat", "first", "focus",
  ]
  /// A line may end with one of these and the term stand on the next.
  private static let beforeTerms: Set<String> = [
    ":=", "exact", "refine", "apply", "from", "(", "[", "⟨", ",", "then", "else", "←", "<|", "$",
    "return", "have", "show", "=", "∧", "∨", "→", "↔", "+", "*", "-",
  ]

  mutating func pass(_ token: String) {
    if token == "by" { isInTactic = true }
    if Self.declarations.contains(token) { isInTactic = false }
    if Self.openers.contains(token) { opener = token }
    previous = token
  }

  func isTactic(atLineStart: Bool) -> Bool {
    if Self.beforeTactics.contains(previous) { return true }
    switch previous {
    case "", ";": return isInTactic
    case "=>": return isInTactic && opener != "fun" && opener != "λ"
    default: return isInTactic && atLineStart && !Self.beforeTerms.contains(previous)
    }
  }
}
