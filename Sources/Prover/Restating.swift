import Records
import Terms

/// Makes Lean's text of a goal say what Lean left implicit. `List.nil ++ List.nil = List.nil` is a goal about lists of
/// some type that the text does not name; stated as a theorem it would be an error.
struct Restating: Sendable {
  /// Constants whose type mentions a parameter: `List.nil` ↦ `(List.nil : List α)`.
  private let ascriptions: [String: String]
  /// Reads goals of domains in which a constant has several types; what stands around it tells which.
  private let grammar: Domain?
  private let ambiguous: Set<String>

  init(_ domain: Domain) {
    let parameters = Set(domain.parameters.map(\.name))
    let results = Dictionary(
      grouping: domain.signature.symbols.filter { $0.arguments.isEmpty }, by: \.lean)
    ambiguous = Set(results.filter { $0.value.count > 1 }.keys)
    grammar = ambiguous.isEmpty ? nil : domain
    let constants = domain.signature.symbols.filter { [ambiguous] symbol in
      symbol.arguments.isEmpty && !ambiguous.contains(symbol.lean)
        && Identifiers.words(in: symbol.result).contains { parameters.contains(String($0)) }
    }
    ascriptions = Dictionary(
      constants.map { ($0.lean, "(\($0.lean) : \($0.result))") },
      uniquingKeysWith: { first, _ in first })
  }

  func goal(_ goal: Goal) -> Goal {
    var goal = goal
    if let grammar { goal = inferred(goal, grammar) }
    if ascriptions.isEmpty { return goal }
    goal.target = ascribed(goal.target)
    for index in goal.context.indices {
      goal.context[index].type = ascribed(goal.context[index].type)
      goal.context[index].value = goal.context[index].value.map(ascribed)
    }
    return goal
  }

  private func inferred(_ goal: Goal, _ domain: Domain) -> Goal {
    let parsed = domain.parse(goal)
    let sortOf = Dictionary(
      parsed.variables.map { ($0.name, $0.sort) }, uniquingKeysWith: { first, _ in first })
    var goal = goal
    func text(_ term: Term?) -> String? {
      guard let term, term.subterms.contains(where: isAmbiguous) else { return nil }
      let typed = domain.signature.ascribing(ambiguous, in: term, as: "Prop", sortOf: sortOf)
      return domain.signature.print(typed)
    }
    if let target = text(parsed.target) { goal.target = target }
    for hypothesis in parsed.hypotheses {
      guard let text = text(hypothesis.term),
        let index = goal.context.firstIndex(where: { $0.name == hypothesis.name })
      else { continue }
      goal.context[index].type = text
    }
    return goal
  }

  private func isAmbiguous(_ term: Term) -> Bool {
    if case .apply(let name, let arguments) = term {
      arguments.isEmpty && ambiguous.contains(name)
    } else {
      false
    }
  }

  private func ascribed(_ text: String) -> String { Identifiers.replacing(ascriptions, in: text) }
}
