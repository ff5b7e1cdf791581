import Records
import Terms

/// One production of a domain's typed grammar: `sort → symbol arguments…`.
struct Production: Sendable {
  let token: String
  let symbol: Symbol
  /// Sorts of the explicit arguments; for a binder that of its body alone.
  let arguments: [Int]
  /// Sort of the bound variable; nil for ordinary symbols.
  let bound: Int?
  let result: Int
}

/// A domain's typed grammar in prefix (Polish) notation, one token a production. Free variables are
/// `v0`, `v1`… in order of first occurrence and bound ones `y0`, `y1`… by nesting depth, so that
/// two token sequences never differ in names only. The size of a statement is its number of tokens.
public struct Grammar: Sendable {
  public let domain: Domain
  /// Lean text of each sort, the index being the sort's number here.
  let sorts: [String]
  /// Number of `Prop`.
  let root: Int
  /// Productions a sort that sampling may use, in the order of the signature.
  let productions: [[Production]]
  /// All productions by token, those of weight 0 included.
  let byToken: [String: Production]
  /// The same by the symbol's Lean text, which several sorts may share.
  let bySpelling: [String: [Production]]
  /// Position of a sort among those that can have a variable, else nil.
  let variableBit: [Int?]
  /// Names for free variables a sort; empty where the sort may not be quantified.
  let names: [[String]]
  let maximumVariables: Int
  /// Smallest size of a term a sort, for each set of sorts (as a bit mask) that have a variable at
  /// hand.
  let minimumSizes: [[Int]]
  /// Whether terms of the sort can be arbitrarily large.
  let isGrowable: [Bool]
  /// Orients equations by the signature alone: the theory's definitions are not known here.
  private let order: TermOrder

  static let variableTokens = (0..<8).map { "v\($0)" }
  static let boundTokens = (0..<4).map { "y\($0)" }
  static let unreachable = Int.max / 4
  private static let maximumVariableSorts = 12

  /// Compiles a domain's grammar. Throws when it has no statement at all.
  public init(_ domain: Domain) throws(ConjecturerError) {
    self.domain = domain
    order = TermOrder(signature: domain.signature, rules: [])
    var sorts = domain.sorts.map(\.type)
    func number(_ type: String) -> Int {
      if let known = sorts.firstIndex(of: type) { return known }
      sorts.append(type)
      return sorts.count - 1
    }
    root = number("Prop")
    let all = Self.productions(of: domain.signature.symbols, number: number)
    self.sorts = sorts
    byToken = Dictionary(all.map { ($0.token, $0) }, uniquingKeysWith: { first, _ in first })
    bySpelling = Dictionary(grouping: all) { $0.symbol.lean }
    productions = sorts.indices.map { sort in
      all.filter { $0.result == sort && $0.symbol.weight > 0 }
    }
    names = sorts.map { type in
      domain.sort(type).map { $0.isQuantifiable ? $0.variables : [] } ?? []
    }
    maximumVariables = max(
      0, min(domain.grammar.maximumVariables, Self.variableTokens.count))
    let bound = Set(all.compactMap(\.bound))
    var bits: [Int?] = []
    var next = 0
    for sort in sorts.indices {
      let hasVariable = !names[sort].isEmpty || bound.contains(sort)
      bits.append(hasVariable ? next : nil)
      if hasVariable { next += 1 }
    }
    variableBit = bits
    guard next <= Self.maximumVariableSorts else {
      throw .tooManySorts(domain: domain.name, count: next, maximum: Self.maximumVariableSorts)
    }
    let usable = productions
    minimumSizes = (0..<(1 << next)).map { mask in
      Self.minimumSizes(usable, variables: bits.map { $0.map { mask >> $0 & 1 == 1 } ?? false })
    }
    isGrowable = Self.growable(productions, minimum: minimumSizes[(1 << next) - 1])
    let limit = domain.grammar.maximumSize
    guard GrammarState(self).completion(self, within: limit) != nil else {
      throw .noStatements(domain: domain.name, maximumSize: limit)
    }
  }

  /// Whether the equation or equivalence `turned` should be read instead of `term`, which is the same from right to left.
  func prefers(_ turned: Term, to term: Term) -> Bool {
    guard case .apply(let relation, let sides) = term, sides.count == 2 else { return false }
    if relation == "=" {
      if order.isGreater(sides[0], sides[1]) { return false }
      if order.isGreater(sides[1], sides[0]) { return true }
    }
    return sides[0].size < sides[1].size
  }

  private static func productions(
    of symbols: [Symbol], number: (String) -> Int
  ) -> [Production] {
    let spellings = Dictionary(grouping: symbols, by: \.lean)
    return symbols.map { symbol in
      let isOverloaded = (spellings[symbol.lean]?.count ?? 0) > 1
      let sorts = symbol.arguments.map(number)
      return Production(
        token: token(of: symbol, isOverloaded: isOverloaded), symbol: symbol,
        arguments: symbol.isBinder ? Array(sorts.dropFirst()) : sorts,
        bound: symbol.isBinder ? sorts.first : nil, result: number(symbol.result))
    }
  }

  /// Lean text of the symbol, with its argument sorts where the domain uses one spelling at several
  /// sorts. Free of white space, as a word-level tokenizer needs.
  private static func token(of symbol: Symbol, isOverloaded: Bool) -> String {
    let sorts = (symbol.arguments + [symbol.result]).joined(separator: ",")
    let text = isOverloaded ? "\(symbol.lean):\(sorts)" : symbol.lean
    return text.filter { !$0.isWhitespace }
  }

  private static func minimumSizes(
    _ productions: [[Production]], variables: [Bool]
  ) -> [Int] {
    var sizes = variables.map { $0 ? 1 : unreachable }
    var changed = true
    while changed {
      changed = false
      for sort in productions.indices {
        for production in productions[sort] where production.bound == nil {
          let size = production.arguments.reduce(1) { min(unreachable, $0 + sizes[$1]) }
          if size < sizes[sort] {
            sizes[sort] = size
            changed = true
          }
        }
      }
    }
    return sizes
  }

  /// Sorts from which a cycle of usable productions can be reached.
  private static func growable(_ productions: [[Production]], minimum: [Int]) -> [Bool] {
    let edges = productions.map { rules in
      Set(
        rules.filter { $0.arguments.allSatisfy { minimum[$0] < unreachable } }
          .flatMap(\.arguments))
    }
    var reach = edges
    for _ in productions.indices {
      for sort in productions.indices {
        for middle in reach[sort] { reach[sort].formUnion(reach[middle]) }
      }
    }
    return productions.indices.map { sort in
      reach[sort].contains(sort) || reach[sort].contains { reach[$0].contains($0) }
    }
  }
}
