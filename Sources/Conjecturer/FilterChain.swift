import Foundation
import LeanInterface
import Records

/// What became of a candidate, in the order of the filters: cheap ones first.
public enum FilterOutcome: String, Codable, Sendable, CaseIterable {
  /// Known already, or proposed twice.
  case duplicate
  /// An instance of a theorem.
  case instance
  /// An instance of another conjecture of the same request that is new and says more: it may come again when that one has
  /// failed.
  case special
  /// False at small values.
  case refuted
  /// Lean does not elaborate it.
  case illFormed
  /// A part of it says nothing: a conclusion or disjunct that is true by itself, hypotheses that
  /// contradict or are always true, a quantifier without an occurrence, an atom in whose place
  /// anything could stand.
  case vacuous
  /// A triviality tactic proves it.
  case trivial
  /// A triviality tactic simplifies it: what is left says the same in fewer symbols.
  case reducible
  case kept
  /// Kept too, although no small value could be tried or Lean declined on the way.
  case keptUndecided

  var isKept: Bool { self == .kept || self == .keptUndecided }
}

/// A statement on its way through the filters.
struct Candidate: Sendable {
  var typed: TypedTerm
  var statement: Statement
  var source: ConjectureSource
  var parents: [String] = []
  /// Normal form of the equation or equivalence read from right to left; nil for other statements.
  var turnedForm: String?

  /// Its normal form, and that of the same read from right to left.
  var normalForms: [String] { [statement.normalForm, turnedForm].compactMap { $0 } }

  /// An equation gets the side to the left that is greater in the grammar's term order, so that it is simplified from left
  /// to right as most definitions are; where the order has no say, and in an equivalence, the larger side. What was found
  /// by hindsight stays as it was proved.
  init(_ given: TypedTerm, in grammar: Grammar, source: ConjectureSource, parents: [String] = []) {
    typed = given
    let domain = grammar.domain
    if let turned = typed.term.turned {
      let isTurned = source != .hindsight && grammar.prefers(turned, to: typed.term)
      turnedForm =
        domain.statement(isTurned ? typed.term : turned, sortOf: typed.sortOf).normalForm
      if isTurned { typed.term = turned }
    }
    statement = domain.statement(typed.term, sortOf: typed.sortOf)
    self.source = source
    self.parents = parents
  }
}

/// A conjecture that is false at small values, with a script that should prove its negation. Only a
/// checker can say that it does.
public struct Refutation: Hashable, Sendable {
  public var statement: Statement
  /// Lean text of each variable's value.
  public var values: [String: String]
  /// Tactic text for `¬ statement.closedProposition`.
  public var script: String
}

/// Bounds of the filters.
public struct FilterOptions: Hashable, Codable, Sendable {
  /// Small values tried a variable.
  public var valuesMax: Int
  /// Assignments tried a statement.
  public var assignmentsMax: Int
  /// Of these, so many first; most false statements go no further.
  public var assignmentsFirst: Int

  public init(valuesMax: Int = 5, assignmentsMax: Int = 32, assignmentsFirst: Int = 4) {
    self.valuesMax = valuesMax
    self.assignmentsMax = assignmentsMax
    self.assignmentsFirst = assignmentsFirst
  }
}

/// Decides which candidates are worth a prover's time. Lean elaborates, evaluates and proves; a
/// filter on which it declines lets the candidate pass. Cancelled filters throw.
struct FilterChain: Sendable {
  let pool: LeanPool
  let header: LeanHeader
  let domain: Domain
  let options: FilterOptions
  /// In place of the domain's triviality tactics, with nothing left to fill.
  var baseline: [String]?

  struct Result: Sendable {
    /// In the order of the candidates.
    var outcomes: [FilterOutcome]
    var refutations: [Refutation]
  }

