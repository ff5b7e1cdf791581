extension Signature {
  /// The term with the sorts of bound variables written where Lean leaves them out, as far as the places where they stand
  /// tell: `∃ b, a = b` with `a : Nat` is `∃ b : Nat, a = b`.
  public func sortingBinders(_ term: Term, sortOf: [String: String]) -> Term {
    switch term {
    case .variable: return term
    case .apply(let symbol, let arguments):
      return .apply(symbol, arguments.map { sortingBinders($0, sortOf: sortOf) })
    case .bind(let binder, let variable, let type, let body):
      var inner = sortOf
      inner[variable] = type.isEmpty ? nil : type
      if type.isEmpty { inner[variable] = binderSort(of: variable, in: body, sortOf: inner) }
      return .bind(
        binder, variable: variable, type: inner[variable] ?? "",
        body: sortingBinders(body, sortOf: inner))
    }
  }

  /// The sort that the first place tells at which only one will do.
  private func binderSort(of name: String, in term: Term, sortOf: [String: String]) -> String? {
    switch term {
    case .variable: return nil
    case .bind(_, let variable, let type, let body):
      if variable == name { return nil }
      var inner = sortOf
      inner[variable] = type.isEmpty ? nil : type
      return binderSort(of: name, in: body, sortOf: inner)
    case .apply(let symbol, let arguments):
      if let index = arguments.firstIndex(of: .variable(name)) {
        let fitting = (overloads[symbol] ?? []).filter { use in
          use.arguments.count == arguments.count
            && zip(arguments, use.arguments).allSatisfy { argument, expected in
              let known = sort(of: argument, sortOf: sortOf)
              return known == nil || known == expected
            }
        }
        let sorts = Set(fitting.map { $0.arguments[index] })
        if sorts.count == 1 { return sorts.first }
      }
      for argument in arguments {
        if let sort = binderSort(of: name, in: argument, sortOf: sortOf) { return sort }
      }
      return nil
    }
  }
}
