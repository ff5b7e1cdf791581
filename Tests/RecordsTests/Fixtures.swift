import Basics
import Records
import Terms

/// A domain with Lean's own precedences: logic, numbers and lists together.
enum Fixture {
  static let symbols = [
    Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
    Symbol(lean: "∧", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(35)),
    Symbol(lean: "∨", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(30)),
    Symbol(lean: "↔", arguments: ["Prop", "Prop"], result: "Prop", notation: .infix(20)),
    Symbol(
      lean: "¬", arguments: ["Prop"], result: "Prop",
      notation: .prefix(result: 1024, argument: 40)),
    Symbol(lean: "False", arguments: [], result: "Prop"),
    Symbol(lean: "0", arguments: [], result: "Nat"),
    Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
    Symbol(lean: "+", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(65)),
    Symbol(lean: "*", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(70)),
    Symbol(lean: "^", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixr(75)),
    Symbol(lean: "=", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
    Symbol(lean: "≤", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
    Symbol(lean: "List.nil", arguments: [], result: "List α"),
    Symbol(lean: "::", arguments: ["α", "List α"], result: "List α", notation: .infixr(67)),
    Symbol(lean: "++", arguments: ["List α", "List α"], result: "List α", notation: .infixl(65)),
    Symbol(lean: "List.map", arguments: ["α → α", "List α"], result: "List α"),
    Symbol(lean: "∀", arguments: ["Nat", "Prop"], result: "Prop", isBinder: true),
    Symbol(lean: "∃", arguments: ["Nat", "Prop"], result: "Prop", isBinder: true),
    Symbol(lean: "@", arguments: ["α → α", "α"], result: "α"),
  ]

  static let domain = Domain(
    name: "all", module: "Theory.All",
    parameters: [Binder(name: "α", type: "Type")],
    sorts: [
      Sort(type: "Prop", variables: ["p", "q"]), Sort(type: "Nat", variables: ["a", "b"]),
      Sort(type: "List α", variables: ["l", "m"]), Sort(type: "α", variables: ["x"]),
      Sort(type: "α → α", variables: ["f"]),
    ],
    symbols: symbols, premises: [], simplification: [], tactics: [], baseline: [],
    grammar: GrammarOptions())

  static var signature: Signature { domain.signature }

  static func parse(_ text: String, _ locals: Set<String>) throws -> Term {
    try signature.parse(text, locals: locals)
  }

  static func statement(_ context: [(String, String)], _ target: String) -> Statement {
    domain.statement(
      of: Goal(context: context.map { Binder(name: $0.0, type: $0.1) }, target: target))
  }

  static func constant(_ name: String) -> Term { .apply(name, []) }

  /// Names of free variables in random terms; bound ones also take the last.
  static let names = ["a", "b", "p", "h'", "x"]

  /// A random term over the fixture's symbols. It need not be well-typed: printing and reading know no types.
  static func term(depth: Int, _ generator: inout SplitMix64) -> Term {
    let leaf = depth <= 1 || generator.uniform() < 0.15
    if leaf {
      return generator.uniform() < 0.7
        ? .variable(names[Int.random(in: 0..<names.count, using: &generator)])
        : constant(["0", "False", "List.nil", "17"][Int.random(in: 0..<4, using: &generator)])
    }
    let symbol = symbols[Int.random(in: 0..<symbols.count, using: &generator)]
    func child(_ generator: inout SplitMix64) -> Term { term(depth: depth - 1, &generator) }
    if symbol.isBinder {
      let name = ["x", "y", "z"][Int.random(in: 0..<3, using: &generator)]
      return .bind(symbol.lean, variable: name, type: "Nat", body: child(&generator))
    }
    if symbol.lean == Term.application {
      let function = Term.variable("f")
      return .apply(Term.application, [function, child(&generator)])
    }
    if symbol.lean == "List.map", generator.uniform() < 0.5 {
      let body = child(&generator)
      return .apply(
        "List.map", [.bind("fun", variable: "x", type: "", body: body), child(&generator)])
    }
    return .apply(symbol.lean, symbol.arguments.map { _ in child(&generator) })
  }
}
