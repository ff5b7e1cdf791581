import Basics
import Records
import Terms

/// Random terms of the test domains.
public enum RandomTerm {
  /// Of `nat`: sums, products and successors of `a`, `b`, `c` and 0.
  public static func nat(_ random: inout SplitMix64, depth: Int) -> Term {
    if depth == 0 || random.uniform() < 0.25 {
      let leaf = Int(random.next() % 4)
      return leaf == 3 ? .apply("0", []) : .variable(["a", "b", "c"][leaf])
    }
    switch random.next() % 3 {
    case 0: return .apply("Nat.succ", [nat(&random, depth: depth - 1)])
    case 1:
      return .apply("+", [nat(&random, depth: depth - 1), nat(&random, depth: depth - 1)])
    default:
      return .apply("*", [nat(&random, depth: depth - 1), nat(&random, depth: depth - 1)])
    }
  }

  /// Names of free variables in terms of `notations`; bound ones also take the last.
  private static let names = ["a", "b", "p", "h'", "x"]

  /// Over all symbols of `notations`. It need not be well-typed: printing and reading know no types.
  public static func notations(depth: Int, _ generator: inout SplitMix64) -> Term {
    let leaf = depth <= 1 || generator.uniform() < 0.15
    if leaf {
      return generator.uniform() < 0.7
        ? .variable(names[Int.random(in: 0..<names.count, using: &generator)])
        : .apply(["0", "False", "List.nil", "17"][Int.random(in: 0..<4, using: &generator)], [])
    }
    let symbols = TestDomains.notations.signature.symbols
    let symbol = symbols[Int.random(in: 0..<symbols.count, using: &generator)]
    func child(_ generator: inout SplitMix64) -> Term {
      notations(depth: depth - 1, &generator)
    }
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
