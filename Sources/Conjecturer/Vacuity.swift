import Records

/// Which parts of a statement must not be true, or false, by themselves.
enum Vacuity {
  struct Part: Sendable {
    enum Role: Sendable {
      /// A conclusion, disjunct or conjunct: always true, it makes the rest superfluous or is
      /// itself.
      case conclusion
      /// Always false, it makes the statement hold for no good reason; always true, it is
      /// superfluous.
      case hypothesis
    }
    let role: Role
    let term: Term
  }

  /// Proper parts in the statement's order. Nothing below a negation, an equivalence or a
  /// quantifier.
  static func parts(of term: Term) -> [Part] {
    guard case .apply(let symbol, let arguments) = term, arguments.count == 2 else { return [] }
    switch symbol {
    case "→":
      let below = parts(of: arguments[1])
      return [
        Part(role: .hypothesis, term: arguments[0]), Part(role: .conclusion, term: arguments[1]),
      ]
        + below
    case "∨", "∧":
      return arguments.flatMap { [Part(role: .conclusion, term: $0)] + parts(of: $0) }
    default: return []
    }
  }

  /// `values`: a row an assignment, a column a part. Hypotheses also count together: `p → ¬p → q`.
  static func isVacuous(_ parts: [Part], values: [[Bool]]) -> Bool {
    guard !values.isEmpty else { return false }
    for (column, part) in parts.enumerated() {
      let own = values.map { $0[column] }
      if own.allSatisfy({ $0 }) { return true }
      if part.role == .hypothesis, own.allSatisfy({ !$0 }) { return true }
    }
    let hypotheses = parts.indices.filter { parts[$0].role == .hypothesis }
    guard hypotheses.count > 1 else { return false }
    return values.allSatisfy { row in hypotheses.contains { !row[$0] } }
  }

  /// Whether some quantifier's variable does not occur in its body.
  static func hasUnusedBinder(_ term: Term) -> Bool {
    if case .bind(_, let variable, _, let body) = term, body.occurrences(of: variable) == 0 {
      return true
    }
    return term.children.contains(where: hasUnusedBinder)
  }
}