  /// `seen` holds the normal forms proposed earlier in the same round, and grows.
  func run(
    _ candidates: [Candidate], known: KnownStatements, round: Int, seen: inout Set<String>
  ) async throws(CancellationError) -> Result {
    var outcomes: [FilterOutcome?] = candidates.map { candidate in
      let forms = candidate.normalForms
      if forms.contains(where: { seen.contains($0) || known.contains($0, round: round) }) {
        return .duplicate
      }
      seen.formUnion(forms)
      if known.generalisation(of: candidate.typed) != nil { return .instance }
      return Vacuity.hasUnusedBinder(candidate.typed.term) ? .vacuous : nil
    }
    var undecided: Set<Int> = []
    var refutations: [Refutation] = []
    let open = { outcomes.indices.filter { outcomes[$0] == nil } }

    // Paired statements hold at small values already.
    let unseen = open().filter { candidates[$0].source != .pairing }
    let first = try await evaluate(candidates, unseen, .firstRows)
    apply(first, candidates, &outcomes, &undecided, &refutations)
    let decided = { open().filter { !undecided.contains($0) } }
    let rest = try await evaluate(candidates, decided(), .allRows)
    apply(rest, candidates, &outcomes, &undecided, &refutations)
    for (index, evaluation) in try await evaluate(candidates, decided(), .idleAtoms)
    where evaluation?.showsIdleAtom == true { outcomes[index] = .vacuous }

    // At a carrier Lean may find an implicit type that the general statement leaves open: what was
    // refuted there is checked too where the domain has type parameters.
    let doubtful =
      domain.parameters.isEmpty ? [] : outcomes.indices.filter { outcomes[$0] == .refuted }
    for (index, isWellFormed) in try await wellFormed(candidates, open() + doubtful) {
      switch isWellFormed {
      case true: break
      case false: outcomes[index] = .illFormed
      case nil: undecided.insert(index)
      }
    }
    let illFormed = Set(
      outcomes.indices.filter { outcomes[$0] == .illFormed }.map { candidates[$0].statement })
    refutations.removeAll { illFormed.contains($0.statement) }
    for (index, ease) in try await ease(of: candidates, open()) {
      switch ease {
      case .trivial: outcomes[index] = .trivial
      case .reducible: outcomes[index] = .reducible
      case .worthy: break
      case .unknown: undecided.insert(index)
      }
    }
    return Result(
      outcomes: outcomes.enumerated().map { index, outcome in
        outcome ?? (undecided.contains(index) ? .keptUndecided : .kept)
      }, refutations: refutations)
  }

  // MARK: Small values

  /// What is evaluated of a candidate.
  private enum Question {
    /// The statement at a few assignments: most false ones go no further.
    case firstRows
    /// The statement and its parts at all assignments.
    case allRows
    /// The statement without each of its atoms, at all assignments.
    case idleAtoms
  }

  private struct Evaluation {
    let trial: Trial
    let rows: Range<Int>
    let parts: [Vacuity.Part]
    /// Sizes of the groups that stand in place of the statement and its parts.
    let groups: [Int]
    /// Truth values a row: the statement, then its parts, or the groups' statements; nil where Lean did not compute
    /// them.
    var values: [[Bool]]?

    /// Whether all statements of some group hold everywhere.
    var showsIdleAtom: Bool {
      guard let values, !values.isEmpty else { return false }
      var start = 0
      return groups.contains { size in
        let columns = start..<(start + size)
        start += size
        return values.allSatisfy { row in columns.allSatisfy { row[$0] } }
      }
    }
  }

  private func evaluate(
    _ candidates: [Candidate], _ indices: [Int], _ question: Question
  ) async throws(CancellationError) -> [(index: Int, evaluation: Evaluation?)] {
    var commands: [String] = []
    var tables: [String: String] = [:]
    var asked: [(index: Int, width: Int, evaluation: Evaluation)] = []
    var found: [(index: Int, evaluation: Evaluation?)] = []
    for index in indices {
      let typed = candidates[index].typed
      let variables = typed.term.freeVariables.map { ($0, typed.sortOf[$0] ?? "_") }
      guard
        let trial = Trial(
          domain: domain, variables: variables, valuesMax: options.valuesMax,
          maximum: options.assignmentsMax)
      else {
        found.append((index, nil))
        continue
      }
      let groups = question == .idleAtoms ? Vacuity.idleAtoms(of: typed.term) : []
      if question == .idleAtoms, groups.isEmpty { continue }
      let all = trial.assignments.count
      let rows = 0..<(question == .firstRows ? min(options.assignmentsFirst, all) : all)
      let parts = question == .allRows ? Vacuity.parts(of: typed.term) : []
      let terms = groups.isEmpty ? [typed.term] + parts.map(\.term) : groups.flatMap { $0 }
      let decisions = terms.map { "decide (\(domain.signature.print($0)))" }
      asked.append(
        (
          index, terms.count,
          Evaluation(trial: trial, rows: rows, parts: parts, groups: groups.map(\.count))
        ))
      let table = trial.table(rows: rows)
      tables[table.name] = table.definition
      commands.append(
        trial.command(body: "[\(decisions.joined(separator: ", "))]", table: table.name))
    }
    var header = header
    header.prelude = tables.values.sorted()
    let answers = commands.isEmpty ? [] : try await pool.run(commands, header: header)
    for (question, answer) in zip(asked, answers) {
      var evaluation = question.evaluation
      evaluation.values = Self.values(answer, evaluation.rows.count, question.width)
      found.append((question.index, evaluation))
    }
    return found.sorted { $0.index < $1.index }
  }

