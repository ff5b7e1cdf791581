/// Strings, raw and interpolated ones too, and characters.
extension LeanScanner {
  /// At a `"`, or at the `}` behind which an interpolated string goes on.
  mutating func readString() -> LeanToken.Kind {
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
  var rawStringHashes: Int? {
    var hashes = 0
    while scalar(1 + hashes) == "#" { hashes += 1 }
    return scalar(1 + hashes) == "\"" ? hashes : nil
  }

  mutating func readRawString() {
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
  mutating func readQuote() -> LeanToken.Kind {
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
}
