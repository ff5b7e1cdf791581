/// A lexicographic path order (Kamin and Lévy 1980; Baader and Nipkow, "Term Rewriting and All
/// That", 5.4.2): rules oriented by it terminate, and unlike Knuth–Bendix weights it can orient
/// `Nat.succ a * b = a * b + b`, whose right side is larger and repeats a variable.
///
/// **Precedence** of symbols: first by definition, a symbol that the theory's rules define in terms
/// of others stands above them (`*` over `+` over `Nat.succ`); then a symbol that consumes another
/// sort than it produces (`List.length`) over one that doesn't; then the later in the signature
/// over the earlier.
public struct TermOrder: Sendable {
  private let rank: [String: Int]

  /// - Parameter rules: the theory's equations, each side as a term, oriented left to right by
  ///   whoever wrote the theory.
  public init(signature: Signature, rules: [(left: Term, right: Term)]) {
    let level = Self.definitionLevels(rules)
    let ordered = signature.symbols.enumerated().sorted { left, right in
      let a = (level[left.element.lean] ?? 0, Self.observes(left.element) ? 1 : 0, left.offset)
      let b = (level[right.element.lean] ?? 0, Self.observes(right.element) ? 1 : 0, right.offset)
      return a < b
    }
    var rank: [String: Int] = [:]
    for (index, entry) in ordered.enumerated() where rank[entry.element.lean] == nil {
      rank[entry.element.lean] = index
    }
    self.rank = rank
  }

  private static func observes(_ symbol: Symbol) -> Bool {
    symbol.arguments.contains { $0 != symbol.result }
  }

  /// How many definitions a symbol is away from the constructors.
  private static func definitionLevels(_ rules: [(left: Term, right: Term)]) -> [String: Int] {
    var uses: [String: Set<String>] = [:]
    for (left, right) in rules {
      guard let head = left.head else { continue }
      let below = Set((right.subterms + left.children.flatMap(\.subterms)).compactMap(\.head))
      uses[head, default: []].formUnion(below.subtracting([head]))
    }
    var level: [String: Int] = [:]
    // As many passes as symbols reach every level; mutually recursive definitions stop there.
    for _ in 0..<uses.count {
      for (head, below) in uses.sorted(by: { $0.key < $1.key }) {
        let above = 1 + (below.map { level[$0] ?? 0 }.max() ?? 0)
        level[head] = min(uses.count, max(level[head] ?? 0, above))
      }
    }
    return level
  }

  /// Symbols outside the signature (numerals, theorems' constants) rank lowest, by name.
  private func isAbove(_ symbol: String, _ other: String) -> Bool {
    let left = rank[symbol] ?? -1
    let right = rank[other] ?? -1
    return left == right ? symbol > other : left > right
  }

  /// Whether `left` is greater than `right` whatever is put for their variables.
  public func isGreater(_ left: Term, _ right: Term) -> Bool {
    if left == right { return false }
    if case .variable = right { return left.contains(right) }
    guard let head = left.head, let other = right.head else { return false }
    let parts = left.children
    let others = right.children
    if parts.contains(where: { $0 == right || isGreater($0, right) }) { return true }
    guard others.allSatisfy({ isGreater(left, $0) }) else { return false }
    if head != other { return isAbove(head, other) }
    for (part, otherPart) in zip(parts, others) where part != otherPart {
      return isGreater(part, otherPart)
    }
    return parts.count > others.count
  }

  /// A total order on terms with their variables taken as constants (Knuth–Bendix with unit
  /// weights): decides in which direction an equation such as `a + b = b + a` may be used on a
  /// given term. Linear time.
  public func groundCompare(_ left: Term, _ right: Term) -> Int {
    let sizes = (left.size, right.size)
    if sizes.0 != sizes.1 { return sizes.0 < sizes.1 ? -1 : 1 }
    return compareEqualSizes(left, right)
  }

  private func compareEqualSizes(_ left: Term, _ right: Term) -> Int {
    switch (left, right) {
    case (.variable(let a), .variable(let b)): return a == b ? 0 : (a < b ? -1 : 1)
    case (.variable, _): return -1
    case (_, .variable): return 1
    default: break
    }
    let heads = (left.head ?? "", right.head ?? "")
    if heads.0 != heads.1 { return isAbove(heads.0, heads.1) ? 1 : -1 }
    for (part, other) in zip(left.children, right.children) {
      let order = groundCompare(part, other)
      if order != 0 { return order }
    }
    return left.children.count - right.children.count
  }
}
