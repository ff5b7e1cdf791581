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
  public let byName: [String: Symbol]
  /// Spellings of infix and prefix operators, longest first.
  let operators: [String]

  public init(_ symbols: [Symbol]) {
    self.symbols = symbols
    byName = Dictionary(symbols.map { ($0.lean, $0) }, uniquingKeysWith: { first, _ in first })
    operators = symbols.filter { $0.notation != .application && !$0.isBinder }.map(\.lean)
      .sorted { ($0.count, $1) > ($1.count, $0) }
  }
}