  private static func values(_ answer: SnippetOutcome, _ rows: Int, _ width: Int) -> [[Bool]]? {
    guard case .finished(let messages, true) = answer,
      !messages.contains(where: { $0.severity == .error }),
      let text = messages.first(where: { $0.severity == .information })?.text,
      let flat = Trial.truthValues(text, count: rows * width)
    else { return nil }
    return (0..<rows).map { Array(flat[($0 * width)..<(($0 + 1) * width)]) }
  }

  private func apply(
    _ found: [(index: Int, evaluation: Evaluation?)], _ candidates: [Candidate],
    _ outcomes: inout [FilterOutcome?], _ undecided: inout Set<Int>,
    _ refutations: inout [Refutation]
  ) {
    for (index, evaluation) in found {
      guard let evaluation, let values = evaluation.values else {
        undecided.insert(index)
        continue
      }
      if let row = values.firstIndex(where: { !$0[0] }) {
        outcomes[index] = .refuted
        let statement = candidates[index].statement
        if let script = evaluation.trial.disproof(of: statement, row: row) {
          let pairs = zip(
            evaluation.trial.variables.map(\.name), evaluation.trial.assignments[row])
          refutations.append(
            Refutation(
              statement: statement,
              values: Dictionary(pairs, uniquingKeysWith: { first, _ in first }), script: script))
        }
      } else if Vacuity.isVacuous(evaluation.parts, values: values.map { Array($0.dropFirst()) }) {
        outcomes[index] = .vacuous
      }
    }
  }

  // MARK: Elaboration and triviality

  private func wellFormed(_ candidates: [Candidate], _ indices: [Int])
    async throws(CancellationError) -> [(Int, Bool?)]
  {
    if indices.isEmpty { return [] }
    let snippets = indices.map { "example : Prop := \(candidates[$0].statement.closedProposition)" }
    let answers = try await pool.run(snippets, header: header)
    return zip(indices, answers).map { index, answer in
      if case .declined = answer { return (index, nil) }
      return (index, !answer.hasErrors)
    }
  }

  private enum Ease { case trivial, reducible, worthy, unknown }

  /// What the triviality tactics make of each candidate.
  private func ease(of candidates: [Candidate], _ indices: [Int])
    async throws(CancellationError) -> [(Int, Ease)]
  {
    let rules = domain.simplification.joined(separator: ", ")
    let tactics =
      baseline ?? domain.baseline.map { $0.replacingOccurrences(of: "{s}", with: rules) }
    if indices.isEmpty || tactics.isEmpty { return indices.map { ($0, .worthy) } }
    let steps = indices.map { index in
      let statement = candidates[index].statement
      return GoalStep(
        goal: Goal(context: statement.binders, target: statement.target), tactics: tactics)
    }
    let answers = try await pool.step(steps, header: header)
    return zip(indices, answers).map { index, outcomes in
      var ease = Ease.worthy
      for outcome in outcomes {
        switch outcome {
        case .closed: return (index, .trivial)
        case .goals: ease = .reducible
        case .declined: if case .worthy = ease { ease = .unknown }
        case .error: break
        }
      }
      return (index, ease)
    }
  }
}
