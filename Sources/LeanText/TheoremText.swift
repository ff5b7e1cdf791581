/// A theorem as it stands in a text, taken apart by its tokens.
public struct TheoremText: Hashable, Sendable {
  /// What stands in one pair of brackets of a signature.
  public struct BinderText: Hashable, Sendable {
    /// `(`, `{`, `[` or `⦃`; empty for a name without brackets.
    public let opening: String
    /// Empty for an instance without a name.
    public let names: [String]
    /// Empty where it is left to Lean. With line breaks it begins on a line of its own, each line at its own column.
    public let type: String
    public let defaultValue: String?
  }

  public enum Body: Hashable, Sendable {
    /// The text ends before `:=`.
    case missing
    /// Behind `:= by`, without the indentation that its lines have in common.
    case tactics(String)
    /// Behind `:=`.
    case term(String)
    /// `| pattern => …`, or `where …`.
    case equations(String)
  }

  /// Empty for an `example`.
  public let name: String
  public let binders: [BinderText]
  /// Text between the colon and the body.
  public let target: String
  public let body: Body
  /// Unicode scalars in front of the body's `:=`, `|` or `where`; nil where it is missing.
  public let bodyStart: Int?
  /// Binders, colon and target. Equal for texts that differ in white space, line breaks and comments alone.
  public let signatureTokens: [String]
  /// `(a b : Nat) : a + b = b + a`, in one line unless a type or the target has line breaks of its own.
  public let signature: String
  /// The same as it stands in the text, with its line breaks and comments.
  public let written: String

  /// - Parameter range: tokens behind the keyword.
  init?(_ source: TokenSource, _ range: Range<Int>, _ keyword: String) {
    var reader = SignatureReader(source: source, range: range)
    guard let name = keyword == "example" ? "" : reader.readName() else { return nil }
    self.name = name
    let start = reader.at
    binders = reader.readBinders()
    guard reader.skip(":") else { return nil }
    let targetStart = reader.at
    let body = reader.bodyStart()
    target = source.laidOut(targetStart..<body.start)
    if target.isEmpty { return nil }
    let texts = binders.flatMap { [$0.type, $0.defaultValue ?? ""] } + [target]
    signature =
      texts.contains { $0.contains("\n") }
      ? source.laidOut(start..<body.start) : source.plain(start..<body.start)
    written = source.text(start..<body.start)
    signatureTokens = (start..<body.start).map { source.tokens[$0].text }
    bodyStart = body.start < range.upperBound ? source.tokens[body.start].offset : nil
    let rest = body.content..<range.upperBound
    switch body.kind {
    case .none: self.body = .missing
    case .equations: self.body = .equations(source.block(rest))
    case .value:
      if let first = rest.first, source.tokens[first].text == "by" {
        self.body = .tactics(source.block(first + 1..<range.upperBound))
      } else {
        self.body = rest.isEmpty ? .missing : .term(source.block(rest))
      }
    }
  }
}

/// Walks along the tokens of a signature.
private struct SignatureReader {
  enum BodyKind { case none, value, equations }

  let source: TokenSource
  let range: Range<Int>
  private(set) var at: Int

  init(source: TokenSource, range: Range<Int>) {
    self.source = source
    self.range = range
    at = range.lowerBound
  }

  private func token(_ index: Int) -> LeanToken? {
    range.contains(index) ? source.tokens[index] : nil
  }

  private func isAssignment(_ index: Int) -> Bool {
    token(index)?.text == ":="
  }

  mutating func readName() -> String? {
    guard let name = token(at), name.kind == .word else { return nil }
    at += 1
    // Universe parameters: `name.{u}`.
    if token(at)?.text == ".", token(at + 1)?.text == "{" { at = past(at + 1) }
    return name.text
  }

  mutating func skip(_ text: String) -> Bool {
    guard token(at)?.text == text else { return false }
    at += 1
    return true
  }

