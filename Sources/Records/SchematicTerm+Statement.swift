import Terms

extension SchematicTerm {
  /// What is meant by a statement of a domain: hypotheses as implications, outer `∀` as free
  /// variables. nil when a part of it is outside the domain's grammar.
  public init?(_ statement: Statement, in domain: Domain) {
    let goal = Goal(context: statement.binders, target: statement.target)
    let parsed = domain.parse(goal)
    guard var term = parsed.target else { return nil }
    for hypothesis in parsed.hypotheses.reversed() {
      guard let premise = hypothesis.term else { return nil }
      term = .apply("→", [premise, term])
    }
    var sortOf = Dictionary(
      parsed.variables.map { ($0.name, $0.sort) }, uniquingKeysWith: { first, _ in first })
    while case .bind("∀", let variable, let type, let body) = term {
      let name = freshName(variable, avoiding: Set(term.freeVariables).union(sortOf.keys))
      sortOf[name] = type.isEmpty ? "_" : type
      term = name == variable ? body : body.substituting([variable: .variable(name)])
    }
    self.init(term, sortOf: sortOf)
  }
}
