import Basics
import LeanText

/// Offsets of lines.
struct LineStarts {
  private var starts = [0]

  init(_ text: String) {
    for (index, scalar) in text.unicodeScalars.enumerated() where scalar == "\n" {
      starts.append(index + 1)
    }
  }

  func offset(_ line: Int, _ column: Int) -> Int { starts[min(line, starts.count - 1)] + column }
}

/// A token at the start of a line where Lean expects a command, with what it was glued to: Lean says what it found instead.
struct TokenProbe {
  let token: LeanToken
  let text: String

  /// Tokens that begin a command, or go on with one (`in`), say nothing there, and documentation is read by its command.
  static func all(of text: String) -> [TokenProbe] {
    let scalars = Array(text.unicodeScalars)
    return LeanTokens(text).tokens.compactMap { token in
      let roles = CommandWords.roles(token.text)
      if token.kind == .docComment || token.text == "in" || token.text == "@" || token.text == "#"
        || token.isBareName
        || token.kind == .interpolated || !roles.isEmpty || token.text.contains("\n")
      {
        return nil
      }
      // What follows must neither swallow the next line nor begin a command.
      let rest = scalars[token.end...].prefix(8).prefix {
        !" \n\"'«-/`r#@".unicodeScalars.contains($0)
      }
      let tail = String(String.UnicodeScalarView(rest))
      return TokenProbe(token: token, text: token.text + tail)
    }
  }

  /// Whether Lean's message is about the same token.
  func agrees(with message: String?) -> Bool {
    guard let message else { return false }
    if message.hasPrefix("unexpected token '") {
      let found = message.dropFirst("unexpected token '".count).prefix { $0 != "'" }
      let more = found.dropFirst(token.text.count)
      return found.hasPrefix(token.text) && more.allSatisfy { "([{⟨'|".contains($0) }
    }
    if message.hasPrefix("unexpected identifier") { return token.kind == .word }
    if message.hasPrefix("unexpected token;") {
      return [.number, .string, .character, .backquote].contains(token.kind)
    }
    return message.hasPrefix("expected token") && token.kind == .symbol
  }
}

enum AgreementMutation {
  /// The text in pieces: tokens, and what stands between them.
  static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var at = 0
    let scalars = Array(text.unicodeScalars)
    func add(_ end: Int) {
      if at < end { pieces.append(String(String.UnicodeScalarView(scalars[at..<end]))) }
      at = end
    }
    for token in LeanTokens(text).tokens {
      add(token.offset)
      add(token.end)
    }
    add(scalars.count)
    return pieces
  }

  private static let marks = [
    "--", "/-", "-/", "/--", "/-!", "\"", "'", "«", "»", "r#\"", "\"#", "r\"", "`", "s!\"", "{",
    "}",
    "(", ")", "\n", "\\", "<-", ":=--", "'a'", "'\\''", "1.", ".", "end", "namespace A", "section",
    "theorem t : True := trivial", "/- a /- b -/ -/", "/-- d -/", "\u{2028}", "x.1.2", "mutual",
  ]

  /// A window of the text with a few changes, without imports.
  static func mutated(_ pieces: [String], _ random: inout SplitMix64) -> String {
    let start = Int.random(in: 0..<pieces.count, using: &random)
    var window = Array(pieces[start..<min(start + 150, pieces.count)])
    for _ in 0...Int.random(in: 0...3, using: &random) where window.count > 2 {
      let place = Int.random(in: 0..<window.count, using: &random)
      let other = Int.random(in: 0..<window.count, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0: window.remove(at: place)
      case 1: window.insert(window[other], at: place)
      case 2: window.swapAt(place, other)
      default: window.insert(marks.randomElement(using: &random) ?? "", at: place)
      }
    }
    return window.filter { $0 != "import" && $0 != "prelude" }.joined()
  }
}
