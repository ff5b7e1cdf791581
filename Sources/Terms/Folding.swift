extension Term {
  private static let truth = Term.apply("True", [])
  private static let falsity = Term.apply("False", [])

  /// The term with its trivial parts folded away, as every simplifier does without being told:
  /// `x = x` and `p → p` are true, `True ∧ p` is `p`, and so on. Sound in intuitionistic logic.
  package var folded: Term {
    switch self {
    case .variable: return self
    case .bind(let binder, let variable, let type, let body):
      let inner = body.folded
      // `∀ x, True` holds for every sort; `∃ x, False` for none.
      if binder == "∀", inner == Self.truth { return inner }
      if binder == "∃", inner == Self.falsity { return inner }
      return .bind(binder, variable: variable, type: type, body: inner)
    case .apply(let symbol, let arguments):
      let parts = arguments.map(\.folded)
      if symbol == "¬", parts.count == 1 { return Self.foldedNot(parts[0]) }
      guard parts.count == 2 else { return .apply(symbol, parts) }
      return Self.folded(symbol, parts[0], parts[1])
    }
  }

  private static func foldedNot(_ part: Term) -> Term {
    if part == truth { return falsity }
    return part == falsity ? truth : .apply("¬", [part])
  }

  private static func folded(_ symbol: String, _ left: Term, _ right: Term) -> Term {
    let whole = Term.apply(symbol, [left, right])
    switch symbol {
    case "=": return left == right ? truth : whole
    case "→":
      if left == right || left == falsity || right == truth { return truth }
      if left == truth { return right }
      return right == falsity ? foldedNot(left) : whole
    case "∧":
      if left == falsity || right == falsity { return falsity }
      return left == truth ? right : (right == truth ? left : whole)
    case "∨":
      if left == truth || right == truth { return truth }
      return left == falsity ? right : (right == falsity ? left : whole)
    case "↔":
      if left == right { return truth }
      if left == truth { return right }
      if right == truth { return left }
      if left == falsity { return foldedNot(right) }
      return right == falsity ? foldedNot(left) : whole
    default: return whole
    }
  }
}
