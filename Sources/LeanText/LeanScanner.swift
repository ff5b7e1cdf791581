/// Cuts a text into tokens, each by what stands in front of it.
struct LeanScanner {
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
  /// Open braces in each interpolated string that is being read.
  private var interpolations: [Int] = []
  /// Whether a string so far has a comment mark in it, and so may have declared an operator with one.
  private var declaresMarks = false
  /// Whether the text declares syntax that reads `{` in strings as code.
  private var declaresInterpolation = false
  private(set) var tokens: [LeanToken] = []
  private(set) var problem: LeanTextProblem?

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func scan() {
    if scalar() == "\u{feff}" { at = 1 }
    while problem == nil, let first = scalar() {
      if first == " " || first == "\n" || first == "\t" || first == "\r" {
        advance()
      } else if first == "-" && scalar(1) == "-" {
        if isDoubtful { return fail(.ambiguous, Self.doubtfulComment, here) }
        advance(while: { $0 != "\n" })
      } else if first == "/" && scalar(1) == "-" {
        scanBlockComment()
      } else {
        scanToken(first)
      }
    }
    if problem == nil, !interpolations.isEmpty {
      fail(.unterminated, "an interpolated string that is not closed", here)
    }
  }

  private mutating func scanToken(_ first: Unicode.Scalar) {
    let start = here
    let kind: LeanToken.Kind
    switch first {
    case "\"": kind = readString()
    case "}" where interpolations.last == 0:
      interpolations.removeLast()
      kind = readString()
    case "'": kind = readQuote()
    case "`":
      kind = .backquote
      advance(while: { $0 == "`" })
    case "(", "[", "{", "⟨", "⟦":
      kind = .opening
      if first == "{", let last = interpolations.indices.last { interpolations[last] += 1 }
      advance()
    case ")", "]", "}", "⟩", "⟧":
      kind = .closing
      if first == "}", let last = interpolations.indices.last { interpolations[last] -= 1 }
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
      advance(operatorLength)
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
        offset: start.at, isGlued: start.at == lastEnd, isBareName: isBareName(kind, start)))
    if kind == .word, tokens.last?.text == "interpolatedStr" { declaresInterpolation = true }
    lastEnd = at
  }

  private func isBareName(_ kind: LeanToken.Kind, _ start: Place) -> Bool {
    guard kind == .word, start.at == lastEnd, let last = tokens.last else { return false }
    return last.text == "." || last.text == "|>." || last.kind == .backquote
  }

  private mutating func fail(_ kind: LeanTextProblem.Kind, _ text: String, _ place: Place) {
    problem = LeanTextProblem(kind: kind, text: text, line: place.line, column: place.column)
  }

  /// Scalars of the operator that starts here: the longest that Lean has.
  private var operatorLength: Int {
    var text = ""
    var length = 1
    for offset in 0..<LeanOperators.lengthMax {
      guard let next = scalar(offset) else { break }
      text.unicodeScalars.append(next)
      if LeanOperators.contains(text) { length = offset + 1 }
    }
    return length
  }

  /// Whether something ends here that may go on: an operator that Lean itself has not, or any operator where the text
  /// has shown a string that could declare one.
  private var isDoubtful: Bool {
    guard lastEnd == at, let last = tokens.last, last.kind == .symbol else { return false }
    return declaresMarks && last.text != "," && last.text != ";"
      || !LeanOperators.contains(last.text)
  }

  private static let doubtfulComment = "a comment right behind an operator that may go on"

  // MARK: Comments

  /// At `/-`. Comments nest; `/--` and `/-!` are tokens.
  private mutating func scanBlockComment() {
    let start = here
    if isDoubtful { return fail(.ambiguous, Self.doubtfulComment, start) }
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

  /// At a `"`, or at the `}` behind which an interpolated string goes on.
  private mutating func readString() -> LeanToken.Kind {
    let start = here
    let isPiece = scalar() == "}"
    let reader = isPiece ? .interpolating : stringReader
    advance()
    while let next = scalar() {
      switch next {
      case "\"":
        advance()
        noteMarks(from: start.at)
        return isPiece ? .interpolated : .string
      case "\\": advance(2)
      case "{" where reader == .interpolating:
        advance()
        interpolations.append(0)
        return .interpolated
      case "{" where reader == .unknown:
        fail(.ambiguous, "a string with '{' behind a word that may read it as code", start)
        return .string
      default: advance()
      }
    }
    fail(.unterminated, "a string that is not closed", start)
    return .string
  }

  private enum StringReader { case plain, interpolating, unknown }

  /// Who reads the string that starts here.
  private var stringReader: StringReader {
    guard let last = tokens.last else { return .plain }
    if last.kind == .word {
      if Self.interpolating.contains(last.text) { return .interpolating }
      if Self.plain.contains(last.text) { return .plain }
      if last.text.hasSuffix("!") || declaresInterpolation { return .unknown }
    }
    // `throwErrorAt place "…"`, `trace[class] "…"`
    let before = tokens.dropLast().last
    if before?.text == "throwErrorAt" || before?.text == "throwNamedError" { return .interpolating }
    if last.text == "]", tokens.count > 3, tokens[tokens.count - 4].text == "trace" {
      return .interpolating
    }
    return .plain
  }

  /// Words of Lean's behind which `{` in a string begins code.
  private static let interpolating: Set<String> = [
    "s!", "f!", "m!", "println!", "throwError", "dbg_trace", "error!",
  ]
  private static let plain: Set<String> = ["panic!", "include_str", "unreachable!", "assert!"]

  private mutating func noteMarks(from start: Int) {
    let text = scalars[start..<at]
    declaresMarks =
      declaresMarks
      || zip(text, text.dropFirst()).contains { $0 == "-" && $1 == "-" || $0 == "/" && $1 == "-" }
  }

  /// Number of `#` when a raw string starts here.
  private var rawStringHashes: Int? {
    var hashes = 0
    while scalar(1 + hashes) == "#" { hashes += 1 }
    return scalar(1 + hashes) == "\"" ? hashes : nil
  }

  private mutating func readRawString() {
    let start = here
    if lastEnd == at, let last = tokens.last,
      last.kind != .opening && last.text != "," && last.text != ":="
    {
      return fail(.ambiguous, "a raw string right behind something that may go on", start)
    }
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
    let last = lastEnd == at ? tokens.last : nil
    // `a[i]'h`
    let length = last?.text == "]" ? nil : characterLength
    if length != nil, let last, last.kind == .symbol, !last.text.utf8.allSatisfy({ $0 < 128 }) {
      fail(.ambiguous, "a quote right behind an operator that may go on", here)
    }
    advance(length ?? (last?.text != "]" && scalar(1) == "'" ? 2 : 1))
    return length == nil ? .symbol : .character
  }

  /// Scalars of the character literal that starts here.
  private var characterLength: Int? {
    guard let inside = scalar(1), inside != "'" else { return nil }
    guard inside == "\\" else { return scalar(2) == "'" ? 3 : nil }
    let end = scalar(2) == "x" ? 5 : scalar(2) == "u" ? 7 : 3
    return scalar(end) == "'" ? end + 1 : nil
  }

  // MARK: Numbers and names

  private mutating func readNumber() {
    // `x.1.2` has two fields.
    if lastEnd == at, tokens.last?.text == "." {
      return advance(while: LeanLetter.isDigit)
    }
    if scalar() == "0", let base = scalar(1), let digit = scalar(2),
      let isDigit = LeanLetter.digits(ofBase: base), isDigit(digit)
    {
      advance(2)
      return advance(while: { isDigit($0) || $0 == "_" })
    }
    advance(while: { LeanLetter.isDigit($0) || $0 == "_" })
    // The dot of `1.` belongs to the number, but not those of `1..`.
    if scalar() == ".", scalar(1) != "." {
      advance()
      advance(while: { LeanLetter.isDigit($0) || $0 == "_" })
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
