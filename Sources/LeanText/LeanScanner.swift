/// Cuts a text into tokens, each by what stands in front of it.
struct LeanScanner {
  struct Place {
    let at: Int
    let line: Int
    let column: Int
  }

  let scalars: [Unicode.Scalar]
  var at = 0
  private var line = 1
  private var column = 0
  /// Where the last token ended; -1 before the first.
  var lastEnd = -1
  /// Open braces in each interpolated string that is being read.
  var interpolations: [Int] = []
  /// Whether a string so far has a comment mark in it, and so may have declared an operator with one.
  var declaresMarks = false
  /// Whether the text declares syntax that reads `{` in strings as code.
  var declaresInterpolation = false
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

  var here: Place { Place(at: at, line: line, column: column) }

  func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
    at + offset < scalars.count ? scalars[at + offset] : nil
  }

  mutating func advance(_ count: Int = 1) {
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

  mutating func advance(while condition: (Unicode.Scalar) -> Bool) {
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

  mutating func fail(_ kind: LeanTextProblem.Kind, _ text: String, _ place: Place) {
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
