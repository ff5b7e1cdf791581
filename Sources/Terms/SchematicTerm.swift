/// A statement's term with the sorts of its free variables, which stand for anything of their sort:
/// `a + b = b + a` with `a b : Nat` is what Lean writes as `∀ a b : Nat, a + b = b + a`.
public struct SchematicTerm: Hashable, Codable, Sendable {
  public let term: Term
  /// Free variables in order of first occurrence, each with its sort as Lean text.
  public let variables: [Binder]

  /// - Parameter sortOf: sorts of the free variables; one that is missing gets `_`, which matches
  ///   every sort.
  public init(_ term: Term, sortOf: [String: String]) {
    self.term = term
    variables = term.freeVariables.map { Binder(name: $0, type: sortOf[$0] ?? "_") }
  }

  public var variableNames: Set<String> { Set(variables.map(\.name)) }
  public var sortOf: [String: String] {
    Dictionary(variables.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
  }

  /// Free variables renamed `x0`, `x1`… by first occurrence and bound ones `y0`, `y1`… by depth:
  /// equal exactly for terms that differ in names only.
  public var canonical: SchematicTerm {
    let names = Dictionary(
      variables.enumerated().map { ($1.name, "x\($0)") }, uniquingKeysWith: { first, _ in first })
    let renamed = Self.renamed(term, names, depth: 0)
    return SchematicTerm(
      renamed,
      sortOf: Dictionary(
        variables.map { (names[$0.name] ?? $0.name, $0.type) },
        uniquingKeysWith: { first, _ in first }))
  }

  private static func renamed(_ term: Term, _ names: [String: String], depth: Int) -> Term {
    switch term {
    case .variable(let name): return .variable(names[name] ?? name)
    case .apply(let symbol, let arguments):
      return .apply(symbol, arguments.map { renamed($0, names, depth: depth) })
    case .bind(let binder, let variable, let type, let body):
      var inner = names
      inner[variable] = "y\(depth)"
      return .bind(
        binder, variable: "y\(depth)", type: type, body: renamed(body, inner, depth: depth + 1))
    }
  }

  /// Prefix text of the canonical form with its sorts: a total order and a key for statements up to
  /// renaming.
  public var key: String {
    let form = canonical
    return form.term.prefixText + " | " + form.variables.map(\.type).joined(separator: ", ")
  }
}

extension Term {
  /// Equality and equivalence: the relations whose sides may be exchanged and rewritten.
  static let relations: Set<String> = ["=", "↔"]

  /// `(+ a (Nat.succ b))`.
  package var prefixText: String {
    switch self {
    case .variable(let name): return name
    case .apply(let symbol, let arguments):
      if arguments.isEmpty { return symbol }
      return "(\(symbol) \(arguments.map(\.prefixText).joined(separator: " ")))"
    case .bind(let binder, let variable, let type, let body):
      return "(\(binder) \(variable) : \(type), \(body.prefixText))"
    }
  }

  /// Hypotheses and conclusion of a chain of implications.
  package var implication: (hypotheses: [Term], conclusion: Term) {
    var hypotheses: [Term] = []
    var conclusion = self
    while case .apply("→", let sides) = conclusion, sides.count == 2 {
      hypotheses.append(sides[0])
      conclusion = sides[1]
    }
    return (hypotheses, conclusion)
  }

  /// Both sides of an equation or equivalence.
  package var sides: (relation: String, left: Term, right: Term)? {
    guard case .apply(let symbol, let sides) = self, sides.count == 2,
      Self.relations.contains(symbol)
    else { return nil }
    return (symbol, sides[0], sides[1])
  }

  /// The statement with the sides of its conclusion exchanged, where that is an equation or
  /// equivalence.
  package var mirrored: Term? {
    let (hypotheses, conclusion) = implication
    guard let (relation, left, right) = conclusion.sides else { return nil }
    return hypotheses.reversed().reduce(.apply(relation, [right, left])) { .apply("→", [$1, $0]) }
  }

  /// Nodes that are no variables.
  package var symbolCount: Int {
    if case .variable = self { return 0 }
    return children.reduce(1) { $0 + $1.symbolCount }
  }

  /// Symbols without arguments: the fewer, the more general a statement is.
  package var constantCount: Int {
    if case .apply(_, let arguments) = self, arguments.isEmpty { return 1 }
    return children.reduce(0) { $0 + $1.constantCount }
  }
}

extension SchematicTerm {
  /// What keeps a statement from being general: constants, and variables repeated within a side of
  /// an equation, `(a + a) * b = a * (b + b)` having two.
  package var specialness: Int {
    guard let (_, left, right) = term.sides else { return term.constantCount }
    let repeated = [left, right].reduce(0) { sum, side in
      sum + side.freeVariables.reduce(0) { $0 + side.occurrences(of: $1) - 1 }
    }
    return term.constantCount + repeated
  }
}

/// `stem`, or the first of `stem1`, `stem2`… that is not taken.
package func freshName(_ stem: String, avoiding taken: Set<String>) -> String {
  var name = stem
  var number = 0
  while taken.contains(name) {
    number += 1
    name = "\(stem)\(number)"
  }
  return name
}
