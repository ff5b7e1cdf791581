extension Signature {
  /// Lean text of a term, with as few parentheses as the notations' precedences allow.
  public func print(_ term: Term) -> String { text(term, at: 0).text }

  private static let atom = 1026
  private static let argument = 1025
  private static let applicationResult = 1024
  private static let closed = Int.max

  private struct Printed {
    var text: String
    var precedence: Int
    /// An infix operator of this precedence or more, put behind the text, would be read as part of it: a prefix
    /// operator stands open on its right edge.
    var open: Int
  }

  private func text(_ term: Term, at level: Int, before operation: Int = 0) -> Printed {
    let printed = unparenthesised(term)
    if printed.precedence >= level, printed.open > operation { return printed }
    return Printed(text: "(\(printed.text))", precedence: Self.atom, open: Self.closed)
  }

  private func unparenthesised(_ term: Term) -> Printed {
    switch term {
    case .variable(let name):
      return Printed(text: name, precedence: Self.atom, open: Self.closed)
    case .bind(let binder, let variable, let type, let body):
      let inner = text(body, at: 0).text
      let whole =
        binder == "fun"
        ? "fun \(variable) => \(inner)"
        : "\(binder) \(variable)\(type.isEmpty ? "" : " : " + type), \(inner)"
      return Printed(text: whole, precedence: 0, open: 0)
    case .apply(Term.application, let arguments):
      return applied(arguments.map { text($0, at: Self.argument).text })
    case .apply(let symbol, let arguments):
      switch (byName[symbol]?.notation, arguments.count) {
      case (.prefix(let result, let argument), 1):
        let inner = text(arguments[0], at: argument)
        return Printed(
          text: symbol + inner.text, precedence: result, open: min(argument, inner.open))
      case (.infix(let result, let left, let right), 2):
        let first = text(arguments[0], at: left, before: result)
        let second = text(arguments[1], at: right)
        return Printed(
          text: "\(first.text) \(symbol) \(second.text)", precedence: result, open: second.open)
      default:
        return applied([symbol] + arguments.map { text($0, at: Self.argument).text })
      }
    }
  }

  private func applied(_ parts: [String]) -> Printed {
    Printed(
      text: parts.joined(separator: " "),
      precedence: parts.count == 1 ? Self.atom : Self.applicationResult, open: Self.closed)
  }
}

extension Signature {
  /// Lean text of a term as the argument of a function.
  package func printArgument(_ term: Term) -> String {
    switch term {
    case .variable(let name): name
    case .apply(let symbol, let arguments) where arguments.isEmpty: symbol
    default: "(\(print(term)))"
    }
  }
}
