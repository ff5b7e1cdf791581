import Records
import Terms

/// A statement's term with the sort of each free variable.
public struct TypedTerm: Hashable, Sendable {
  public var term: Term
  /// Lean text of the sort by variable name.
  public var sortOf: [String: String]

  public init(term: Term, sortOf: [String: String]) {
    self.term = term
    self.sortOf = sortOf
  }
}

extension Grammar {
  // MARK: Tokens to terms

  /// The statement that `tokens` spell, its variables named as the domain's sorts say; nil when
  /// they spell none.
  public func decode(_ tokens: [String]) -> TypedTerm? {
    guard let state = state(after: tokens), state.isComplete else { return nil }
    var taken: Set<String> = []
    var free: [String] = []
    for (number, sort) in state.free.enumerated() {
      let earlier = state.free[..<number].count { $0 == sort }
      let name = Self.fresh(names[sort][earlier...] + names[sort], taken)
      taken.insert(name)
      free.append(name)
    }
    var rest = tokens[...]
    guard let term = decode(&rest, free: free, bound: [], taken: taken) else { return nil }
    let sortOf = Dictionary(
      zip(free, state.free.map { sorts[$0] }), uniquingKeysWith: { first, _ in first })
    return TypedTerm(term: term, sortOf: sortOf)
  }

  private func decode(
    _ tokens: inout ArraySlice<String>, free: [String], bound: [String], taken: Set<String>
  ) -> Term? {
    guard let token = tokens.popFirst() else { return nil }
    if let number = Self.variableTokens.firstIndex(of: token) { return .variable(free[number]) }
    if let depth = Self.boundTokens.firstIndex(of: token) { return .variable(bound[depth]) }
    guard let production = byToken[token] else { return nil }
    if let sort = production.bound {
      let choices = domain.sort(sorts[sort])?.variables ?? []
      let name = Self.fresh(choices[...], taken)
      guard
        let body = decode(
          &tokens, free: free, bound: bound + [name], taken: taken.union([name]))
      else { return nil }
      return .bind(production.symbol.lean, variable: name, type: sorts[sort], body: body)
    }
    var arguments: [Term] = []
    for _ in production.arguments {
      guard let argument = decode(&tokens, free: free, bound: bound, taken: taken) else {
        return nil
      }
      arguments.append(argument)
    }
    return .apply(production.symbol.lean, arguments)
  }

  /// The first of `choices` that is not taken, else one made up.
  private static func fresh(_ choices: ArraySlice<String>, _ taken: Set<String>) -> String {
    if let name = choices.first(where: { !taken.contains($0) }) { return name }
    let stem = choices.first ?? "x"
    var number = 1
    while taken.contains("\(stem)\(number)") { number += 1 }
    return "\(stem)\(number)"
  }

  /// The statement that `tokens` spell.
  public func statement(_ tokens: [String]) -> Statement? {
    decode(tokens).map { domain.statement($0.term, sortOf: $0.sortOf) }
  }

  /// The statement with its variables named in the order of their occurrence; one outside the grammar keeps its names.
  func statement(_ typed: TypedTerm) -> Statement {
    let named = encode(typed).flatMap(decode) ?? typed
    return domain.statement(named.term, sortOf: named.sortOf)
  }

  // MARK: Terms to tokens

  /// Tokens of a statement's term; nil when it is outside the grammar (a symbol that the domain
  /// lacks, too many variables).
  public func encode(_ statement: TypedTerm) -> [String]? {
    var numbers: [String] = []
    return encode(statement.term, sort: root, statement.sortOf, bound: [], &numbers)
  }

