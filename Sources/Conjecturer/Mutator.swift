import Basics

/// Changes theorems in one place: a symbol for another of its kind, a subterm for one of another
/// theorem, a variable for another, two arguments swapped.
struct Mutator {
  let grammar: Grammar

  private struct Source {
    let id: String
    let tokens: [String]
    /// Sort that each token fills.
    let sorts: [Int]
  }

  /// At most `count` statements with the identifiers of their parents; fewer when the theorems
  /// offer no more.
  func mutations(
    of known: KnownStatements, count: Int, sizes: ClosedRange<Int>,
    generator: inout SplitMix64
  ) -> [(typed: TypedTerm, parents: [String])] {
    let theorems = 0..<known.theoremCount
    guard !theorems.isEmpty else { return [] }
    var found: [(TypedTerm, [String])] = []
    // Most changes are useless or repeat each other; a bounded number of tries a wanted statement.
    for _ in 0..<(count * 4) where found.count < count {
      guard let host = source(known, Int.random(in: theorems, using: &generator)),
        let donor = source(known, Int.random(in: theorems, using: &generator))
      else { continue }
      let kind = Int.random(in: 0..<4, using: &generator)
      let changed =
        switch kind {
        case 0: otherSymbol(host, &generator)
        case 1: grafted(host, donor, &generator)
        case 2: swapped(host, &generator)
        default: otherVariable(host, &generator)
        }
      guard let changed, let tokens = renumbered(changed), tokens != host.tokens,
        sizes.contains(tokens.count), let typed = grammar.decode(tokens)
      else { continue }
      found.append((typed, kind == 1 && donor.id != host.id ? [host.id, donor.id] : [host.id]))
    }
    return found
  }

  /// nil for a theorem with variables that the grammar's statements have not.
  private func source(_ known: KnownStatements, _ index: Int) -> Source? {
    let (id, tokens) = known.theorem(index)
    return sorts(of: tokens).map { Source(id: id, tokens: tokens, sorts: $0) }
  }

  /// A token and the sort it fills; free variables may be numbered in any order.
  private typealias Spelling = [(token: String, sort: Int)]

  private func spelling(_ source: Source) -> Spelling { Array(zip(source.tokens, source.sorts)) }

  private func sorts(of tokens: [String]) -> [Int]? {
    var state = GrammarState(grammar)
    var sorts: [Int] = []
    for token in tokens {
      guard let hole = state.holes.last, state.take(token, grammar) else { return nil }
      sorts.append(hole.sort)
    }
    return state.isComplete ? sorts : nil
  }

  /// End of the subterm that starts at `start`.
  private func end(of start: Int, in tokens: [String]) -> Int {
    var missing = 1
    var at = start
    while missing > 0, at < tokens.count {
      missing += (grammar.byToken[tokens[at]]?.arguments.count ?? 0) - 1
      at += 1
    }
    return at
  }

  private func otherSymbol(_ host: Source, _ generator: inout SplitMix64) -> Spelling? {
    let at = Int.random(in: 0..<host.tokens.count, using: &generator)
    guard let old = grammar.byToken[host.tokens[at]] else { return nil }
    let others = grammar.productions[old.result].filter {
      $0.arguments == old.arguments && $0.bound == old.bound && $0.token != old.token
    }
    guard let new = others.randomElement(using: &generator) else { return nil }
    var changed = spelling(host)
    changed[at].token = new.token
    return changed
  }

  private func grafted(
    _ host: Source, _ donor: Source, _ generator: inout SplitMix64
  ) -> Spelling? {
    let at = Int.random(in: 0..<host.tokens.count, using: &generator)
    let places = donor.tokens.indices.filter { start in
      let range = start..<end(of: start, in: donor.tokens)
      return donor.sorts[start] == host.sorts[at] && start > 0
        && !range.contains { Self.mayBind(donor.tokens[$0], grammar) }
    }
    guard let start = places.randomElement(using: &generator) else { return nil }
    let part = spelling(donor)[start..<end(of: start, in: donor.tokens)]
    var changed = spelling(host)
    changed.replaceSubrange(at..<end(of: at, in: host.tokens), with: part)
    return changed
  }

  /// Bound variables are numbered by depth: a subterm with binders does not move between depths.
  private static func mayBind(_ token: String, _ grammar: Grammar) -> Bool {
    Grammar.boundTokens.contains(token) || grammar.byToken[token]?.bound != nil
  }

  private func swapped(_ host: Source, _ generator: inout SplitMix64) -> Spelling? {
    let places = host.tokens.indices.filter { at in
      guard let arguments = grammar.byToken[host.tokens[at]]?.arguments else { return false }
      return arguments.count == 2 && arguments[0] == arguments[1]
    }
    guard let at = places.randomElement(using: &generator) else { return nil }
    let middle = end(of: at + 1, in: host.tokens)
    let last = end(of: middle, in: host.tokens)
    let old = spelling(host)
    return Array(old[...at] + old[middle..<last] + old[(at + 1)..<middle] + old[last...])
  }

  private func otherVariable(_ host: Source, _ generator: inout SplitMix64) -> Spelling? {
    let places = host.tokens.indices.filter { Grammar.variableTokens.contains(host.tokens[$0]) }
    guard let at = places.randomElement(using: &generator) else { return nil }
    let constants = grammar.productions[host.sorts[at]].filter(\.arguments.isEmpty).map(\.token)
    let choices = Grammar.variableTokens.prefix(grammar.maximumVariables) + constants
    guard let new = choices.randomElement(using: &generator) else { return nil }
    var changed = spelling(host)
    changed[at].token = new
    return changed
  }

  /// Numbers free variables by first occurrence again. Variables of one number but different sorts
  /// are different.
  private func renumbered(_ spelling: Spelling) -> [String]? {
    var numbers: [String: Int] = [:]
    var tokens: [String] = []
    for (token, sort) in spelling {
      guard Grammar.variableTokens.contains(token) else {
        tokens.append(token)
        continue
      }
      let key = "\(token) \(sort)"
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      guard number < Grammar.variableTokens.count else { return nil }
      tokens.append(Grammar.variableTokens[number])
    }
    return tokens
  }
}
