extension Signature {
  /// Lean text of a term, with as few parentheses as the notations' precedences allow.
  public func print(_ term: Term) -> String { text(term, at: 0) }

  private static let atom = 1026
  private static let argument = 1025
  private static let applicationResult = 1024

  private func text(_ term: Term, at level: Int) -> String {
    let (body, precedence) = unparenthesised(term)
    return precedence < level ? "(\(body))" : body
  }

  private func unparenthesised(_ term: Term) -> (text: String, precedence: Int) {
    switch term {
    case .variable(let name): return (name, Self.atom)
    case .bind(let binder, let variable, let type, let body):
      let inner = text(body, at: 0)
      if binder == "fun" { return ("fun \(variable) => \(inner)", 0) }
      return ("\(binder) \(variable)\(type.isEmpty ? "" : " : " + type), \(inner)", 0)
    case .apply(Term.application, let arguments):
      let parts = arguments.map { text($0, at: Self.argument) }
      return (parts.joined(separator: " "), Self.applicationResult)
    case .apply(let symbol, let arguments):
      switch (byName[symbol]?.notation, arguments.count) {
      case (.prefix(let result, let argument), 1):
        return (symbol + text(arguments[0], at: argument), result)
      case (.infix(let result, let left, let right), 2):
        return (
          text(arguments[0], at: left) + " \(symbol) " + text(arguments[1], at: right), result
        )
      default:
        if arguments.isEmpty { return (symbol, Self.atom) }
        let parts = arguments.map { text($0, at: Self.argument) }
        return ("\(symbol) \(parts.joined(separator: " "))", Self.applicationResult)
      }
    }
  }
}
