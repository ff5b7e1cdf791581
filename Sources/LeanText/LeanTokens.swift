/// One token of a Lean text. White space and ordinary comments are no tokens.
public struct LeanToken: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// An identifier or keyword; dots and `«quoted»` parts included.
    case word
    case number
    case character
    case string
    /// A string with an unescaped `{`, which `s!` and its like read as code. Where it ends depends on
    /// who reads it, so nothing behind it is certain.
    case interpolated
    /// `` `name ``, `` `(quotation) ``: the back quotes alone.
    case backquote
    /// `/-- … -/` or `/-! … -/`: unlike other comments a token of Lean's, which ends a tactic block.
    case docComment
    case opening
    case closing
    /// One scalar of anything else: operators are not put together.
    case symbol
  }

  public let kind: Kind
  /// As written.
  public let text: String
  /// 1-based.
  public let line: Int
  /// 0-based, in Unicode scalars.
  public let column: Int
  /// Whether it follows the token before it without white space or a comment in between.
  public let isGlued: Bool

  /// Parts of a dotted word, without their `«»`. `a.«b.c»` has two.
  public var parts: [String] {
    guard text.unicodeScalars.contains("«") || text.unicodeScalars.contains(".") else {
      return [text]
    }
    var parts = [""]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "«" where !isQuoted: isQuoted = true
      case "»" where isQuoted: isQuoted = false
      case "." where !isQuoted: parts.append("")
      default: parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    return parts
  }
}

/// Why a text cannot be cut into tokens with certainty.
public struct LeanTextProblem: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A comment, string or quoted name that is still open at the end.
    case unterminated
    /// Text that different tables of operators cut differently: in `<--x` Lean reads `<-`, `-`, `x`,
    /// not a comment.
    case ambiguous
  }

  public let kind: Kind
  public let text: String
  public let line: Int
  public let column: Int
}

/// The tokens of a Lean text, cut as Lean cuts them whatever operators are declared. Where operators
/// could make a difference (`LeanTextProblem.Kind.ambiguous`) it says so instead of guessing.
/// Lean's own rules: src/Lean/Parser/Basic.lean, `tokenFn` and `whitespace`. Linear time.
public struct LeanTokens: Sendable {
  public let tokens: [LeanToken]
  /// The first problem; the tokens are those before it.
  public let problem: LeanTextProblem?

  public init(_ text: String) {
    var scanner = LeanScanner(text)
    scanner.scan()
    tokens = scanner.tokens
    problem = scanner.problem
  }
}

/// What Lean takes for a letter; src/Init/Meta/Defs.lean, `isLetterLike` and `isSubScriptAlnum`.
public enum LeanLetter {
  public static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 65...90, 97...122, 95: true
    case ..<0x80: false
    case 0x3bb, 0x3a0, 0x3a3: false
    case 0xc0...0xff: scalar.value != 0xd7 && scalar.value != 0xf7
    case 0x100...0x17f, 0x3b1...0x3c9, 0x391...0x3a9, 0x3ca...0x3fb: true
    case 0x1f00...0x1ffe, 0x2100...0x214f, 0x1d49c...0x1d59f: true
    default: false
    }
  }

  public static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 48...57, 39, 33, 63: true
    case 0x2080...0x2089, 0x2090...0x209c, 0x1d62...0x1d6a, 0x2c7c: true
    default: startsName(scalar)
    }
  }

  public static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

  /// Digits of `0x1f`, `0b10` and `0o17` by the letter; nil for another letter.
  public static func digits(ofBase letter: Unicode.Scalar) -> ((Unicode.Scalar) -> Bool)? {
    switch letter {
    case "x", "X": return { $0.properties.isASCIIHexDigit }
    case "b", "B": return { (48...49).contains($0.value) }
    case "o", "O": return { (48...55).contains($0.value) }
    default: return nil
    }
  }
}

private struct LeanScanner {
  private struct Place {
    let at: Int
    let line: Int
    let column: Int
  }

  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var line = 1
  private var column = 0
  /// Where the last token ended; -1 before the first.
  private var lastEnd = -1
  private(set) var tokens: [LeanToken] = []
  private(set) var problem: LeanTextProblem?

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func scan() {
    while problem == nil, let first = scalar() {
      if first == " " || first == "\n" || first == "\t" || first == "\r" {
        advance()
      } else if first == "-" && scalar(1) == "-" {
        if isBehindOperator { return fail(.ambiguous, "a comment right behind an operator", here) }
        advance(while: { $0 != "\n" })
      } else if first == "/" && scalar(1) == "-" {
        scanBlockComment()
      } else {
        scanToken(first)
      }
    }
  }

  private mutating func scanToken(_ first: Unicode.Scalar) {
    let start = here
    let kind: LeanToken.Kind
    switch first {
    case "\"": kind = readString()
    case "'": kind = readQuote()
    case "`":
      kind = .backquote
      advance(while: { $0 == "`" })
    case "(", "[", "{", "⟨", "⟦":
      kind = .opening
      advance()
    case ")", "]", "}", "⟩", "⟧":
      kind = .closing
      advance()
    case "r" where rawStringHashes != nil:
      kind = .string
      readRawString()
    case _ where LeanLetter.isDigit(first):
      kind = .number
      readNumber()
    case _ where first == "«" || LeanLetter.startsName(first):
      kind = .word
      readWord()
    default:
      kind = .symbol
      advance()
    }
    add(kind, from: start)
  }

  // MARK: Moving on

  private var here: Place { Place(at: at, line: line, column: column) }

