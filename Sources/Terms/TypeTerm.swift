/// A type as far as domains reach: `Nat`, `List α`, `α × β`, `(α → β) → List α`.
public indirect enum TypeTerm: Hashable, Codable, Sendable {
  /// A type or a type parameter, with its arguments; a pair's type is `Prod` of both.
  case named(String, [TypeTerm])
  case function(TypeTerm, TypeTerm)

  /// Head name; nil for functions.
  public var head: String? {
    if case .named(let name, _) = self { name } else { nil }
  }

  /// Direct parts.
  public var children: [TypeTerm] {
    switch self {
    case .named(_, let arguments): arguments
    case .function(let argument, let result): [argument, result]
    }
  }

  /// This type and all its parts.
  public var parts: [TypeTerm] { [self] + children.flatMap(\.parts) }

  /// Number of nodes.
  public var size: Int { children.reduce(1) { $0 + $1.size } }

  /// `A → B → C` is a function of `[A, B]` to `C`.
  public var curried: (arguments: [TypeTerm], result: TypeTerm) {
    var arguments: [TypeTerm] = []
    var result = self
    while case .function(let argument, let rest) = result {
      arguments.append(argument)
      result = rest
    }
    return (arguments, result)
  }

  public static func function(_ arguments: [TypeTerm], to result: TypeTerm) -> TypeTerm {
    arguments.reversed().reduce(result) { .function($1, $0) }
  }

  /// Parameters replaced by types.
  public func substituting(_ values: [String: TypeTerm]) -> TypeTerm {
    switch self {
    case .named(let name, let arguments):
      if arguments.isEmpty, let value = values[name] { return value }
      return .named(name, arguments.map { $0.substituting(values) })
    case .function(let argument, let result):
      return .function(argument.substituting(values), result.substituting(values))
    }
  }

  /// The names of types replaced.
  public func renamed(_ name: (String) -> String) -> TypeTerm {
    switch self {
    case .named(let head, let arguments):
      .named(name(head), arguments.map { $0.renamed(name) })
    case .function(let argument, let result):
      .function(argument.renamed(name), result.renamed(name))
    }
  }

  /// One-sided matching: values of `parameters` that make this type equal to `other`, or nil. `_` matches every type.
  public func matching(
    _ other: TypeTerm, parameters: Set<String>, from start: [String: TypeTerm] = [:]
  ) -> [String: TypeTerm]? {
    var values = start
    return matches(other, parameters, &values) ? values : nil
  }

  private func matches(
    _ other: TypeTerm, _ parameters: Set<String>, _ values: inout [String: TypeTerm]
  ) -> Bool {
    switch (self, other) {
    case (.named("_", []), _): return true
    case (.named(let name, let own), _) where own.isEmpty && parameters.contains(name):
      if let known = values[name] { return known == other }
      values[name] = other
      return true
    case (.named(let name, let own), .named(let head, let arguments)):
      guard name == head, own.count == arguments.count else { return false }
      for (left, right) in zip(own, arguments) where !left.matches(right, parameters, &values) {
        return false
      }
      return true
    case (.function(let from, let to), .function(let argument, let result)):
      return from.matches(argument, parameters, &values) && to.matches(result, parameters, &values)
    default: return false
    }
  }
}

extension TypeTerm: CustomStringConvertible {
  /// Lean text, as Lean prints the type.
  public var description: String { text(at: 0) }

  private static let (arrow, product, application, atom) = (25, 35, 1024, 1025)

  private func text(at level: Int) -> String {
    let (text, precedence): (String, Int) =
      switch self {
      case .named(let name, let arguments) where arguments.isEmpty: (name, Self.atom)
      case .named("Prod", let sides) where sides.count == 2:
        (
          "\(sides[0].text(at: Self.product + 1)) × \(sides[1].text(at: Self.product))",
          Self.product
        )
      case .named(let name, let arguments):
        (
          ([name] + arguments.map { $0.text(at: Self.atom) }).joined(separator: " "),
          Self.application
        )
      case .function(let argument, let result):
        ("\(argument.text(at: Self.arrow + 1)) → \(result.text(at: Self.arrow))", Self.arrow)
      }
    return precedence >= level ? text : "(\(text))"
  }
}
