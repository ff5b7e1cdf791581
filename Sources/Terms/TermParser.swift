/// Why a text is outside a signature's grammar. Callers treat such a text as opaque; it is no error of the user's.
public struct TermParseError: Error, Equatable, CustomStringConvertible {
  public let text: String
  public let reason: String
  public var description: String { "cannot read '\(text)' as a term: \(reason)" }
}

extension Signature {
  /// Reads Lean's printed form of a term (with `pp.fieldNotation` off). Names in `locals` become variables, every
  /// other identifier a constant.
  public func parse(_ text: String, locals: Set<String>) throws(TermParseError) -> Term {
    guard let tokens = TermLexer.tokens(text, operators: operators) else {
      throw TermParseError(text: text, reason: "an unknown character")
    }
    guard tokens.count <= TermParser.tokensMax else {
      throw TermParseError(text: text, reason: "longer than \(TermParser.tokensMax) tokens")
    }
    var parser = TermParser(signature: self, text: text, tokens: tokens, locals: locals)
    let term = try parser.term(at: 0)
    guard parser.position == tokens.count else {
      throw parser.failure("'\(tokens[parser.position].text)' is unexpected")
    }
    return term
  }
}

/// Precedence climbing over Lean's operators.
struct TermParser {
  let signature: Signature
  let text: String
  let tokens: [TermLexer.Token]
  var locals: Set<String>
  var position = 0
  var depth = 0

  /// Nesting at which a text is refused instead of risking the stack.
  static let maximumDepth = 200
  /// Length at which a text is refused: a term is never deeper than its text has tokens, and what walks terms is
  /// recursive.
  static let tokensMax = 2000

  init(signature: Signature, text: String, tokens: [TermLexer.Token], locals: Set<String>) {
    self.signature = signature
    self.text = text
    self.tokens = tokens
    self.locals = locals
  }

  func failure(_ reason: String) -> TermParseError { TermParseError(text: text, reason: reason) }
  var next: String? { position < tokens.count ? tokens[position].text : nil }

  mutating func expect(_ symbol: String) throws(TermParseError) {
    guard next == symbol else {
      throw failure("expected '\(symbol)', found '\(next ?? "the end")'")
    }
    position += 1
  }

  mutating func term(at level: Int) throws(TermParseError) -> Term {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    var left = try prefixTerm()
    // The precedence of what stands to the left: `a = b = c` must not read as `(a = b) = c`.
    var leftResult = Int.max
    while let name = next, let symbol = signature.byName[name],
      case .infix(let result, let leftLevel, let rightLevel) = symbol.notation,
      result >= level, leftLevel <= leftResult
    {
      position += 1
      left = .apply(name, [left, try term(at: rightLevel)])
      leftResult = result
    }
    return left
  }

  private mutating func prefixTerm() throws(TermParseError) -> Term {
    guard position < tokens.count else { throw failure("the text ends too early") }
    let token = tokens[position]
    switch token.text {
    case "∀", "∃", "fun", "λ": return try binder()
    case "if": return try conditional()
    default: break
    }
    if let symbol = signature.byName[token.text],
      case .prefix(_, let argument) = symbol.notation
    {
      position += 1
      return .apply(token.text, [try term(at: argument)])
    }
    return try application()
  }

  private mutating func binder() throws(TermParseError) -> Term {
    let spelled = tokens[position].text
    let kind = spelled == "λ" ? "fun" : spelled
    position += 1
    var names: [(name: String, type: String)] = []
    while let token = next, token != ",", token != "=>", token != "↦" {
      if token == "(" {
        position += 1
        let group = try binderNames()
        try expect(":")
        let type = try rawText(until: [")"])
        try expect(")")
        names += group.map { ($0, type) }
      } else {
        let group = try binderNames()
        var type = ""
        if next == ":" {
          position += 1
          type = try rawText(until: [",", "=>", "↦"])
        }
        names += group.map { ($0, type) }
      }
    }
    guard !names.isEmpty, position < tokens.count else { throw failure("a binder has no names") }
    position += 1
    let outer = locals
    locals.formUnion(names.map(\.name))
    let body = try term(at: 0)
    locals = outer
    return names.reversed().reduce(body) {
      .bind(kind, variable: $1.name, type: typeName($1.type), body: $0)
    }
  }

  /// `if c then a else b` is `ite c a b`.
  private mutating func conditional() throws(TermParseError) -> Term {
    position += 1
    let condition = try term(at: 0)
    try expect("then")
    let yes = try term(at: 0)
    try expect("else")
    return .apply("ite", [condition, yes, try term(at: 0)])
  }

