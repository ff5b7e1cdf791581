import Records
import Terms

/// The rules that `simp only` is given: all of a domain, or those that a goal may need. A theory with forty functions
/// would hand a hundred names to each tactic.
struct SimplificationSet: Sendable {
  private struct Entry {
    /// As `simp only` takes it: `Loom.add_zero`, `← name`.
    let text: String
    let left: Term
    let variables: Set<String>
    /// Symbols that it may bring into a goal.
    let brings: Set<String>
    let premise: String
  }
  private let entries: [Entry]
  /// Rules whose statement is outside of the grammar, and all rules where the domain says them itself.
  private let all: String
  private let isChosen: Bool

  init(_ domain: Domain, _ premises: [Premise]) {
    all = Self.text(domain, premises)
    isChosen = domain.isDerived
    let used = Set(domain.simplification)
    entries = premises.compactMap { premise in
      guard let text = premise.simplification, premise.isLibrary || used.contains(premise.name)
      else { return nil }
      let conclusion = premise.conclusion.term
      var sides = (left: conclusion, right: Term.apply("True", []))
      if case .apply(let relation, let parts) = conclusion, relation == "=" || relation == "↔" {
        sides = text.hasPrefix("←") ? (parts[1], parts[0]) : (parts[0], parts[1])
      }
      return Entry(
        text: text, left: sides.left, variables: premise.variables,
        brings: Self.symbols(premise.body), premise: premise.name)
    }
  }

  /// The theory's rules and the library's, as `simp only` takes them.
  static func text(_ domain: Domain, _ premises: [Premise]) -> String {
    (domain.simplification + premises.filter(\.isLibrary).compactMap(\.simplification))
      .joined(separator: ", ")
  }

  private static func symbols(_ term: Term) -> Set<String> {
    Set(term.subterms.compactMap(\.head))
  }

  /// What stands for `{s}` at a goal: where the domain is derived, the rules whose head symbol occurs in it or in what
  /// other such rules make of it.
  func text(for goal: ParsedGoal) -> String {
    let terms = [goal.target].compactMap { $0 } + goal.hypotheses.compactMap(\.term)
    guard isChosen, goal.target != nil else { return all }
    var known = Set(terms.flatMap(Self.symbols))
    var chosen: Set<Int> = []
    var grew = true
    while grew {
      grew = false
      for (index, entry) in entries.enumerated() where !chosen.contains(index) {
        guard let head = entry.left.head, known.contains(head) else { continue }
        chosen.insert(index)
        known.formUnion(entry.brings)
        grew = true
      }
    }
    return chosen.sorted().map { entries[$0].text }.joined(separator: ", ")
  }

  /// Whether a rule fits somewhere in a term, or a condition is decided.
  func applies(to term: Term) -> Bool {
    term.subterms.contains { part in
      if case .apply("ite", let arguments) = part, arguments.first?.isDecidedEquation == true {
        return true
      }
      if part.isDecidedEquation { return true }
      guard let head = part.head else { return false }
      return entries.contains {
        $0.left.head == head && $0.left.matching(part, variables: $0.variables) != nil
      }
    }
  }
}

extension Term {
  private static let truthValues: [Term] = [.apply("true", []), .apply("false", [])]

  /// `true = true`, `false = true`, `a = a`.
  fileprivate var isDecidedEquation: Bool {
    guard case .apply("=", let sides) = self, sides.count == 2 else { return false }
    return sides[0] == sides[1] || sides.allSatisfy(Self.truthValues.contains)
  }
}
