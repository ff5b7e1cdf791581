import LeanInterface
import Records
import Terms

/// Values of a domain's terms at one set of small assignments, computed by Lean. Terms over the table's variables with
/// the same text of values are equal as far as the assignments tell.
struct ValueTable: Sendable {
  let grammar: Grammar
  /// Variables of the table, with their sorts.
  let sortOf: [String: String]
  /// Variables a sort, as terms.
  let variables: [[Term]]
  /// Number of assignments.
  var rows: Int { trial.assignments.count }

  private let trial: Trial

  /// Terms given to Lean at once: an evaluation costs many times a tactic, and a process has a time
  /// limit.
  private static let waveSize = 200

  /// nil where a sort with variables has no values.
  init?(_ grammar: Grammar, _ options: EnumerationOptions, _ filters: FilterOptions) {
    self.grammar = grammar
    let names = grammar.sorts.indices.map { sort in
      // Truth values are few: propositional variables may be as many as a statement can have.
      let most = sort == grammar.root ? grammar.maximumVariables : options.variablesPerSort
      return Array(grammar.names[sort].prefix(min(most, grammar.maximumVariables)))
    }
    let pairs = names.enumerated().flatMap { sort, names in
      names.map { ($0, grammar.sorts[sort]) }
    }
    sortOf = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    variables = names.map { $0.map(Term.variable) }
    guard
      let trial = Trial(
        domain: grammar.domain, variables: pairs, valuesMax: filters.valuesMax,
        maximum: options.assignmentsMax)
    else { return nil }
    self.trial = trial
  }

  /// Lean's text of each term's values; nil where Lean does not evaluate it (an implicit argument nobody determines, a
  /// proposition that it cannot decide).
  func values(of terms: [(sort: Int, term: Term)], pool: LeanPool, header: LeanHeader)
    async throws(CancellationError) -> [String?]
  {
    let table = trial.table(rows: trial.assignments.indices)
    var header = header
    header.prelude = [table.definition]
    let commands = terms.map { sort, term in
      let text = grammar.domain.signature.print(term)
      return trial.command(
        body: sort == grammar.root ? "decide (\(text))" : text, table: table.name)
    }
    var answers: [SnippetOutcome] = []
    while answers.count < commands.count {
      let end = min(commands.count, answers.count + Self.waveSize)
      answers += try await pool.run(Array(commands[answers.count..<end]), header: header)
    }
    return answers.map { answer in
      guard case .finished(let messages, true) = answer,
        !messages.contains(where: { $0.severity == .error })
      else { return nil }
      return messages.first { $0.severity == .information }?.text
    }
  }

  /// Whether all free variables of the term are the table's.
  func covers(_ term: Term, _ sorts: [String: String]) -> Bool {
    term.freeVariables.allSatisfy { sorts[$0] != nil && sortOf[$0] == sorts[$0] }
  }

  /// Whether the term's variables first occur in the table's order, none left out.
  func hasVariablesInOrder(_ term: Term) -> Bool {
    var occurring: [String: [Term]] = [:]
    for name in term.freeVariables {
      occurring[sortOf[name] ?? "", default: []].append(.variable(name))
    }
    return zip(grammar.sorts, variables).allSatisfy { sort, names in
      names.starts(with: occurring[sort] ?? [])
    }
  }

  func typed(_ term: Term) -> TypedTerm {
    TypedTerm(term: term, sortOf: sortOf.filter { term.occurrences(of: $0.key) > 0 })
  }
}
