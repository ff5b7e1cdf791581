import LeanInterface
import Records
import Terms

/// Bounds of the enumeration.
public struct EnumerationOptions: Hashable, Codable, Sendable {
  /// Statements enumerated directly, over all sizes.
  public var formulasMax: Int
  /// Terms whose values Lean is asked for, over all sizes.
  public var termsMax: Int
  /// Largest size of other statements in a domain that has equations.
  public var formulaSizeMax: Int
  /// Distinct variables a sort in enumerated terms.
  public var variablesPerSort: Int
  /// Assignments at which terms are compared. Too few only pair more terms, which the filters then
  /// refute.
  public var assignmentsMax: Int

  public init(
    formulasMax: Int = 5000, termsMax: Int = 3000, formulaSizeMax: Int = 6,
    variablesPerSort: Int = 3, assignmentsMax: Int = 16
  ) {
    self.assignmentsMax = assignmentsMax
    self.formulasMax = formulasMax
    self.termsMax = termsMax
    self.formulaSizeMax = formulaSizeMax
    self.variablesPerSort = variablesPerSort
  }
}

/// All small statements of a domain in order of size, general before special. Equations between
/// terms are not enumerated blindly: terms are put into classes by their values at small
/// assignments and paired within a class, larger terms being built from one representative a class
/// (QuickSpec; Smallbone et al., JFP 27, 2017).
struct Enumerator {
  /// All small statements, and the classes of terms that their equations came from.
  struct Small: Sendable {
    var statements: [TypedTerm]
    var classes: TermClasses?
  }

  let grammar: Grammar
  let options: EnumerationOptions
  let filters: FilterOptions
  let pool: LeanPool
  let header: LeanHeader

  private var domain: Domain { grammar.domain }

  /// Statements up to the domain's `exhaustiveSize`, without repetition.
  func statements() async throws(CancellationError) -> Small {
    let limit = domain.grammar.exhaustiveSize
    let classes = try await classes(upTo: limit)
    let equations = classes.map { self.equations(in: $0, upTo: limit) } ?? []
    // Where there are equations, relations beside them would crowd them out.
    let found =
      equations + formulas(upTo: equations.isEmpty ? limit : min(limit, options.formulaSizeMax))
    var seen: Set<String> = []
    let unique = found.compactMap { typed -> (TypedTerm, Statement)? in
      let statement = domain.statement(typed.term, sortOf: typed.sortOf)
      return seen.insert(statement.normalForm).inserted ? (typed, statement) : nil
    }
    return Small(
      statements: unique.sorted { Self.key($0) < Self.key($1) }.map(\.0), classes: classes)
  }

  private static func key(_ entry: (TypedTerm, Statement)) -> (Int, Int, Int, String) {
    (
      entry.1.size, -entry.0.term.freeVariables.count, rightGrowth(of: entry.0.term),
      entry.1.normalForm
    )
  }

  /// How many operations have their larger argument on the right: theories recurse on the right argument and write what
  /// they have so far to its left, `a * succ b = a * b + a`.
  private static func rightGrowth(of term: Term) -> Int {
    let own = term.children.count == 2 && term.children[0].size < term.children[1].size ? 1 : 0
    return term.children.reduce(own) { $0 + rightGrowth(of: $1) }
  }

  // MARK: Formulas

  /// `=` between terms that are no propositions: left to `equations`.
  private func isEquation(_ production: Production) -> Bool {
    production.symbol.lean == "=" && production.arguments.count == 2
      && production.arguments.allSatisfy { $0 != grammar.root }
  }

  private func formulas(upTo limit: Int) -> [TypedTerm] {
    var found: [TypedTerm] = []
    guard limit > 0 else { return [] }
    for size in 1...limit {
      var tokens: [String] = []
      extend(&tokens, GrammarState(grammar), size: size, &found)
    }
    return found
  }

  private func extend(
    _ tokens: inout [String], _ state: GrammarState, size: Int, _ found: inout [TypedTerm]
  ) {
    if found.count >= options.formulasMax { return }
    if state.isComplete {
      guard state.size == size, let typed = grammar.decode(tokens) else { return }
      if !Vacuity.hasUnusedBinder(typed.term) { found.append(typed) }
      return
    }
    for token in state.allowed(grammar, sizes: size...size) {
      if tokens.isEmpty, let production = grammar.byToken[token], isEquation(production) {
        continue
      }
      var next = state
      guard next.take(token, grammar) else { continue }
      tokens.append(token)
      extend(&tokens, next, size: size, &found)
      tokens.removeLast()
    }
  }

  // MARK: Equations

  private var equationRules: [Production] {
    grammar.productions[grammar.root].filter(isEquation)
  }

  private func classes(upTo limit: Int) async throws(CancellationError) -> TermClasses? {
    guard !equationRules.isEmpty, limit >= 3, let table = ValueTable(grammar, options, filters)
    else { return nil }
    return try await TermClasses(table, options).build(
      upTo: max(1, limit - 4), pool: pool, header: header)
  }

  private func equations(in classes: TermClasses, upTo limit: Int) -> [TypedTerm] {
    var found: [TypedTerm] = []
    for rule in equationRules {
      for members in classes.members[rule.arguments[0]] {
        for (later, left) in members.enumerated().dropFirst() {
          for right in members[..<later] where left.size + right.size + 1 <= limit {
            found.append(classes.table.typed(.apply(rule.symbol.lean, [left, right])))
          }
        }
      }
    }
    return found
  }
}
