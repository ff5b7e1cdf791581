/// A lexicographic path order (Kamin and Lévy 1980; Baader and Nipkow, "Term Rewriting and All
/// That", 5.4.2): rules oriented by it terminate, and unlike Knuth–Bendix weights it can orient
/// `Nat.succ a * b = a * b + b`, whose right side is larger and repeats a variable.
///
/// **Precedence** of symbols: first by definition, a symbol that the theory's rules define in terms
/// of others stands above them (`*` over `+` over `Nat.succ`); then a symbol with arguments, none of the
/// sort that it produces (`List.length`), over others; then the later in the signature over the earlier.
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
    !symbol.arguments.isEmpty && !symbol.arguments.contains(symbol.result)
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

  /// Whether `left` is greater than `right` whatever is put for their variables. Time and memory grow with the product of
  /// the sizes.
  public func isGreater(_ left: Term, _ right: Term) -> Bool {
    var comparison = Comparison(order: self, left: left, right: right)
    return comparison.isGreater(0, 0)
  }

  /// Subterms of two terms, compared once a pair: anew each time they would be compared exponentially often.
  private struct Comparison {
    private let order: TermOrder
    private let left: Subterms
    private let right: Subterms
    private var answers: [Bool?]

    init(order: TermOrder, left: Term, right: Term) {
      self.order = order
      self.left = Subterms(left)
      self.right = Subterms(right)
      answers = [Bool?](repeating: nil, count: self.left.terms.count * self.right.terms.count)
    }

    /// The arguments are positions of subterms.
    mutating func isGreater(_ a: Int, _ b: Int) -> Bool {
      let pair = a * right.terms.count + b
      if let known = answers[pair] { return known }
      let answer = computed(a, b)
      answers[pair] = answer
      return answer
    }

    private mutating func computed(_ a: Int, _ b: Int) -> Bool {
      if left.terms[a] == right.terms[b] { return false }
      for part in left.children[a] where left.terms[part] == right.terms[b] || isGreater(part, b) {
        return true
      }
      guard let head = left.terms[a].head, let other = right.terms[b].head else { return false }
      for part in right.children[b] where !isGreater(a, part) { return false }
      if head != other { return order.isAbove(head, other) }
      for (part, otherPart) in zip(left.children[a], right.children[b])
      where left.terms[part] != right.terms[otherPart] {
        return isGreater(part, otherPart)
      }
      return left.children[a].count > right.children[b].count
    }
  }

  /// A term's subterms in prefix order, and the positions of each one's children.
  private struct Subterms {
    private(set) var terms: [Term] = []
    private(set) var children: [[Int]] = []

    init(_ term: Term) { append(term) }

    private mutating func append(_ term: Term) {
      let position = terms.count
      terms.append(term)
      children.append([])
      for child in term.children {
        children[position].append(terms.count)
        append(child)
      }
    }
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
