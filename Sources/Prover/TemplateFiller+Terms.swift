import Records
import Terms

extension TemplateFiller {
  /// Terms of a sort, small ones first: what the goal mentions, the smallest that need no goal (`0`, `Nat.succ 0`), and
  /// what the goal's symbols make of its newest variables (`Nat.succ c`, `c + d`). Of one size those about the newest
  /// variables are first, since that is what a witness is often made of, and a few of each size come before the rest.
  /// Propositions are only those that the goal mentions.
  func terms(of sort: String) -> [Term] {
    var terms: [Term] = []
    let names = Set(goal.variables.map(\.name))
    let parts = ([goal.target] + hypotheses.map(\.term)).compactMap { $0 }.flatMap(\.subterms)
    for part in parts
    where self.sort(of: part) == sort && Set(part.freeVariables).isSubset(of: names)
      && !terms.contains(part)
    {
      terms.append(part)
    }
    let variables = goal.variables.filter { $0.sort == sort }.map { Term.variable($0.name) }
    let isProposition = sort == "Prop"
    let made =
      isProposition
      ? []
      : groundTerms(of: sort)
        + applied(
          Set(parts.compactMap(\.head)), to: variables.suffix(Self.variablesApplied), of: sort)
    for term in variables + made where !terms.contains(term) { terms.append(term) }
    let ages = Dictionary(
      goal.variables.reversed().enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: min)
    let keyed = terms.enumerated().map { index, term in
      let oldest = term.freeVariables.compactMap { ages[$0] }.max() ?? ages.count
      return (key: (term.size, isProposition ? 0 : oldest, index), term: term)
    }
    let sorted = keyed.sorted { $0.key < $1.key }.map(\.term)
    if isProposition { return Array(sorted.prefix(Self.propositionsMax)) }
    var counts: [Int: Int] = [:]
    var (first, later): ([Term], [Term]) = ([], [])
    for term in sorted {
      let isGround = term.freeVariables.isEmpty
      if !isGround { counts[term.size, default: 0] += 1 }
      if isGround || counts[term.size, default: 0] <= Self.termsOfOneSize {
        first.append(term)
      } else {
        later.append(term)
      }
    }
    return Array((first + later).prefix(Self.termsMax))
  }

  /// The unary and binary ones among the symbols, applied to variables, two of them in their order.
  func applied(_ heads: Set<String>, to variables: ArraySlice<Term>, of sort: String)
    -> [Term]
  {
    let symbols = domain.signature.symbols.filter { $0.result == sort && heads.contains($0.lean) }
    let unary = symbols.filter { $0.arguments == [sort] }
    let binary = symbols.filter { $0.arguments == [sort, sort] }
    return unary.flatMap { symbol in variables.map { .apply(symbol.lean, [$0]) } }
      + binary.flatMap { symbol in
        let different = variables.indices.flatMap { first in
          variables[(first + 1)...].map { [variables[first], $0] }
        }
        return (different + variables.map { [$0, $0] }).map { Term.apply(symbol.lean, $0) }
      }
  }

  /// Constants of a sort, and unary symbols applied to them.
  func groundTerms(of sort: String) -> [Term] {
    let symbols = domain.signature.symbols.filter { $0.result == sort && !$0.isBinder }
    let constants = symbols.filter { $0.arguments.isEmpty }.map { Term.apply($0.lean, []) }
    let unary = symbols.filter { $0.arguments == [sort] }
    return constants + unary.flatMap { symbol in constants.map { .apply(symbol.lean, [$0]) } }
  }

  func sort(of term: Term) -> String? {
    switch term {
    case .variable(let name): goal.variables.first { $0.name == name }?.sort
    case .apply(let symbol, _): domain.signature.byName[symbol]?.result
    case .bind: nil
    }
  }
}
