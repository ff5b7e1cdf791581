import Records

/// Makes Lean's text of a goal say what Lean left implicit. `List.nil ++ List.nil = List.nil` is a goal about lists of
/// some type that the text does not name; stated as a theorem it would be an error.
struct Restating: Sendable {
  /// Constants whose type mentions a parameter, with that type.
  private let types: [String: String]

  init(_ domain: Domain) {
    let parameters = Set(domain.parameters.map(\.name))
    let constants = domain.signature.symbols.filter { symbol in
      symbol.arguments.isEmpty && !Self.words(symbol.result).isDisjoint(with: parameters)
    }
    types = Dictionary(
      constants.map { ($0.lean, $0.result) }, uniquingKeysWith: { first, _ in first })
  }

  func goal(_ goal: Goal) -> Goal {
    if types.isEmpty { return goal }
    var goal = goal
    goal.target = ascribed(goal.target)
    for index in goal.context.indices {
      goal.context[index].type = ascribed(goal.context[index].type)
    }
    return goal
  }

  private func ascribed(_ text: String) -> String {
    var result = ""
    var word = ""
    for character in text {
      if Self.isPart(character) {
        word.append(character)
      } else {
        result += replacement(of: word)
        word = ""
        result.append(character)
      }
    }
    return result + replacement(of: word)
  }

  private func replacement(of word: String) -> String {
    types[word].map { "(\(word) : \($0))" } ?? word
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { !isPart($0) }.map(String.init))
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_'.".contains(character)
  }
}
