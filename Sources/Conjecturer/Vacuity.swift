import Records
import Terms

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

  /// A group for each atom: the statement with `False` for the atom where it stands positively, with `True` where it
  /// stands negatively, with either where an equivalence makes it both. When all of a group hold, whatever stands
  /// there does no work, and the statement is an instance of one that says more. Atoms about a variable or predicate
  /// that occurs nowhere else are left out: they are as general as they can be.
  static func idleAtoms(of statement: Term) -> [[Term]] {
    switch statement {
    case .bind: break
    case .apply(let symbol, _) where connectives.contains(symbol): break
    default: return []
    }
    return withoutAtoms(statement, isPositive: true) { atom in
      let subject = atom.head == Term.application ? atom.children.first ?? atom : atom
      guard case .variable(let name) = subject else { return false }
      return statement.occurrences(of: name) == 1
    }
  }

  private static let connectives: Set<String> = ["→", "∧", "∨", "↔", "¬"]

  /// - Parameter isPositive: nil where both signs occur.
  private static func withoutAtoms(
    _ term: Term, isPositive: Bool?, except isLone: (Term) -> Bool
  ) -> [[Term]] {
    switch term {
    case .bind(let binder, let variable, let type, let body):
      return withoutAtoms(body, isPositive: isPositive, except: isLone).map { group in
        group.map { .bind(binder, variable: variable, type: type, body: $0) }
      }
    case .apply(let symbol, let arguments) where connectives.contains(symbol):
      return arguments.indices.flatMap { index -> [[Term]] in
        let turns = symbol == "¬" || (symbol == "→" && index == 0)
        let sign = symbol == "↔" ? nil : isPositive.map { turns ? !$0 : $0 }
        return withoutAtoms(arguments[index], isPositive: sign, except: isLone).map { group in
          group.map { changed in
            var others = arguments
            others[index] = changed
            return .apply(symbol, others)
          }
        }
      }
    default:
      if isLone(term) { return [] }
      let signs = isPositive.map { [$0] } ?? [true, false]
      return [signs.map { .apply($0 ? "False" : "True", []) }]
    }
  }

  /// Whether some quantifier's variable does not occur in its body.
  static func hasUnusedBinder(_ term: Term) -> Bool {
    if case .bind(_, let variable, _, let body) = term, body.occurrences(of: variable) == 0 {
      return true
    }
    return term.children.contains(where: hasUnusedBinder)
  }
}