  mutating func readBinders() -> [TheoremText.BinderText] {
    var binders: [TheoremText.BinderText] = []
    while let token = token(at) {
      if token.text == "{", let second = self.token(at + 1), second.text == "{", second.isGlued {
        // `{{a : Nat}}` is `⦃a : Nat⦄` in ASCII.
        let end = past(at)
        binders.append(binder(at + 2..<max(at + 2, end - 2), opening: "⦃"))
        at = end
      } else if ["(", "{", "[", "⦃"].contains(token.text) {
        let end = past(at)
        binders.append(binder(at + 1..<max(at + 1, end - 1), opening: token.text))
        at = end
      } else if token.kind == .word {
        binders.append(
          TheoremText.BinderText(opening: "", names: [token.text], type: "", defaultValue: nil))
        at += 1
      } else {
        break
      }
    }
    return binders
  }

  private func binder(_ inner: Range<Int>, opening: String) -> TheoremText.BinderText {
    var colon: Int?
    var assignment: Int?
    var index = inner.lowerBound
    var pending = 0
    while index < inner.upperBound {
      let text = source.tokens[index].text
      if isOpening(index) {
        index = min(past(index), inner.upperBound)
        continue
      }
      if ["let", "have"].contains(text) { pending += 1 }
      if isAssignment(index) {
        if pending == 0 {
          assignment = index
          break
        }
        pending -= 1
      } else if text == ":", colon == nil {
        colon = index
      }
      index += 1
    }
    let end = assignment ?? inner.upperBound
    guard let colon else {
      // `[Group G]` has a type alone, `(n)` names alone.
      let isInstance = opening == "["
      return TheoremText.BinderText(
        opening: opening,
        names: isInstance ? [] : (inner.lowerBound..<end).map { source.tokens[$0].text },
        type: isInstance ? source.laidOut(inner.lowerBound..<end) : "", defaultValue: nil)
    }
    return TheoremText.BinderText(
      opening: opening, names: (inner.lowerBound..<colon).map { source.tokens[$0].text },
      type: source.laidOut(colon + 1..<end),
      defaultValue: assignment.map {
        source.laidOut($0 + 1..<inner.upperBound)
      })
  }

  /// Where the target ends, what follows, and where that begins.
  func bodyStart() -> (start: Int, kind: BodyKind, content: Int) {
    var equations: Int?
    var hasArrow = false
    var hasMatch = false
    var pending = 0
    var functions = 0
    var index = at
    while index < range.upperBound {
      let token = source.tokens[index]
      if isOpening(index) {
        index = past(index)
        continue
      }
      if ["let", "have", "letI", "haveI"].contains(token.text) { pending += 1 }
      // Behind `| pattern =>` it belongs to a tactic.
      if isAssignment(index), !hasArrow {
        if pending == 0 { return (index, .value, index + 1) }
        pending -= 1
      }
      if ["fun", "λ"].contains(token.text) { functions += 1 }
      if token.text == "match", token.kind == .word, equations == nil { hasMatch = true }
      if token.text == "=>" {
        if functions > 0 { functions -= 1 } else { hasArrow = equations != nil }
      }
      if token.text == "where", token.kind == .word { return (index, .equations, index) }
      // `|x| < 2` has bars too, but `:=` follows it; behind `match` they are its own.
      let startsLine = index > range.lowerBound && source.tokens[index - 1].line < token.line
      if token.text == "|", startsLine, !hasMatch, equations == nil { equations = index }
      index += 1
    }
    if let equations { return (equations, .equations, equations) }
    return (range.upperBound, .none, range.upperBound)
  }

  private func isOpening(_ index: Int) -> Bool {
    source.tokens[index].kind == .opening || source.tokens[index].text == "⦃"
  }

  /// Index behind the bracket that closes the one at `index`; the end where none does.
  private func past(_ index: Int) -> Int {
    var depth = 0
    var at = index
    while at < range.upperBound {
      if isOpening(at) { depth += 1 }
      if source.tokens[at].kind == .closing || source.tokens[at].text == "⦄" {
        depth -= 1
        if depth <= 0 { return at + 1 }
      }
      at += 1
    }
    return range.upperBound
  }
}
