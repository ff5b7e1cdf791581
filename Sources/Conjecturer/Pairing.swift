import Basics
import LeanInterface
import Records
import Terms

/// Puts the sides of sampled statements together anew, so that they fit: sampled equations and implications are false
/// nearly always, while their sides, told apart by their values at small assignments, make as many as one likes that hold
/// there. Equal values give equations and equivalences, and truth values that follow from one another implications,
/// with one hypothesis or two.
struct Pairing {
  let table: ValueTable
  /// Terms that sampled ones are equated with, too.
  let classes: TermClasses?
  /// `l R r` with both sides of one sort, for R among `=`, `↔` and `→`.
  private let rules: [Production]

  /// nil where the grammar has nothing to pair.
  init?(_ table: ValueTable, classes: TermClasses?) {
    self.table = table
    self.classes = classes
    rules = table.grammar.productions[table.grammar.root].filter(Self.isRelation)
    if rules.isEmpty { return nil }
  }

  private static func isRelation(_ production: Production) -> Bool {
    ["=", "↔", "→"].contains(production.symbol.lean) && production.arguments.count == 2
      && production.arguments[0] == production.arguments[1]
  }

  private struct Side: Hashable {
    let sort: Int
    let term: Term
  }

  /// At most `count` statements of the given sizes that hold at all of the table's assignments, each once; made of at
  /// most `sides` sides.
  func statements(
    from sampled: [TypedTerm], sides: Int, count: Int, sizes: ClosedRange<Int>, pool: LeanPool,
    header: LeanHeader, generator: inout SplitMix64
  ) async throws(CancellationError) -> [TypedTerm] {
    let sides = Array(self.sides(of: sampled).prefix(sides))
    let values = try await table.values(
      of: sides.map { ($0.sort, $0.term) }, pool: pool, header: header)
    let shelf = Shelf(
      zip(sides, values).map { ($0, $1) }, root: table.grammar.root, rows: table.rows)
    guard !shelf.terms.isEmpty || !shelf.propositions.isEmpty else { return [] }
    var found: [TypedTerm] = []
    var seen: Set<Term> = []
    for _ in 0..<(Self.triesPerStatement * count) where found.count < count {
      let made =
        pick(rules, shelf, &generator).flatMap { rule -> Term? in
          if rule.symbol.lean == "→" { return implication(shelf, sizes, &generator) }
          return rule.arguments[0] == table.grammar.root
            ? equivalence(shelf, sizes, &generator) : equation(rule, shelf, sizes, &generator)
        }
      if let made, seen.insert(made).inserted { found.append(table.typed(made)) }
    }
    return found
  }

  private static let triesPerStatement = 20
  /// Pairs of hypotheses tried for a conclusion.
  private static let hypothesesTried = 40

  // MARK: Sides

  private func sides(of sampled: [TypedTerm]) -> [Side] {
    var found: [Side] = []
    var seen: Set<Side> = []
    func collect(_ term: Term, _ sort: Int, _ typed: TypedTerm) {
      let rule = rules.first { rule in
        term.head == rule.symbol.lean && term.children.count == 2
          && (rule.arguments[0] == table.grammar.root || isOfSort(rule, typed, term))
      }
      if let rule, sort == table.grammar.root {
        for child in term.children { collect(child, rule.arguments[0], typed) }
        if rule.arguments[0] == table.grammar.root { return }
      }
      let side = Side(sort: sort, term: term)
      if term != typed.term, table.covers(term, typed.sortOf), seen.insert(side).inserted {
        found.append(side)
      }
    }
    for typed in sampled { collect(typed.term, table.grammar.root, typed) }
    return found
  }

  /// Whether an equation is the rule's, where several sorts share the symbol.
  private func isOfSort(_ rule: Production, _ typed: TypedTerm, _ term: Term) -> Bool {
    let equation = TypedTerm(term: term, sortOf: typed.sortOf)
    return table.grammar.encode(equation)?.first == rule.token
  }

  /// Sides by their values.
  private struct Shelf {
    var terms: [(side: Side, values: String)] = []
    var byValues: [Int: [String: [Term]]] = [:]
    /// Propositions that hold at some assignments and not at others.
    var propositions: [(term: Term, holds: [Bool])] = []

