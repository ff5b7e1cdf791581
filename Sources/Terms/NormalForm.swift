extension Term {
  /// Prefix notation with variables numbered by first occurrence, the sorts of free ones in
  /// front and those of bound ones at their binders: equal exactly for
  /// statements that differ in names only.
  package func normalForm(sortOf: [String: String]) -> String {
    let free = freeVariables
    let names = Dictionary(
      free.enumerated().map { ($1, "x\($0)") }, uniquingKeysWith: { first, _ in first })
    let sorts = free.map { sortOf[$0] ?? "_" }.joined(separator: ", ")
    return "[\(sorts)] " + canonicalText(names, depth: 0)
  }

  private func canonicalText(_ names: [String: String], depth: Int) -> String {
    switch self {
    case .variable(let name): return names[name] ?? name
    case .apply(let symbol, let arguments):
      if arguments.isEmpty { return symbol }
      let parts = arguments.map { $0.canonicalText(names, depth: depth) }
      return "(\(symbol) \(parts.joined(separator: " ")))"
    case .bind(let binder, let variable, let type, let body):
      var inner = names
      inner[variable] = "y\(depth)"
      let text = body.canonicalText(inner, depth: depth + 1)
      // `∀ y : Nat` and `∀ y : List Nat` say different things though nothing else may tell them apart.
      return "(\(binder) y\(depth)\(type.isEmpty ? "" : " : \(type),") \(text))"
    }
  }
}
