import Basics

/// Numbers for a grammar's tokens: free variables first, then bound ones, then symbols.
struct TokenNumbers: Sendable {
  private let number: [String: UInt16]
  /// Token by its number.
  private let tokens: [String]
  /// Subterms that follow a token, by its number.
  private let arity: [Int]
  private let binds: [Bool]

  private static let free = UInt16(Grammar.variableTokens.count)
  private static let firstSymbol = free + UInt16(Grammar.boundTokens.count)

  init(_ grammar: Grammar) {
    let symbols = grammar.byToken.keys.sorted()
    tokens = Grammar.variableTokens + Grammar.boundTokens + symbols
    number = Dictionary(
      zip(tokens, 0..<UInt16(clamping: tokens.count)), uniquingKeysWith: { first, _ in first })
    arity = tokens.map { grammar.byToken[$0]?.arguments.count ?? 0 }
    binds = tokens.map { grammar.byToken[$0]?.bound != nil }
  }

  /// nil for tokens of another grammar.
  func packed(_ tokens: [String]) -> [UInt16]? {
    let numbers = tokens.compactMap { number[$0] }
    return numbers.count == tokens.count ? numbers : nil
  }

  func unpacked(_ numbers: some Sequence<UInt16>) -> [String] { numbers.map { tokens[Int($0)] } }

  static func isFree(_ token: UInt16) -> Bool { token < free }

  /// Nesting depth of the bound variable; nil for other tokens.
  static func depth(_ token: UInt16) -> Int? {
    token >= free && token < firstSymbol ? Int(token - free) : nil
  }

  /// Where the term ends that begins at `start`.
  func end(of start: Int, in tokens: [UInt16]) -> Int {
    var missing = 1
    var at = start
    while missing > 0, at < tokens.count {
      missing += arity[Int(tokens[at])] - 1
      at += 1
    }
    return at
  }

  /// Number of binders around each token.
  func depths(of tokens: [UInt16]) -> [Int] {
    // Binders that are open, and the subterms that are still to come in each.
    var open: [(missing: Int, binds: Bool)] = [(1, false)]
    return tokens.map { token in
      while let last = open.last, last.missing == 0 { open.removeLast() }
      let depth = open.count { $0.binds }
      if !open.isEmpty { open[open.count - 1].missing -= 1 }
      let index = Int(token)
      if arity[index] > 0 { open.append((arity[index], binds[index])) }
      return depth
    }
  }
}

/// Statements whose free variables stand for anything of their sort, as numbers of their tokens in one array: a run has
/// thousands, and as terms each of them would take kilobytes in a hundred pieces.
struct StatementPatterns: Sendable {
  let numbers: TokenNumbers
  private var tokens: [UInt16] = []
  /// End of each pattern in `tokens`.
  private var ends: [Int] = []

  init(_ grammar: Grammar) { numbers = TokenNumbers(grammar) }

  var count: Int { ends.count }

  mutating func append(_ pattern: [UInt16]) {
    tokens += pattern
    ends.append(tokens.count)
  }

  subscript(index: Int) -> ArraySlice<UInt16> {
    tokens[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Index of the first pattern of which the statement is an instance.
  func firstIndex(matching statement: [UInt16]) -> Int? {
    let target = Target(statement, numbers)
    return ends.indices.first { Self.isInstance(target, of: self[$0]) }
  }

  /// A statement that is held against many patterns.
  struct Target: Sendable {
    let tokens: [UInt16]
    /// End of the term that begins at each token.
    let ends: [Int]
    /// Number of binders around each token.
    let depths: [Int]

    init(_ tokens: [UInt16], _ numbers: TokenNumbers) {
      self.tokens = tokens
      ends = tokens.indices.map { numbers.end(of: $0, in: tokens) }
      depths = numbers.depths(of: tokens)
    }
  }

  /// One-sided matching, as `Term.matching`: what a variable stands for never mentions a variable that is bound around it.
  static func isInstance(_ target: Target, of pattern: ArraySlice<UInt16>) -> Bool {
    var values = [Range<Int>?](repeating: nil, count: Grammar.variableTokens.count)
    var at = 0
    for token in pattern {
      guard at < target.tokens.count else { return false }
      guard TokenNumbers.isFree(token) else {
        if target.tokens[at] != token { return false }
        at += 1
        continue
      }
      let part = at..<target.ends[at]
      if let known = values[Int(token)] {
        if target.tokens[known] != target.tokens[part] { return false }
      } else {
        let around = target.depths[at]
        let mentionsBound = target.tokens[part].contains {
          TokenNumbers.depth($0).map { $0 < around } ?? false
        }
        if mentionsBound { return false }
        values[Int(token)] = part
      }
      at = part.upperBound
    }
    return at == target.tokens.count
  }
}
