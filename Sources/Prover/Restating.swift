import Records

/// Makes Lean's text of a goal say what Lean left implicit. `List.nil ++ List.nil = List.nil` is a goal about lists of
/// some type that the text does not name; stated as a theorem it would be an error.
struct Restating: Sendable {
  /// Constants whose type mentions a parameter: `List.nil` ↦ `(List.nil : List α)`.
  private let ascriptions: [String: String]

  init(_ domain: Domain) {
    let parameters = Set(domain.parameters.map(\.name))
    let constants = domain.signature.symbols.filter { symbol in
      symbol.arguments.isEmpty
        && Identifiers.words(in: symbol.result).contains { parameters.contains(String($0)) }
    }
    ascriptions = Dictionary(
      constants.map { ($0.lean, "(\($0.lean) : \($0.result))") },
      uniquingKeysWith: { first, _ in first })
  }

  func goal(_ goal: Goal) -> Goal {
    if ascriptions.isEmpty { return goal }
    var goal = goal
    goal.target = ascribed(goal.target)
    for index in goal.context.indices {
      goal.context[index].type = ascribed(goal.context[index].type)
      goal.context[index].value = goal.context[index].value.map(ascribed)
    }
    return goal
  }

  private func ascribed(_ text: String) -> String { Identifiers.replacing(ascriptions, in: text) }
}
