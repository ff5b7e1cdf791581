import Foundation
import Records
import Terms

/// A premise chosen for a goal.
public struct RankedPremise: Hashable, Sendable {
  public let entry: LemmaEntry
  public let relevance: Double
}

/// Scores premises against a goal: shared symbols, rare ones counting more (after MePo: Meng and
/// Paulson 2009, "Lightweight relevance filtering for machine-generated resolution problems"), and
/// whether a side or the conclusion matches something in the goal.
public struct RelevanceFilter: Sendable {
  private let entries: [LemmaEntry]
  private let frequency: [String: Int]

  /// - Parameter theory: counted for the rarity of symbols only.
  public init(entries: [LemmaEntry], theory: [TheoryLemma] = []) {
    self.entries = entries
    var frequency: [String: Int] = [:]
    for schema in entries.map(\.schema) + theory.map(\.schema) {
      for symbol in Self.symbols(schema.term) { frequency[symbol, default: 0] += 1 }
    }
    self.frequency = frequency
  }

  static func symbols(_ term: Term) -> Set<String> { Set(term.subterms.compactMap(\.head)) }

  /// 1 + 2 ÷ log₂(1 + occurrences): a symbol that one premise has weighs 3, a common one a little
  /// above 1.
  private func rarity(_ symbol: String) -> Double {
    1 + 2 / log2(1 + Double(max(1, frequency[symbol] ?? 1)))
  }

  /// How much `entry` has to do with a statement, at least 0: up to 1 for shared symbols; 1 for a side
  /// that matches something in it (½ where rewriting with it would not shrink); 1 for a
  /// conclusion that matches its conclusion (¼ for one such as `a = b`, which matches everything).
  public func relevance(of entry: LemmaEntry, to statement: Term) -> Double {
    let (hypotheses, target) = statement.implication
    let goal = ([target] + hypotheses).reduce(into: Set<String>()) {
      $0.formUnion(Self.symbols($1))
    }
    let own = Self.symbols(entry.schema.term).sorted()
    // Sums go in a fixed order: floating-point addition must not depend on hashing.
    let shared = own.filter(goal.contains).reduce(0) { $0 + rarity($1) }
    let foreign = Double(own.count { !goal.contains($0) })
    var score = shared > 0 ? shared / (shared + foreign) : 0
    let variables = entry.schema.variableNames
    let conclusion = entry.schema.term.implication.conclusion
    if conclusion.head != nil, conclusion.matching(target, variables: variables) != nil {
      score += conclusion.symbolCount > 1 ? 1 : 0.25
    }
    guard let (left, right) = entry.sides else { return score }
    let parts = ([target] + hypotheses).flatMap(\.subterms)
    func occurs(_ side: Term) -> Bool {
      side.head != nil && parts.contains { side.matching($0, variables: variables) != nil }
    }
    if occurs(left) {
      score += entry.orientation == .none ? 0.5 : 1
    } else if occurs(right) {
      score += 0.5
    }
    return score
  }

  /// The most relevant entries, best first; equal ones by usefulness, then by name.
  public func select(for statement: Term, limit: Int) -> [RankedPremise] {
    entries.map { RankedPremise(entry: $0, relevance: relevance(of: $0, to: statement)) }
      .sorted { left, right in
        if left.relevance != right.relevance { return left.relevance > right.relevance }
        if left.entry.usefulness != right.entry.usefulness {
          return left.entry.usefulness > right.entry.usefulness
        }
        return left.entry.name < right.entry.name
      }
      .prefix(max(0, limit)).map { $0 }
  }
}
