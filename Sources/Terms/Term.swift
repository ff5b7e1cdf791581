/// A Lean expression as far as a domain's typed grammar reaches: what the conjecturer samples and what the
/// prover matches rules against. Lean alone says whether a term is well-typed or a statement true; this is only
/// its shape.
public indirect enum Term: Hashable, Codable, Sendable {
  /// A local name: a binder of the statement, an entry of the context, or a bound variable.
  case variable(String)
  /// A symbol of the signature (by its identifier) or any other constant, with its explicit arguments.
  case apply(String, [Term])
  /// A binder such as `∀ x : α, body`, `∃ x : α, body` or `fun x => body`. `type` is Lean text, empty when Lean infers it.
  case bind(String, variable: String, type: String, body: Term)

  /// The identifier under which the application of a local function or predicate is kept: `f x` is `apply("@", [f, x])`.
  public static let application = "@"

  /// Head symbol: the symbol's identifier, the binder's, or nil for a variable.
  public var head: String? {
    switch self {
    case .variable: nil
    case .apply(let symbol, _): symbol
    case .bind(let binder, _, _, _): binder
    }
  }

  /// Direct subterms, left to right.
  public var children: [Term] {
    switch self {
    case .variable: []
    case .apply(_, let arguments): arguments
    case .bind(_, _, _, let body): [body]
    }
  }

  /// Number of nodes.
  public var size: Int { children.reduce(1) { $0 + $1.size } }

  /// Longest path from the root, a leaf counting 1.
  public var depth: Int { 1 + (children.map(\.depth).max() ?? 0) }

  /// Free variables in order of first occurrence, each once.
  public var freeVariables: [String] {
    var found: [String] = []
    var seen: Set<String> = []
    collectFree(bound: [], into: &found, seen: &seen)
    return found
  }

  private func collectFree(bound: Set<String>, into found: inout [String], seen: inout Set<String>)
  {
    switch self {
    case .variable(let name):
      if !bound.contains(name), seen.insert(name).inserted { found.append(name) }
    case .apply(_, let arguments):
      for argument in arguments { argument.collectFree(bound: bound, into: &found, seen: &seen) }
    case .bind(_, let variable, _, let body):
      body.collectFree(bound: bound.union([variable]), into: &found, seen: &seen)
    }
  }

  /// All subterms, this one first, in prefix order. Subterms under a binder are included as they stand.
  public var subterms: [Term] { [self] + children.flatMap(\.subterms) }

  /// The equation or equivalence read from right to left; nil for other terms.
  public var turned: Term? {
    guard case .apply(let symbol, let sides) = self, symbol == "=" || symbol == "↔",
      sides.count == 2
    else { return nil }
    return .apply(symbol, [sides[1], sides[0]])
  }

  /// How often `name` occurs free.
  public func occurrences(of name: String) -> Int {
    switch self {
    case .variable(let other): other == name ? 1 : 0
    case .apply(_, let arguments): arguments.reduce(0) { $0 + $1.occurrences(of: name) }
    case .bind(_, let variable, _, let body): variable == name ? 0 : body.occurrences(of: name)
    }
  }

  /// Whether `part` occurs in this term.
  public func contains(_ part: Term) -> Bool {
    self == part || children.contains { $0.contains(part) }
  }

  /// Capture-avoiding as long as the values' free variables differ from the binders passed, which holds for the
  /// fresh names used here.
  public func substituting(_ values: [String: Term]) -> Term {
    if values.isEmpty { return self }
    switch self {
    case .variable(let name): return values[name] ?? self
    case .apply(let symbol, let arguments):
      return .apply(symbol, arguments.map { $0.substituting(values) })
    case .bind(let binder, let variable, let type, let body):
      var inner = values
      inner[variable] = nil
      return .bind(binder, variable: variable, type: type, body: body.substituting(inner))
    }
  }

  /// Every occurrence of `old` replaced by `new`.
  public func replacing(_ old: Term, with new: Term) -> Term {
    if self == old { return new }
    switch self {
    case .variable: return self
    case .apply(let symbol, let arguments):
      return .apply(symbol, arguments.map { $0.replacing(old, with: new) })
    case .bind(let binder, let variable, let type, let body):
      return .bind(
        binder, variable: variable, type: type, body: body.replacing(old, with: new))
    }
  }

  /// One-sided matching: the values of `variables` that make this pattern equal to `term`, or nil.
  /// Bound variables match by position; a value never mentions a variable bound inside `term`.
  public func matching(
    _ term: Term, variables: Set<String>, from start: [String: Term] = [:]
  ) -> [String: Term]? {
    var values = start
    return matches(term, variables, &values, []) ? values : nil
  }

  /// Equal but for the names of bound variables.
  public func isSame(as other: Term) -> Bool { matching(other, variables: []) != nil }

  private func matches(
    _ term: Term, _ variables: Set<String>, _ values: inout [String: Term],
    _ bound: [(pattern: String, term: String)]
  ) -> Bool {
    switch (self, term) {
    case (.variable(let name), _)
    where variables.contains(name) && !bound.contains { $0.pattern == name }:
      if !bound.isEmpty {
        let free = Set(term.freeVariables)
        if bound.contains(where: { free.contains($0.term) }) { return false }
      }
      if let known = values[name] { return known == term }
      values[name] = term
      return true
    case (.variable(let name), .variable(let other)):
      for pair in bound.reversed() where pair.pattern == name || pair.term == other {
        return pair.pattern == name && pair.term == other
      }
      return name == other
    case (.apply(let symbol, let left), .apply(let other, let right)):
      guard symbol == other, left.count == right.count else { return false }
      return zip(left, right).allSatisfy { $0.matches($1, variables, &values, bound) }
    case (.bind(let binder, let x, let own, let left), .bind(let other, let y, let sort, let right)):
      guard binder == other, own == sort || own.isEmpty || sort.isEmpty else { return false }
      return left.matches(right, variables, &values, bound + [(x, y)])
    default: return false
    }
  }
}