  private func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
    at + offset < scalars.count ? scalars[at + offset] : nil
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where at < scalars.count {
      if scalars[at] == "\n" {
        line += 1
        column = 0
      } else {
        column += 1
      }
      at += 1
    }
  }

  private mutating func advance(while condition: (Unicode.Scalar) -> Bool) {
    while let next = scalar(), condition(next) { advance() }
  }

  private mutating func add(_ kind: LeanToken.Kind, from start: Place) {
    if problem != nil { return }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start.at..<at])
    tokens.append(
      LeanToken(
        kind: kind, text: String(text), line: start.line, column: start.column,
        isGlued: start.at == lastEnd))
    lastEnd = at
  }

  private mutating func fail(_ kind: LeanTextProblem.Kind, _ text: String, _ place: Place) {
    problem = LeanTextProblem(kind: kind, text: text, line: place.line, column: place.column)
  }

  /// Whether an operator ends here that a longer one could swallow the next scalars with.
  private var isBehindOperator: Bool {
    guard lastEnd == at, let last = tokens.last, last.kind == .symbol else { return false }
    return last.text != "," && last.text != ";"
  }

  // MARK: Comments

  /// At `/-`. Comments nest; `/--` and `/-!` are tokens.
  private mutating func scanBlockComment() {
    let start = here
    if isBehindOperator { return fail(.ambiguous, "a comment right behind an operator", start) }
    if scalar(2) == "-" && scalar(3) == "/" {
      return fail(.ambiguous, "'/--/', which versions of Lean read differently", start)
    }
    let isDocumentation = scalar(2) == "-" || scalar(2) == "!"
    advance(isDocumentation ? 3 : 2)
    var depth = 1
    while depth > 0 {
      guard let next = scalar() else {
        return fail(.unterminated, "a comment that is not closed", start)
      }
      if next == "-" && scalar(1) == "/" {
        depth -= 1
        advance(2)
      } else if next == "/" && scalar(1) == "-" {
        depth += 1
        advance(2)
      } else {
        advance()
      }
    }
    if isDocumentation { add(.docComment, from: start) }
  }

  // MARK: Strings and characters

  private mutating func readString() -> LeanToken.Kind {
    let start = here
    var kind = LeanToken.Kind.string
    advance()
    while let next = scalar() {
      switch next {
      case "\"":
        advance()
        return kind
      case "\\": advance(2)
      case "{":
        kind = .interpolated
        advance()
      default: advance()
      }
    }
    fail(.unterminated, "a string that is not closed", start)
    return kind
  }

  /// Number of `#` when a raw string starts here.
  private var rawStringHashes: Int? {
    var hashes = 0
    while scalar(1 + hashes) == "#" { hashes += 1 }
    return scalar(1 + hashes) == "\"" ? hashes : nil
  }

  private mutating func readRawString() {
    let start = here
    if isBehindOperator { return fail(.ambiguous, "a raw string right behind an operator", start) }
    let hashes = rawStringHashes ?? 0
    advance(2 + hashes)
    while let next = scalar() {
      advance()
      if next != "\"" { continue }
      var found = 0
      while found < hashes, scalar() == "#" {
        found += 1
        advance()
      }
      if found == hashes { return }
    }
    fail(.unterminated, "a raw string that is not closed", start)
  }

  /// At `'`: a character, or part of an operator such as `''` and `⁻¹'`.
  private mutating func readQuote() -> LeanToken.Kind {
    let length = characterLength
    let isDouble = scalar(1) == "'"
    let isBehindBracket = lastEnd == at && tokens.last?.text == "]"
    if (length != nil || isDouble) && (isBehindOperator || isBehindBracket) {
      fail(.ambiguous, "a quote right behind an operator", here)
    }
    advance(length ?? (isDouble ? 2 : 1))
    return length == nil ? .symbol : .character
  }

  /// Scalars of the character literal that starts here; the longest escape is `'\uXXXX'`.
  private var characterLength: Int? {
    guard let inside = scalar(1), inside != "'" else { return nil }
    if inside != "\\" { return scalar(2) == "'" ? 3 : nil }
    return (3...7).first { scalar($0) == "'" }.map { $0 + 1 }
  }

  // MARK: Numbers and names

  private mutating func readNumber() {
    if scalar() == "0", let base = scalar(1), let digit = scalar(2),
      let isDigit = LeanLetter.digits(ofBase: base), isDigit(digit)
    {
      advance(2)
      return advance(while: { isDigit($0) || $0 == "_" })
    }
    advance(while: { LeanLetter.isDigit($0) || $0 == "_" })
    if scalar() == ".", let next = scalar(1), LeanLetter.isDigit(next) {
      advance()
      advance(while: LeanLetter.isDigit)
    }
    if scalar() == "e" || scalar() == "E" {
      let sign = scalar(1) == "-" || scalar(1) == "+" ? 1 : 0
      guard let next = scalar(1 + sign), LeanLetter.isDigit(next) else { return }
      advance(1 + sign)
      advance(while: LeanLetter.isDigit)
    }
  }

  /// Parts with dots between them; a dot belongs to the name when another part follows at once.
  private mutating func readWord() {
    while true {
      if scalar() == "«" {
        let start = here
        advance(while: { $0 != "»" })
        if scalar() == nil {
          return fail(.unterminated, "a quoted name that is not closed", start)
        }
        advance()
      } else {
        advance(while: LeanLetter.continuesName)
      }
      guard scalar() == ".", let next = scalar(1), next == "«" || LeanLetter.startsName(next) else {
        return
      }
      advance()
    }
  }
}
