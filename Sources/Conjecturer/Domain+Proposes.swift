import Records

extension Domain {
  /// Whether conjectures may look like this: inside the grammar, with no symbol that is there for proofs alone, and about
  /// all its variables.
  public func proposes(_ statement: Statement) -> Bool {
    let locals = Set(statement.binders.map(\.name))
    let texts =
      [statement.target]
      + statement.binders.map(\.type)
      .filter { type in sort(type) == nil && type != "Type" }
    let terms = texts.compactMap { try? signature.parse($0, locals: locals) }
    let mentioned = Set(terms.flatMap(\.freeVariables))
    let heads = Set(terms.flatMap(\.subterms).compactMap(\.head))
    return terms.count == texts.count
      && statement.binders.allSatisfy { sort($0.type) == nil || mentioned.contains($0.name) }
      && heads.allSatisfy { head in
        signature.symbols.contains { $0.lean == head && $0.weight > 0 }
      }
  }
}