  private func encode(
    _ term: Term, sort: Int, _ sortOf: [String: String], bound: [(name: String, sort: Int)],
    _ free: inout [String]
  ) -> [String]? {
    switch term {
    case .variable(let name):
      if let depth = bound.lastIndex(where: { $0.name == name }) {
        return bound[depth].sort == sort && depth < Self.boundTokens.count
          ? [Self.boundTokens[depth]] : nil
      }
      guard sortOf[name] == sorts[sort] else { return nil }
      if let number = free.firstIndex(of: name) { return [Self.variableTokens[number]] }
      guard free.count < Self.variableTokens.count else { return nil }
      free.append(name)
      return [Self.variableTokens[free.count - 1]]
    case .apply(let symbol, let arguments):
      return encode(
        symbol, arguments, sort: sort, sortOf, bound: bound, &free)
    case .bind(let binder, let variable, let type, let body):
      for production in allProductions(binder, result: sort) {
        guard let own = production.bound, type.isEmpty || type == sorts[own] else { continue }
        var inner = free
        if let tokens = encode(
          body, sort: production.arguments.first ?? root, sortOf,
          bound: bound + [(variable, own)], &inner)
        {
          free = inner
          return [production.token] + tokens
        }
      }
      return nil
    }
  }

  private func encode(
    _ symbol: String, _ arguments: [Term], sort: Int, _ sortOf: [String: String],
    bound: [(name: String, sort: Int)], _ free: inout [String]
  ) -> [String]? {
    overloads: for production in allProductions(symbol, result: sort) {
      guard production.arguments.count == arguments.count, production.bound == nil else { continue }
      var inner = free
      var tokens = [production.token]
      for (argument, own) in zip(arguments, production.arguments) {
        guard let part = encode(argument, sort: own, sortOf, bound: bound, &inner) else {
          continue overloads
        }
        tokens += part
      }
      free = inner
      return tokens
    }
    return nil
  }

  private func allProductions(_ symbol: String, result: Int) -> [Production] {
    (bySpelling[symbol] ?? []).filter { $0.result == result }
  }

  /// Reads a statement's Lean text back; hypotheses become implications. nil when it is outside the
  /// grammar.
  public func read(_ statement: Statement) -> TypedTerm? {
    let parsed = domain.parse(Goal(context: statement.binders, target: statement.target))
    guard var term = parsed.target else { return nil }
    for hypothesis in parsed.hypotheses.reversed() {
      guard let premise = hypothesis.term else { return nil }
      term = .apply("→", [premise, term])
    }
    let sortOf = Dictionary(
      parsed.variables.map { ($0.name, $0.sort) }, uniquingKeysWith: { first, _ in first })
    return TypedTerm(term: term, sortOf: sortOf)
  }

  // MARK: Sequences of the conjecturer's model

  public static let beginning = "<bos>"
  public static let end = "<end>"
  /// Difficulty buckets that a statement can be asked for.
  public static let levelBuckets = 10

  public static func domainToken(_ name: String) -> String { "<domain:\(name)>" }
  /// `bucket` is moved into 0…9.
  public static func levelToken(_ bucket: Int) -> String {
    "<level:\(max(0, min(levelBuckets - 1, bucket)))>"
  }

  /// What stands before a statement's tokens.
  public func prefix(bucket: Int) -> [String] {
    [Self.domainToken(domain.name), Self.levelToken(bucket)]
  }

  /// A training sequence: domain, difficulty, the statement's tokens, the end. nil for a statement
  /// outside the grammar.
  public func sequence(of statement: Statement, bucket: Int) -> [String]? {
    guard let typed = read(statement), let tokens = encode(typed) else { return nil }
    return prefix(bucket: bucket) + tokens + [Self.end]
  }

  /// Every token that sequences of these domains need, each once, in an order that depends on the
  /// domains alone.
  public static func vocabulary(of grammars: [Grammar]) -> [String] {
    var tokens = [beginning, end] + (0..<levelBuckets).map(levelToken)
    tokens += variableTokens + boundTokens
    for grammar in grammars {
      tokens.append(domainToken(grammar.domain.name))
      tokens += grammar.byToken.keys.sorted()
    }
    var seen: Set<String> = []
    return tokens.filter { seen.insert($0).inserted }
  }
}
