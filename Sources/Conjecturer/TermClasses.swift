import LeanInterface
import Terms

/// Terms of a domain in classes of equal values at small assignments.
struct TermClasses {
  let table: ValueTable
  /// Classes a sort in order of discovery; the first member of each is the smallest and stands for
  /// it.
  private(set) var members: [[[Term]]]

  private let options: EnumerationOptions
  private var grammar: Grammar { table.grammar }
  /// Position of a class by its values, a sort.
  private var position: [[String: Int]]
  /// Representatives by size, a sort.
  private var representatives: [[Int: [Term]]]

  init(_ table: ValueTable, _ options: EnumerationOptions) {
    self.table = table
    self.options = options
    let sorts = table.grammar.sorts
    members = sorts.map { _ in [] }
    position = sorts.map { _ in [:] }
    representatives = sorts.map { _ in [:] }
  }

  /// The terms with these values.
  func members(sort: Int, values: String) -> [Term] {
    position[sort][values].map { members[sort][$0] } ?? []
  }

  /// Adds all terms up to `limit`, larger ones built from representatives only.
  consuming func build(upTo limit: Int, pool: LeanPool, header: LeanHeader)
    async throws(CancellationError) -> TermClasses
  {
    var asked = 0
    for size in 1...limit {
      let terms = Array(candidates(of: size).prefix(options.termsMax - asked))
      if terms.isEmpty { continue }
      asked += terms.count
      for ((sort, term), values) in zip(
        terms, try await table.values(of: terms, pool: pool, header: header))
      {
        if let values { insert(term, sort: sort, size: size, values: values) }
      }
    }
    return self
  }

  private mutating func insert(_ term: Term, sort: Int, size: Int, values: String) {
    if let known = position[sort][values] {
      members[sort][known].append(term)
    } else {
      position[sort][values] = members[sort].count
      members[sort].append([term])
      representatives[sort][size, default: []].append(term)
    }
  }

  /// One of each sort in turn, and those whose variables come in order first: where a limit cuts, it cuts off no sort, and
  /// rather a renamed term than a new one.
  private func candidates(of size: Int) -> [(sort: Int, term: Term)] {
    let found = grammar.sorts.indices.flatMap { sort -> [(place: Int, sort: Int, term: Term)] in
      if sort == grammar.root || Trial.arrowParts(grammar.sorts[sort]).last == "Prop" { return [] }
      var terms = size == 1 ? table.variables[sort] : []
      for production in grammar.productions[sort] where production.bound == nil {
        for arguments in tuples(production.arguments[...], size: size - 1) {
          terms.append(.apply(production.symbol.lean, arguments))
        }
      }
      let isOrdered = Dictionary(grouping: terms, by: table.hasVariablesInOrder)
      return [true, false].flatMap { isOrdered[$0] ?? [] }.enumerated()
        .map { ($0.offset, sort, $0.element) }
    }
    return found.sorted { ($0.place, $0.sort) < ($1.place, $1.sort) }.map { ($0.sort, $0.term) }
  }

  private func tuples(_ sorts: ArraySlice<Int>, size: Int) -> [[Term]] {
    guard let first = sorts.first else { return size == 0 ? [[]] : [] }
    let rest = sorts.dropFirst()
    guard size >= sorts.count else { return [] }
    // The larger argument to the left first: such terms stand for their classes, as theories write them.
    return (1...(size - rest.count)).reversed().flatMap { own in
      let heads = candidatesOfArgument(first, size: own)
      return heads.isEmpty
        ? []
        : tuples(rest, size: size - own).flatMap { tail in heads.map { [$0] + tail } }
    }
  }

  /// Function variables have no values to compare: each stands for itself.
  private func candidatesOfArgument(_ sort: Int, size: Int) -> [Term] {
    if Trial.arrowParts(grammar.sorts[sort]).count > 1 {
      return size == 1 ? table.variables[sort] : []
    }
    return representatives[sort][size] ?? []
  }
}
