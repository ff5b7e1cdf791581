/// How Lean writes a symbol, with Lean's own precedences.
public enum Notation: Hashable, Codable, Sendable {
  /// The identifier followed by its arguments: `Nat.succ a`, `List.map f l`; without arguments a constant.
  case application
  /// `¬ a`: precedence of the result and of the argument.
  case prefix(result: Int, argument: Int)
  /// `a + b`: precedences of result, left and right argument.
  case infix(result: Int, left: Int, right: Int)

  public static func infixl(_ level: Int) -> Notation {
    .infix(result: level, left: level, right: level + 1)
  }
  public static func infixr(_ level: Int) -> Notation {
    .infix(result: level, left: level + 1, right: level)
  }
  public static func infix(_ level: Int) -> Notation {
    .infix(result: level, left: level + 1, right: level + 1)
  }
}

/// A symbol of a domain's typed grammar.
public struct Symbol: Hashable, Codable, Sendable {
  /// Lean text: an identifier (`Nat.succ`), an operator (`+`), a literal (`0`), or `@` for the application of a local function.
  public var lean: String
  /// Sorts of the explicit arguments, then of the result; for a binder the sort of its variable, then of its body.
  public var arguments: [String]
  public var result: String
  public var notation: Notation
  /// `∀` and `∃`: the first entry of `arguments` is the sort of the bound variable.
  public var isBinder: Bool
  /// Relative frequency when statements are sampled without a model. 0: proofs may use it, conjectures don't.
  public var weight: Double

  public init(
    lean: String, arguments: [String], result: String, notation: Notation = .application,
    isBinder: Bool = false, weight: Double = 1
  ) {
    self.lean = lean
    self.arguments = arguments
    self.result = result
    self.notation = notation
    self.isBinder = isBinder
    self.weight = weight
  }
}

/// A sort of a domain's grammar: a Lean type with names for its variables.
public struct Sort: Hashable, Codable, Sendable {
  /// Lean text of the type: `Nat`, `Prop`, `List α`, `α → Prop`.
  public var type: String
  /// Names that variables of this sort get, in order.
  public var variables: [String]
  /// Lean text of the small values at which conjectures are tried for counterexamples; bounds the search.
  public var values: [String]
  /// Whether conjectures may quantify over variables of this sort.
  public var isQuantifiable: Bool

  public init(type: String, variables: [String], values: [String] = [], isQuantifiable: Bool = true)
  {
    self.type = type
    self.variables = variables
    self.values = values
    self.isQuantifiable = isQuantifiable
  }
}

/// The symbols of a domain by identifier; what printing and parsing need.
public struct Signature: Hashable, Codable, Sendable {
  public let symbols: [Symbol]
  /// The first symbol of each spelling.
  public let byName: [String: Symbol]
  /// All symbols of each spelling: `=` between numbers and between lists.
  let overloads: [String: [Symbol]]
  /// Open namespaces: Lean prints `Tip.add` as `add` where `Tip` is open.
  public let opens: [String]
  /// Types of the domain that an open namespace shortens, by their full name.
  private let types: Set<String>
  /// Spellings of infix and prefix operators, longest first.
  let operators: [String]

  public init(_ symbols: [Symbol], opens: [String] = []) {
    self.symbols = symbols
    self.opens = opens
    byName = Dictionary(symbols.map { ($0.lean, $0) }, uniquingKeysWith: { first, _ in first })
    overloads = Dictionary(grouping: symbols, by: \.lean)
    operators = symbols.filter { $0.notation != .application && !$0.isBinder }.map(\.lean)
      .sorted { ($0.count, $1) > ($1.count, $0) }
    types =
      opens.isEmpty
      ? []
      : Set(
        symbols.flatMap { $0.arguments + [$0.result] }.compactMap(TypeText.parse)
          .flatMap(\.parts).compactMap(\.head))
  }

  private enum CodingKeys: CodingKey { case symbols, opens }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode([Symbol].self, forKey: .symbols),
      opens: try values.decodeIfPresent([String].self, forKey: .opens) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(symbols, forKey: .symbols)
    try values.encode(opens, forKey: .opens)
  }

  public static func == (left: Signature, right: Signature) -> Bool {
    left.symbols == right.symbols && left.opens == right.opens
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(symbols)
    hasher.combine(opens)
  }

  /// The symbol that a name stands for: itself, or one in an open namespace. `Nat.zero` is `0` where the domain writes
  /// it so.
  public func resolved(_ name: String) -> String {
    if byName[name] != nil { return name }
    for namespace in opens where byName["\(namespace).\(name)"] != nil {
      return "\(namespace).\(name)"
    }
    return name == "Nat.zero" && byName["0"] != nil ? "0" : name
  }

  /// A type as the domain writes it: with Lean's spaces and parentheses, names of open namespaces in full.
  public func typeName(_ text: String) -> String {
    guard let type = TypeText.parse(text) else { return text }
    if opens.isEmpty { return type.description }
    return type.renamed { name in
      if types.contains(name) { return name }
      return opens.map { "\($0).\(name)" }.first(where: types.contains) ?? name
    }.description
  }
}
