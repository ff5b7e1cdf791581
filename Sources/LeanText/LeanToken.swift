/// One token of a Lean text. White space and ordinary comments are no tokens.
public struct LeanToken: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// An identifier or keyword; dots and `«quoted»` parts included.
    case word
    case number
    case character
    case string
    /// A piece of a string that is read as code between its braces: `s!"a{x}b"` has the pieces `"a{` and `}b"`, and the
    /// tokens of the code stand between them.
    case interpolated
    /// `` `name ``, `` `(quotation) ``: the back quotes alone.
    case backquote
    /// `/-- … -/` or `/-! … -/`: unlike other comments a token of Lean's, which ends a tactic block.
    case docComment
    case opening
    case closing
    /// Anything else: an operator of Lean's, the longest that fits, or one scalar that is none. No bracket is part of one.
    case symbol
  }

  public let kind: Kind
  /// As written.
  public let text: String
  /// 1-based.
  public let line: Int
  /// 0-based, in Unicode scalars.
  public let column: Int
  /// Of its first Unicode scalar in the text.
  public let offset: Int
  /// Whether it follows the token before it without white space or a comment in between.
  public let isGlued: Bool
  /// Whether Lean reads it as a mere name here, whatever it says: a field (`(h).prefix`) or a name literal (`` `open ``).
  public let isBareName: Bool

  /// Of the scalar behind it.
  public var end: Int { offset + text.unicodeScalars.count }

  /// Whether it is this keyword, and no name of that spelling.
  public func isKeyword(_ word: String) -> Bool { kind == .word && text == word && !isBareName }

  /// Parts of a dotted word, without their `«»`. `a.«b.c»` has two.
  public var parts: [String] {
    Self.writtenParts(of: text).map(Self.unquoted)
  }

  /// The name without its `«»`.
  public static func unquoted(_ name: String) -> String {
    guard name.unicodeScalars.contains("«") else { return name }
    return String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "«" && $0 != "»" }))
  }

  /// Parts of a dotted word as they are written, `«»` included.
  public static func writtenParts(of word: String) -> [String] {
    guard word.utf8.contains(46) else { return [word] }
    var parts = [""]
    var isQuoted = false
    for scalar in word.unicodeScalars {
      if scalar == "«" { isQuoted = true }
      if scalar == "»" { isQuoted = false }
      if scalar == "." && !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    return parts
  }
}

/// Why a text cannot be read with certainty, or not at all.
public struct LeanTextProblem: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A comment, string or quoted name that is still open at the end.
    case unterminated
    /// Text that the tokens which a library or the text itself declares may cut differently.
    case ambiguous
    /// Text that Lean does not read where it stands.
    case misplaced
  }

  public let kind: Kind
  public let text: String
  public let line: Int
  public let column: Int
}
