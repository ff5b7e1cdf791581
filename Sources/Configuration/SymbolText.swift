import Records
import Terms

/// The type of a symbol as text: `Nat → Nat → Nat`, `(α → Prop) → α → Prop`.
enum SymbolType {
  /// Argument sorts and result: the text split at its outermost arrows. `->` is read as `→`.
  /// Parentheses around a whole argument go, so that `(α → Prop)` names the sort `α → Prop`.
  /// - Returns: nil when parentheses do not match or a part is empty.
  static func split(_ text: String) -> (arguments: [String], result: String)? {
    let characters = Array(text.replacing("->", with: "→"))
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in characters {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      guard depth >= 0 else { return nil }
      if character == "→", depth == 0 {
        parts.append(part)
        part = ""
      } else {
        part.append(character)
      }
    }
    guard depth == 0 else { return nil }
    parts.append(part)
    let sorts = parts.map(normalised)
    guard let result = sorts.last, !sorts.contains("") else { return nil }
    return (Array(sorts.dropLast()), result)
  }

  /// The text that `split` takes apart into these.
  static func join(_ arguments: [String], _ result: String) -> String {
    (arguments.map { hasOuterArrow($0) ? "(\($0))" : $0 } + [result]).joined(separator: " → ")
  }

  /// A sort with single spaces, `→` for `->`, and no parentheses around the whole.
  static func normalised(_ sort: String) -> String {
    var text = sort.replacing("->", with: " → ").replacing("→", with: " → ")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while text.first == "(", closesAtEnd(text) {
      text = text.dropFirst().dropLast().trimmingWhitespace()
    }
    return text
  }

  private static func closesAtEnd(_ text: String) -> Bool {
    var depth = 0
    for (index, character) in text.enumerated() {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0 { return index == text.count - 1 }
    }
    return false
  }

  private static func hasOuterArrow(_ text: String) -> Bool {
    (split(text)?.arguments.isEmpty ?? true) == false
  }
}

extension Substring {
  fileprivate func trimmingWhitespace() -> String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// Notation as text: `application`, `prefix 1024 40`, `infixl 65`, `infixr 30`, `infix 50`, or
/// `infix 35 36 35` with the precedences of result, left and right argument. Precedences are
/// Lean's, 0 to 1024.
enum NotationText {
  static let expected =
    "application, 'prefix RESULT ARGUMENT', 'infixl N', 'infixr N', 'infix N' or "
    + "'infix RESULT LEFT RIGHT' with precedences from 0 to 1024"

  static func parse(_ text: String) -> Notation? {
    let words = text.split(separator: " ")
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard let head = words.first, numbers.count == words.count - 1,
      numbers.allSatisfy((0...1024).contains)
    else { return nil }
    switch (head, numbers.count) {
    case ("application", 0): return .application
    case ("prefix", 2): return .prefix(result: numbers[0], argument: numbers[1])
    case ("infixl", 1): return .infixl(numbers[0])
    case ("infixr", 1): return .infixr(numbers[0])
    case ("infix", 1): return .infix(numbers[0])
    case ("infix", 3): return .infix(result: numbers[0], left: numbers[1], right: numbers[2])
    default: return nil
    }
  }

  static func print(_ notation: Notation) -> String {
    switch notation {
    case .application: return "application"
    case .prefix(let result, let argument): return "prefix \(result) \(argument)"
    case .infix(let result, let left, let right):
      if notation == .infixl(result) { return "infixl \(result)" }
      if notation == .infixr(result) { return "infixr \(result)" }
      if notation == .infix(result) { return "infix \(result)" }
      return "infix \(result) \(left) \(right)"
    }
  }
}
