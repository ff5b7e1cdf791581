/// A prefix of a statement's tokens: what is still to be filled in. Last hole first.
struct GrammarState {
  struct Hole {
    let sort: Int
    /// Sorts of the bound variables in scope, outermost first.
    let bound: [Int]
  }
  var holes: [Hole]
  /// Sorts of the free variables so far; `v0` is the first.
  var free: [Int] = []
  /// Tokens so far.
  var size = 0

  /// Before the first token of a statement.
  init(_ grammar: Grammar) { holes = [Hole(sort: grammar.root, bound: [])] }

  var isComplete: Bool { holes.isEmpty }

  /// Whether a further variable of the sort may be introduced.
  func canIntroduce(_ sort: Int, _ grammar: Grammar) -> Bool {
    free.count < grammar.maximumVariables
      && free.count(where: { $0 == sort }) < grammar.names[sort].count
  }

  /// Fills the next hole by one token; false, with the state unchanged, when the token does not fit
  /// there.
  mutating func take(_ token: String, _ grammar: Grammar) -> Bool {
    guard let hole = holes.last else { return false }
    if let production = grammar.byToken[token] {
      guard production.result == hole.sort else { return false }
      return take(production, in: hole)
    }
    if let number = Grammar.variableTokens.firstIndex(of: token) {
      if number == free.count {
        guard canIntroduce(hole.sort, grammar) else { return false }
        free.append(hole.sort)
      } else if number > free.count || free[number] != hole.sort {
        return false
      }
    } else if let depth = Grammar.boundTokens.firstIndex(of: token) {
      guard depth < hole.bound.count, hole.bound[depth] == hole.sort else { return false }
    } else {
      return false
    }
    holes.removeLast()
    size += 1
    return true
  }

  private mutating func take(_ production: Production, in hole: Hole) -> Bool {
    var bound = hole.bound
    if let sort = production.bound {
      guard bound.count < Grammar.boundTokens.count else { return false }
      bound.append(sort)
    }
    holes.removeLast()
    for sort in production.arguments.reversed() { holes.append(Hole(sort: sort, bound: bound)) }
    size += 1
    return true
  }

  /// Size of a small statement that starts with these tokens, or nil when none of at most `limit`
  /// tokens was found. It always extends by the same rule, so one step along that rule keeps it
  /// possible: sampling never gets stuck.
  func completion(_ grammar: Grammar, within limit: Int) -> Int? {
    var state = self
    while let hole = state.holes.last {
      guard state.size + state.holes.count <= limit else { return nil }
      let production = grammar.productions[hole.sort].first { $0.arguments.isEmpty }
      if state.free.contains(hole.sort) || hole.bound.contains(hole.sort) || production != nil {
        state.holes.removeLast()
        state.size += 1
      } else if state.canIntroduce(hole.sort, grammar) {
        state.free.append(hole.sort)
        state.holes.removeLast()
        state.size += 1
      } else {
        guard let production = state.smallestProduction(for: hole, grammar),
          state.take(production, in: hole)
        else { return nil }
      }
    }
    return state.size <= limit ? state.size : nil
  }

  private func smallestProduction(for hole: Hole, _ grammar: Grammar) -> Production? {
    var mask = 0
    for sort in grammar.sorts.indices {
      guard let bit = grammar.variableBit[sort] else { continue }
      if free.contains(sort) || hole.bound.contains(sort) || canIntroduce(sort, grammar) {
        mask |= 1 << bit
      }
    }
    let sizes = grammar.minimumSizes[mask]
    var best: (production: Production, size: Int)?
    for production in grammar.productions[hole.sort] where production.bound == nil {
      let size = production.arguments.reduce(1) { min(Grammar.unreachable, $0 + sizes[$1]) }
      if size < best?.size ?? Grammar.unreachable { best = (production, size) }
    }
    return best?.production
  }

  /// Tokens that fit into the next hole and leave the statement completable within `sizes`; empty
  /// exactly when the statement is complete, or when nothing of at most `sizes.upperBound` tokens
  /// starts like this. The lower bound gives way where the grammar has no larger statement to
  /// offer.
  func allowed(_ grammar: Grammar, sizes: ClosedRange<Int>) -> [String] {
    guard let hole = holes.last else { return [] }
    var options = grammar.productions[hole.sort].map(\.token)
    options += free.indices.filter { free[$0] == hole.sort }.map { Grammar.variableTokens[$0] }
    if canIntroduce(hole.sort, grammar) { options.append(Grammar.variableTokens[free.count]) }
    options += hole.bound.indices.filter { hole.bound[$0] == hole.sort }
      .map { Grammar.boundTokens[$0] }
    var fitting: [String] = []
    var large: [String] = []
    for token in options {
      var next = self
      guard next.take(token, grammar), next.completion(grammar, within: sizes.upperBound) != nil
      else { continue }
      fitting.append(token)
      let canGrow = next.holes.contains { grammar.isGrowable[$0.sort] }
      if canGrow || next.size + next.holes.count >= sizes.lowerBound { large.append(token) }
    }
    return large.isEmpty ? fitting : large
  }
}

extension Grammar {
  /// State after `tokens`, or nil when they are no beginning of a statement.
  func state(after tokens: [String]) -> GrammarState? {
    var state = GrammarState(self)
    for token in tokens {
      guard state.take(token, self) else { return nil }
    }
    return state
  }

  /// The tokens that may follow `tokens` in a well-typed statement whose size lies in `sizes`;
  /// empty once it is complete. After a beginning that this function allowed it is never empty
  /// before that.
  public func allowed(after tokens: [String], sizes: ClosedRange<Int>) -> [String] {
    state(after: tokens)?.allowed(self, sizes: sizes) ?? []
  }
}
