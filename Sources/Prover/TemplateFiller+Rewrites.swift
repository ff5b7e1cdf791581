import Records
import Terms

extension TemplateFiller {
  mutating func rewrites(_ index: Int, _ template: TacticTemplate, _ text: String)
    -> [Candidate]
  {
    if shapes[index].hasHypothesis {
      return hypotheses.flatMap { hypothesis -> [Candidate] in
        guard let term = hypothesis.term else { return [] }
        if !template.hypothesis.isEmpty, !template.hypothesis.contains(term.head ?? "") {
          return []
        }
        return rewrites(
          index, text.replacing("{h}", with: hypothesis.name), in: term, skipping: hypothesis.name)
      }
    }
    guard let target = goal.target else { return [] }
    return rewrites(index, text, in: target, skipping: nil)
  }

  mutating func rewrites(
    _ index: Int, _ text: String, in term: Term, skipping: String?
  ) -> [Candidate] {
    var found: [Candidate] = []
    let places = LemmaRule.places(in: term)
    for rule in hypothesisRules(skipping: skipping) + rules {
      for use in rule.uses(at: places, signature: domain.signature, limit: Self.usesMax) {
        let result = term.replacing(use.from, with: use.to)
        var relations = relatedResult(from: term, to: result, isTarget: skipping == nil)
        if rule.isBackward { relations.append(.backward) }
        if rule.isHypothesis { relations.append(.fromHypothesis) }
        if rule.isLibrary { relations.append(.fromLibrary) }
        let about =
          encoding.encode(use.from) + [GoalEncoding.becomes] + encoding.encode(use.to)
        found.append(
          candidate(
            index, text.replacing("{r}", with: use.text), about: about, relations: relations))
      }
    }
    return found
  }

  func hypothesisRules(skipping: String?) -> [LemmaRule] {
    hypotheses.flatMap { hypothesis -> [LemmaRule] in
      guard hypothesis.name != skipping, var term = hypothesis.term else { return [] }
      var parameters: [Premise.Parameter] = []
      while case .bind("∀", let variable, let type, let body) = term {
        parameters.append(.init(name: "?" + variable, type: type, isExplicit: true))
        term = body.substituting([variable: .variable("?" + variable)])
      }
      return LemmaRule.rules(
        name: hypothesis.name, parameters: parameters, body: term, isHypothesis: true,
        isLibrary: false)
    }
  }

  func relatedResult(from: Term, to result: Term, isTarget: Bool) -> [Relation] {
    var relations: [Relation] = []
    if isTarget {
      if case .apply(_, let sides) = result, sides.count == 2, sides[0] == sides[1],
        result.head == "=" || result.head == "↔"
      {
        relations.append(.closes)
      }
      if isKnown(result) { relations.append(.closes) }
      let sides = hypotheses.flatMap { hypothesis -> [Term] in
        guard case .apply("=", let sides) = hypothesis.term else { return [] }
        return sides.filter { $0.size > 1 }
      }
      if sides.contains(where: { result.contains($0) && !from.contains($0) }) {
        relations.append(.enablesHypothesis)
      }
    } else if result == goal.target {
      relations.append(.closes)
    }
    let change = result.size - from.size
    relations.append(change < 0 ? .shrinks : change > 0 ? .grows : .keepsSize)
    return relations
  }
}