  private mutating func binderNames() throws(TermParseError) -> [String] {
    var names: [String] = []
    while position < tokens.count, tokens[position].kind == .identifier {
      names.append(tokens[position].text)
      position += 1
    }
    if names.isEmpty { throw failure("expected a name, found '\(next ?? "the end")'") }
    return names
  }

  /// Lean text of a type up to one of `ends` outside brackets.
  private mutating func rawText(until ends: Set<String>) throws(TermParseError) -> String {
    var open = 0
    var parts: [String] = []
    while let token = next {
      if open == 0, ends.contains(token) { return parts.joined(separator: " ") }
      if token == "(" || token == "[" { open += 1 }
      if token == ")" || token == "]" { open -= 1 }
      parts.append(token)
      position += 1
    }
    throw failure("the text ends inside a type")
  }

  private mutating func application() throws(TermParseError) -> Term {
    let isLocal =
      tokens[position].kind == .identifier && locals.contains(tokens[position].text)
    let head = tokens[position]
    var function = try atom()
    var arguments: [Term] = []
    while let token = next, startsAtom(token) {
      arguments.append(try atom())
    }
    // `Exists fun x => …`: a trailing function needs no parentheses.
    if let token = next, token == "fun" || token == "λ" { arguments.append(try binder()) }
    if arguments.isEmpty { return function }
    if head.kind == .identifier, !isLocal, case .apply(let symbol, let already) = function {
      if symbol == "Exists", already.isEmpty, arguments.count == 1,
        case .bind("fun", let variable, let type, let body) = arguments[0]
      {
        return .bind("∃", variable: variable, type: type, body: body)
      }
      return .apply(symbol, already + arguments)
    }
    for argument in arguments { function = .apply(Term.application, [function, argument]) }
    return function
  }

  private func startsAtom(_ token: String) -> Bool {
    let kind = tokens[position].kind
    if kind == .numeral { return true }
    if kind == .identifier {
      guard let symbol = signature.byName[token] else { return true }
      return symbol.notation == .application
    }
    return token == "(" || token == "[" || token == "{"
  }

  private mutating func atom() throws(TermParseError) -> Term {
    guard position < tokens.count else { throw failure("the text ends too early") }
    let token = tokens[position]
    position += 1
    switch token.kind {
    case .identifier:
      return locals.contains(token.text)
        ? .variable(token.text) : .apply(signature.resolved(token.text), [])
    case .numeral: return .apply(token.text, [])
    case .symbol: break
    }
    if token.text == "(" {
      let inner = try term(at: 0)
      if next == ":" {
        position += 1
        _ = try rawText(until: [")"])
      }
      if next == "," {
        position += 1
        let second = try pairEnd()
        return .apply("Prod.mk", [inner, second])
      }
      try expect(")")
      return inner
    }
    if token.text == "{" { return try pairFields() }
    if token.text == "[" { return try listLiteral() }
    throw failure("'\(token.text)' is unexpected")
  }

  /// What follows the comma of `(a, b)`; `(a, b, c)` is `(a, (b, c))`.
  private mutating func pairEnd() throws(TermParseError) -> Term {
    let second = try term(at: 0)
    if next == "," {
      position += 1
      return .apply("Prod.mk", [second, try pairEnd()])
    }
    try expect(")")
    return second
  }

  /// `{ fst := a, snd := b }`, as a Lean without the notation for pairs shows them.
  private mutating func pairFields() throws(TermParseError) -> Term {
    try expect("fst")
    try expect(":=")
    let first = try term(at: 0)
    try expect(",")
    try expect("snd")
    try expect(":=")
    let second = try term(at: 0)
    try expect("}")
    return .apply("Prod.mk", [first, second])
  }

  private func typeName(_ text: String) -> String {
    text.isEmpty ? text : signature.typeName(text)
  }

  /// `[a, b]` is `a :: b :: List.nil`, as Lean reads it; `[]` and `List.nil` are the same term.
  private mutating func listLiteral() throws(TermParseError) -> Term {
    var items: [Term] = []
    while next != "]" {
      items.append(try term(at: 0))
      if next == "," { position += 1 } else if next != "]" { break }
    }
    try expect("]")
    return items.reversed().reduce(.apply("List.nil", [])) { .apply("::", [$1, $0]) }
  }
}
