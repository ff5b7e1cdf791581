extension Signature {
  /// The term with the types of ambiguous constants written out as its surroundings give them: `(List.nil : List α)`.
  /// - Parameters:
  ///   - constants: symbols without arguments that have several sorts.
  ///   - sort: sort of the whole; nil where nobody knows it. What nothing tells gets the first sort that fits.
  public func ascribing(
    _ constants: Set<String>, in term: Term, as sort: String?, sortOf: [String: String]
  ) -> Term {
    switch term {
    case .variable: return term
    case .bind(let binder, let variable, let type, let body):
      var inner = sortOf
      inner[variable] = type
      let result = binder == "fun" ? sort.flatMap(Self.codomain) : "Prop"
      return .bind(
        binder, variable: variable, type: type,
        body: ascribing(constants, in: body, as: result, sortOf: inner))
    case .apply(let symbol, let arguments):
      let fitting = (overloads[symbol] ?? []).filter { use in
        use.arguments.count == arguments.count && (sort == nil || use.result == sort)
          && zip(arguments, use.arguments).allSatisfy { argument, expected in
            let known = self.sort(of: argument, sortOf: sortOf)
            return known == nil || known == expected
          }
      }
      if arguments.isEmpty {
        guard constants.contains(symbol), let use = fitting.first else { return term }
        return .apply("(\(symbol) : \(use.result))", [])
      }
      let use = fitting.first
      return .apply(
        symbol,
        arguments.enumerated().map { index, argument in
          ascribing(constants, in: argument, as: use?.arguments[index], sortOf: sortOf)
        })
    }
  }
}
