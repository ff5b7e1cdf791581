import Terms

/// A proof state with one target: what Lean shows between `case` and the next blank line.
public struct Goal: Hashable, Codable, Sendable {
  /// `zero`, `succ`, `mp`…; nil when Lean names none.
  public var caseName: String?
  /// Variables and hypotheses in Lean's order, one entry a name.
  public var context: [Binder]
  /// Lean text after `⊢`.
  public var target: String

  public init(caseName: String? = nil, context: [Binder], target: String) {
    self.caseName = caseName
    self.context = context
    self.target = target
  }

  /// Identity within a search: everything but the case name.
  public var key: String {
    context.map { "\($0.name) : \($0.typeText)" }.joined(separator: "\n") + "\n⊢ " + target
  }

  /// The goal as Lean shows it.
  public var text: String {
    (caseName.map { "case \($0)\n" } ?? "") + key
  }

  /// False where the text does not say everything (inaccessible names, elided terms, metavariables): such a goal
  /// cannot be restated as a theorem.
  public var isRestatable: Bool {
    let all = key
    if all.contains(where: { "✝⋯".contains($0) }) { return false }
    // `?m.3` is a metavariable, `l.head?` is not.
    return !zip(" " + all, all).contains { before, character in
      character == "?" && !before.isLetter && !before.isNumber && !"_'".contains(before)
    }
  }

  /// Whether it may name universes: `Type u_1`, `List.{u} α`.
  public var hasUniverses: Bool {
    let all = key
    return all.contains(".{")
      || ["Type ", "Sort "].contains { word in
        all.ranges(of: word).contains { range in
          range.upperBound < all.endIndex
            && (all[range.upperBound].isLetter || all[range.upperBound] == "(")
        }
      }
  }

  /// Binders for a theorem's header, and its conclusion: what stands behind the first variable that has a value is bound
  /// within the conclusion, where alone a value can be given. `introduced` names what is bound there.
  public var restated: (binders: [Binder], target: String, introduced: [String]) {
    let plain = Array(context.prefix { $0.value == nil })
    let rest = context.dropFirst(plain.count)
    let target = rest.reversed().reduce(target) { target, entry in
      entry.value == nil
        ? "∀ (\(entry.name) : \(entry.type)), \(target)"
        : "let \(entry.name) : \(entry.typeText); \(target)"
    }
    return (plain, target, rest.map(\.name))
  }
}

/// A goal read through a domain's grammar: what candidates are made from.
public struct ParsedGoal: Sendable {
  public struct Variable: Hashable, Sendable {
    public var name: String
    public var sort: String
  }
  public struct Hypothesis: Hashable, Sendable {
    public var name: String
    public var text: String
    /// nil when the text is outside the grammar.
    public var term: Term?
  }
  public let goal: Goal
  public let variables: [Variable]
  public let hypotheses: [Hypothesis]
  /// nil when the target is outside the grammar.
  public let target: Term?
}
