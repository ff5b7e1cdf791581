import Terms

/// A lemma or a hypothesis used as a rewrite rule, in one of its directions.
struct LemmaRule: Sendable {
  /// Lean text in front of the arguments: a lemma's or a hypothesis' name.
  let name: String
  let parameters: [Premise.Parameter]
  /// Its variables are the parameters.
  let rule: RewriteRule
  let isBackward: Bool
  let isHypothesis: Bool
  let isLibrary: Bool

  /// Both directions of `term` under its parameters, those that can be used by matching.
  static func rules(
    name: String, parameters: [Premise.Parameter], body: Term, isHypothesis: Bool, isLibrary: Bool
  ) -> [LemmaRule] {
    guard case .apply(let head, let sides) = body, sides.count == 2, head == "=" || head == "↔"
    else { return [] }
    let variables = Set(parameters.map(\.name))
    return [(sides[0], sides[1], false), (sides[1], sides[0], true)].compactMap {
      pattern, replacement, backward in
      if case .variable(let name) = pattern, parameters.contains(where: { $0.name == name }) {
        return nil  // A bare variable matches everything.
      }
      let bound = Set(pattern.freeVariables)
      let needed = parameters.filter { $0.isExplicit && $0.type != "Type" }
      guard needed.allSatisfy({ bound.contains($0.name) }) else { return nil }
      return LemmaRule(
        name: name, parameters: parameters,
        rule: RewriteRule(left: pattern, right: replacement, variables: variables),
        isBackward: backward, isHypothesis: isHypothesis, isLibrary: isLibrary)
    }
  }

  /// One way to use a rule in a term.
  struct Use {
    /// `← Loom.add_succ a (b + c)`.
    let text: String
    let from: Term
    let to: Term
  }

  /// Where rules can be used in `term`: its distinct subterms, outermost first. Terms under a binder may mention its
  /// variable and are left alone.
  static func places(in term: Term) -> [Term] {
    var seen: Set<Term> = []
    var found: [Term] = []
    func visit(_ term: Term) {
      if seen.insert(term).inserted { found.append(term) }
      if case .apply(_, let arguments) = term { arguments.forEach(visit) }
    }
    visit(term)
    return found
  }

  /// The first `limit` uses at `places`.
  func uses(at places: [Term], signature: Signature, limit: Int) -> [Use] {
    var found: [Use] = []
    for part in places where found.count < limit {
      guard let values = rule.match(part) else { continue }
      let arguments = parameters.filter(\.isExplicit).map { parameter in
        values[parameter.name].map { signature.printArgument($0) } ?? "_"
      }
      let call = ([name] + arguments).joined(separator: " ")
      found.append(
        Use(
          text: isBackward ? "← \(call)" : call, from: part,
          to: rule.right.substituting(values)))
    }
    return found
  }
}
