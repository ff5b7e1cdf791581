import LeanInterface
import Records

/// Terms of a domain in classes of equal values at small assignments.
struct TermClasses {
  let grammar: Grammar
  let options: EnumerationOptions
  /// Variables of all terms, with their sorts.
  let sortOf: [String: String]
  /// Classes a sort in order of discovery; the first member of each is the smallest and stands for
  /// it.
  private(set) var members: [[[Term]]]

  /// Terms given to Lean at once: an evaluation costs many times a tactic, and a process has a time
  /// limit.
  private static let waveSize = 200

  private let trial: Trial?
  /// Position of a class by its values, a sort.
  private var position: [[String: Int]]
  /// Representatives by size, a sort.
  private var representatives: [[Int: [Term]]]
  private let variables: [[Term]]

  init(_ grammar: Grammar, _ options: EnumerationOptions, _ filters: FilterOptions) {
    self.grammar = grammar
    self.options = options
    let names = grammar.sorts.indices.map { sort in
      sort == grammar.root
        ? []
        : Array(
          grammar.names[sort].prefix(min(options.variablesPerSort, grammar.maximumVariables)))
    }
    let pairs = names.enumerated().flatMap { sort, names in
      names.map { ($0, grammar.sorts[sort]) }
    }
    sortOf = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    variables = names.map { $0.map(Term.variable) }
    trial = Trial(
      domain: grammar.domain, variables: pairs, valuesMax: filters.valuesMax,
      maximum: options.assignmentsMax)
    members = grammar.sorts.map { _ in [] }
    position = grammar.sorts.map { _ in [:] }
    representatives = grammar.sorts.map { _ in [:] }
  }

  /// Adds all terms up to `limit`, larger ones built from representatives only.
  consuming func build(upTo limit: Int, pool: LeanPool, header: LeanHeader) async -> TermClasses {
    guard let trial else { return self }
    var asked = 0
    let table = trial.table(rows: trial.assignments.indices)
    var header = header
    header.prelude = [table.definition]
    for size in 1...limit {
      let terms = Array(candidates(of: size).prefix(options.termsMax - asked))
      if terms.isEmpty { continue }
      asked += terms.count
      let commands = terms.map { _, term in
        trial.command(body: grammar.domain.signature.print(term), table: table.name)
      }
      var answers: [SnippetOutcome] = []
      while answers.count < commands.count {
        let end = min(commands.count, answers.count + Self.waveSize)
        answers += await pool.run(Array(commands[answers.count..<end]), header: header)
      }
      for ((sort, term), answer) in zip(terms, answers) {
        // A term that Lean does not evaluate (an implicit argument nobody determines) is in no
        // class.
        guard case .finished(let messages, true) = answer,
          !messages.contains(where: { $0.severity == .error }),
          let values = messages.first(where: { $0.severity == .information })?.text
        else { continue }
        insert(term, sort: sort, size: size, values: values)
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

  private func candidates(of size: Int) -> [(sort: Int, term: Term)] {
    grammar.sorts.indices.flatMap { sort -> [(sort: Int, term: Term)] in
      if sort == grammar.root || Trial.arrowParts(grammar.sorts[sort]).last == "Prop" { return [] }
      var terms = size == 1 ? variables[sort] : []
      for production in grammar.productions[sort] where production.bound == nil {
        for arguments in tuples(production.arguments[...], size: size - 1) {
          terms.append(.apply(production.symbol.lean, arguments))
        }
      }
      return terms.map { (sort, $0) }
    }
  }

  private func tuples(_ sorts: ArraySlice<Int>, size: Int) -> [[Term]] {
    guard let first = sorts.first else { return size == 0 ? [[]] : [] }
    let rest = sorts.dropFirst()
    guard size >= sorts.count else { return [] }
    return (1...(size - rest.count)).flatMap { own in
      let heads = candidatesOfArgument(first, size: own)
      return heads.isEmpty
        ? []
        : tuples(rest, size: size - own).flatMap { tail in heads.map { [$0] + tail } }
    }
  }

  /// Function variables have no values to compare: each stands for itself.
  private func candidatesOfArgument(_ sort: Int, size: Int) -> [Term] {
    if Trial.arrowParts(grammar.sorts[sort]).count > 1 { return size == 1 ? variables[sort] : [] }
    return representatives[sort][size] ?? []
  }
}