    init(_ valued: [(side: Side, values: String?)], root: Int, rows: Int) {
      for (side, values) in valued {
        guard let values else { continue }
        if side.sort == root {
          guard let holds = Trial.truthValues(values, count: rows), holds.contains(true),
            holds.contains(false)
          else { continue }
          propositions.append((side.term, holds))
        } else {
          terms.append((side, values))
          byValues[side.sort, default: [:]][values, default: []].append(side.term)
        }
      }
    }
  }

  // MARK: Statements

  /// A rule drawn by its weight among those that the shelf has sides for.
  private func pick(_ rules: [Production], _ shelf: Shelf, _ generator: inout SplitMix64)
    -> Production?
  {
    let usable = rules.filter {
      $0.arguments[0] == table.grammar.root
        ? !shelf.propositions.isEmpty : shelf.byValues[$0.arguments[0]] != nil
    }
    var rest = generator.uniform() * usable.reduce(0) { $0 + $1.symbol.weight }
    return usable.first { rule in
      rest -= rule.symbol.weight
      return rest < 0
    }
  }

  /// Of two drawn entries the one with more variables: sides of few variables fit together much more often, and would
  /// be nearly all that is made.
  private static func draw<Entry>(
    _ entries: [Entry], _ term: (Entry) -> Term, _ generator: inout SplitMix64
  ) -> Entry? {
    guard let first = entries.randomElement(using: &generator),
      let second = entries.randomElement(using: &generator)
    else { return nil }
    return term(second).freeVariables.count > term(first).freeVariables.count ? second : first
  }

  private func equation(
    _ rule: Production, _ shelf: Shelf, _ sizes: ClosedRange<Int>,
    _ generator: inout SplitMix64
  ) -> Term? {
    let sort = rule.arguments[0]
    let own = shelf.terms.filter { $0.side.sort == sort }
    guard let (side, values) = Self.draw(own, { $0.side.term }, &generator) else { return nil }
    let equal =
      (classes?.members(sort: sort, values: values) ?? [])
      + (shelf.byValues[sort]?[values] ?? [])
    return equal.filter { $0 != side.term && sizes.contains(side.term.size + $0.size + 1) }
      .randomElement(using: &generator)
      .map { .apply(rule.symbol.lean, [side.term, $0]) }
  }

  private func equivalence(
    _ shelf: Shelf, _ sizes: ClosedRange<Int>, _ generator: inout SplitMix64
  ) -> Term? {
    guard let (term, holds) = Self.draw(shelf.propositions, { $0.term }, &generator) else {
      return nil
    }
    return shelf.propositions.filter {
      $0.holds == holds && $0.term != term && sizes.contains(term.size + $0.term.size + 1)
    }.randomElement(using: &generator).map { .apply("↔", [term, $0.term]) }
  }

  private func implication(
    _ shelf: Shelf, _ sizes: ClosedRange<Int>, _ generator: inout SplitMix64
  ) -> Term? {
    guard let (conclusion, holds) = Self.draw(shelf.propositions, { $0.term }, &generator) else {
      return nil
    }
    func follows(_ hypotheses: [[Bool]]) -> Bool {
      holds.indices.allSatisfy { row in holds[row] || hypotheses.contains { !$0[row] } }
    }
    if Bool.random(using: &generator) {
      return shelf.propositions.filter {
        $0.term != conclusion && sizes.contains($0.term.size + conclusion.size + 1)
          && follows([$0.holds])
      }.randomElement(using: &generator).map { .apply("→", [$0.term, conclusion]) }
    }
    for _ in 0..<Self.hypothesesTried {
      guard let first = shelf.propositions.randomElement(using: &generator),
        let second = shelf.propositions.randomElement(using: &generator),
        sizes.contains(first.term.size + second.term.size + conclusion.size + 2),
        // Both are needed, and they are not at odds with each other.
        follows([first.holds, second.holds]), !follows([first.holds]), !follows([second.holds]),
        zip(first.holds, second.holds).contains(where: { $0 && $1 })
      else { continue }
      return .apply("→", [first.term, .apply("→", [second.term, conclusion])])
    }
    return nil
  }
}
