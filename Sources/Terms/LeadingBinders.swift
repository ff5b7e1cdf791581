/// What Lean puts in front of a statement: `∀ {α : Type} (a b : Nat), rest`.
public struct LeadingBinders: Sendable {
  public struct Variable: Hashable, Codable, Sendable {
    public var name: String
    /// Lean text of the type; `_` where none is written.
    public var type: String
    public var isExplicit: Bool

    public init(name: String, type: String, isExplicit: Bool) {
      self.name = name
      self.type = type
      self.isExplicit = isExplicit
    }
  }
  public let variables: [Variable]
  public let rest: String

  /// Splits a text; one without a leading `∀` has no variables.
  public init(_ text: String) {
    guard text.hasPrefix("∀ "), let comma = Self.topLevelComma(in: text) else {
      variables = []
      rest = text
      return
    }
    let binders = text[text.index(text.startIndex, offsetBy: 2)..<comma]
    rest = String(text[text.index(after: comma)...].drop { $0 == " " })
    var variables: [Variable] = []
    var group = ""
    var depth = 0
    for character in binders {
      if "({[".contains(character) { depth += 1 }
      group.append(character)
      if ")}]".contains(character) { depth -= 1 }
      if depth == 0, ")}]".contains(character) || character == " " {
        variables += Self.group(group)
        group = ""
      }
    }
    self.variables = variables + Self.group(group)
  }

  private static func group(_ text: String) -> [Variable] {
    let words = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    guard let first = words.first else { return [] }
    if first != "(" && first != "{" && first != "[" {
      return [Variable(name: words.filter { !"()".contains($0) }, type: "_", isExplicit: true)]
    }
    let inner = words.dropFirst().dropLast()
    guard let colon = inner.firstRange(of: " : ") else { return [] }
    return inner[..<colon.lowerBound].split(separator: " ").map {
      Variable(
        name: String($0), type: String(inner[colon.upperBound...]), isExplicit: first == "(")
    }
  }

  private static func topLevelComma(in text: String) -> String.Index? {
    var depth = 0
    for index in text.indices {
      let character = text[index]
      if "({[".contains(character) { depth += 1 }
      if ")}]".contains(character) { depth -= 1 }
      if character == ",", depth == 0 { return index }
    }
    return nil
  }
}
