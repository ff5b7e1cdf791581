extension SchematicTerm {
  /// Whether this statement follows from `general` by putting terms for its variables, the sides of
  /// an equation or equivalence exchanged if need be. A renaming is an instance.
  /// - Parameter signature: gives the sorts of terms; a term of unknown sort fits everywhere.
  public func isInstance(of general: SchematicTerm, in signature: Signature) -> Bool {
    guard general.term.symbolCount <= term.symbolCount, general.term.size <= term.size else {
      return false
    }
    // Without binders there are no bound names to agree on.
    let pattern = general.term.hasBinder ? general.canonical : general
    let target = term.hasBinder ? canonical : self
    let forms = [pattern.term] + (pattern.term.mirrored.map { [$0] } ?? [])
    return forms.contains { form in
      guard let values = form.matching(target.term, variables: pattern.variableNames) else {
        return false
      }
      return pattern.variables.allSatisfy { variable in
        guard let value = values[variable.name] else { return true }
        let sort = signature.sort(of: value, sortOf: target.sortOf)
        return sort == nil || sort == "_" || variable.type == "_" || sort == variable.type
      }
    }
  }
}

extension Term {
  package var hasBinder: Bool {
    if case .bind = self { return true }
    return children.contains(where: \.hasBinder)
  }
}

extension Signature {
  /// Sort of a term as far as its head symbol and its arguments tell: nil for bound variables, symbols outside the
  /// signature, and constants such as `List.nil` that are of several sorts.
  public func sort(of term: Term, sortOf: [String: String]) -> String? {
    switch term {
    case .variable(let name): return sortOf[name]
    case .bind("∀", _, _, _), .bind("∃", _, _, _): return "Prop"
    case .bind: return nil
    case .apply(Term.application, let arguments):
      // `α → β → Prop` applied once is of sort `β → Prop`.
      guard let function = arguments.first, let type = sort(of: function, sortOf: sortOf) else {
        return nil
      }
      return Self.codomain(type)
    case .apply("ite", let arguments) where arguments.count == 3 && byName["ite"] == nil:
      return sort(of: arguments[1], sortOf: sortOf) ?? sort(of: arguments[2], sortOf: sortOf)
    case .apply(let symbol, let arguments):
      guard var fitting = overloads[symbol], let first = fitting.first else { return nil }
      if fitting.allSatisfy({ $0.result == first.result }) { return first.result }
      for (index, argument) in arguments.enumerated() where fitting.count > 1 {
        guard let sort = sort(of: argument, sortOf: sortOf) else { continue }
        fitting = fitting.filter { index < $0.arguments.count && $0.arguments[index] == sort }
      }
      let results = Set(fitting.map(\.result))
      return results.count == 1 ? results.first : nil
    }
  }

  /// What stands behind the first arrow outside brackets.
  package static func codomain(_ type: String) -> String? {
    var open = 0
    for index in type.indices {
      switch type[index] {
      case "(", "[": open += 1
      case ")", "]": open -= 1
      case "→" where open == 0:
        let rest = type[type.index(after: index)...]
        return String(rest.drop { $0 == " " })
      default: break
      }
    }
    return nil
  }
}
