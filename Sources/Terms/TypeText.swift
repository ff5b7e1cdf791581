/// Reads Lean's text of types.
public enum TypeText {
  /// The type that a text names; nil where it is none of the kind that `TypeTerm` has: it depends on values, has
  /// universes or binders.
  public static func parse(_ text: String) -> TypeTerm? {
    var reader = TypeReader(text)
    guard let type = reader.type(), reader.isAtEnd else { return nil }
    return type
  }

  /// A type with the spaces and parentheses that Lean gives it; what is no such type stays as it is.
  public static func normalised(_ text: String) -> String { parse(text)?.description ?? text }

  /// The type of a constant as `#check @name` shows it: type parameters, then explicit arguments, then the result.
  public struct Signature: Hashable, Sendable {
    /// Names of the parameters of sort `Type`.
    public var parameters: [String]
    public var arguments: [TypeTerm]
    public var result: TypeTerm
  }

  /// Reads `{α : Type} → (n : Nat) → List α → List α`; nil where a type depends on a value or an instance is asked
  /// for.
  public static func signature(_ text: String) -> Signature? {
    var reader = TypeReader(text)
    guard let signature = reader.signature(), reader.isAtEnd else { return nil }
    return signature
  }
}

/// Recursive descent over the tokens of a type.
private struct TypeReader {
  private let tokens: [String]
  private var position = 0
  private var depth = 0
  private static let depthMax = 100

  init(_ text: String) {
    var tokens: [String] = []
    var word = ""
    func isWord(_ character: Character) -> Bool {
      !character.isWhitespace && !"(){}[]→×:,".contains(character)
    }
    for character in text.replacing("->", with: "→") {
      if isWord(character) {
        word.append(character)
        continue
      }
      if !word.isEmpty { tokens.append(word) }
      word = ""
      if !character.isWhitespace { tokens.append(String(character)) }
    }
    if !word.isEmpty { tokens.append(word) }
    self.tokens = tokens
  }

  var isAtEnd: Bool { position == tokens.count }
  private var next: String? { position < tokens.count ? tokens[position] : nil }

  private mutating func take(_ token: String) -> Bool {
    guard next == token else { return false }
    position += 1
    return true
  }

  mutating func type() -> TypeTerm? {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthMax, let left = product() else { return nil }
    guard take("→") else { return left }
    guard let right = type() else { return nil }
    return .function(left, right)
  }

  private mutating func product() -> TypeTerm? {
    guard let left = application() else { return nil }
    guard take("×") else { return left }
    guard let right = product() else { return nil }
    return .named("Prod", [left, right])
  }

  private mutating func application() -> TypeTerm? {
    guard let head = atom() else { return nil }
    var arguments: [TypeTerm] = []
    while let token = next, token == "(" || Self.isName(token) {
      guard let argument = atom() else { return nil }
      arguments.append(argument)
    }
    if arguments.isEmpty { return head }
    guard case .named(let name, let already) = head else { return nil }
    return .named(name, already + arguments)
  }

  private mutating func atom() -> TypeTerm? {
    if take("(") {
      guard let inner = type(), take(")") else { return nil }
      return inner
    }
    guard let token = next, Self.isName(token) else { return nil }
    position += 1
    return .named(token, [])
  }

  private static func isName(_ token: String) -> Bool {
    guard let first = token.first else { return false }
    return (first.isLetter || first == "_") && !token.contains(".{") && token != "fun"
  }

  mutating func signature() -> TypeText.Signature? {
    var parameters: [String] = []
    var arguments: [TypeTerm] = []
    while true {
      guard let group = binderGroup() else {
        guard let part = product() else { return nil }
        guard take("→") else {
          return TypeText.Signature(parameters: parameters, arguments: arguments, result: part)
        }
        arguments.append(part)
        continue
      }
      guard take("→") else { return nil }
      if group.type.first == "Type" || group.type.first == "Sort" {
        parameters += group.names
      } else {
        guard group.open == "(" else { return nil }
        var inner = TypeReader(group.type.joined(separator: " "))
        guard let type = inner.type(), inner.isAtEnd else { return nil }
        arguments += group.names.map { _ in type }
      }
    }
  }

  /// `{α β : Type}`, where one stands next.
  private mutating func binderGroup() -> (open: String, names: [String], type: [String])? {
    guard let open = next, let close = ["(": ")", "{": "}", "[": "]"][open] else { return nil }
    var end = position + 1
    var names: [String] = []
    while end < tokens.count, Self.isName(tokens[end]) {
      names.append(tokens[end])
      end += 1
    }
    guard end < tokens.count, tokens[end] == ":", !names.isEmpty else { return nil }
    var type: [String] = []
    var level = 0
    end += 1
    while end < tokens.count, level > 0 || tokens[end] != close {
      if ["(", "{", "["].contains(tokens[end]) { level += 1 }
      if [")", "}", "]"].contains(tokens[end]) { level -= 1 }
      type.append(tokens[end])
      end += 1
    }
    guard end < tokens.count else { return nil }
    position = end + 1
    return (open, names, type)
  }
}
