import Records
import Terms

/// Fills the holes of templates at one goal.
struct TemplateFiller {
  let goal: ParsedGoal
  let domain: Domain
  let hypotheses: [ParsedGoal.Hypothesis]
  let premises: [Premise]
  let rules: [LemmaRule]
  let simplifications: SimplificationSet
  /// What stands for `{s}` at this goal.
  let simplification: String
  /// One a template.
  let shapes: [TemplateShape]
  let recursivePositions: [String: Set<Int>]
  /// What stands there.
  let constructors: Set<String>
  var encoding: GoalEncoding

  /// Terms offered for `{t}`, and uses of one rule at one goal.
  static let propositionsMax = 6
  static let termsMax = 12
  /// Terms of one size about variables that are offered before larger ones: many variables leave room for a sum.
  static let termsOfOneSize = 4
  /// Newest variables to which symbols are applied.
  static let variablesApplied = 6
  static let usesMax = 4

  /// Candidates of one template in a fixed order.
  mutating func fill(_ index: Int) -> [Candidate] {
    let template = domain.tactics[index]
    if !template.target.isEmpty {
      guard let head = goal.target?.head, template.target.contains(head) else { return [] }
    }
    let shape = shapes[index]
    var text = template.text
    if shape.hasFreshNames { text = withFreshNames(text) }
    if shape.hasSimplification {
      if cannotSimplify(template, shape) { return [] }
      if simplification.isEmpty { text = text.replacing("{s}, ", with: "") }
      text = text.replacing("{s}", with: simplification)
    }
    if shape.hasRule { return rewrites(index, template, text) }
    if shape.hasHypothesis { return onHypotheses(index, template, text) }
    if shape.hasPremise { return onPremises(index, text) }
    if shape.hasTest { return onTests(index, text) }
    if let function = template.call { return onCalls(index, text, of: function) }
    if let sort = template.variable { return onVariables(index, text, sort: sort) }
    if let sort = template.term {
      return terms(of: sort).map { term in
        candidate(
          index, text.replacing("{t}", with: domain.signature.printArgument(term)),
          about: encoding.encode(term), relations: [])
      }
    }
    return cannotHelp(text) ? [] : [candidate(index, text, about: [], relations: [])]
  }

  /// Tactics whose failure the goal's shape already tells; each saves an application.
  private func cannotHelp(_ text: String) -> Bool {
    let all = goal.hypotheses.compactMap(\.term)
    guard all.count == goal.hypotheses.count, let target = goal.target else { return false }
    switch text {
    case "assumption": return !all.contains { $0.isSame(as: target) }
    case "exfalso": return target.head == "False"
    case "contradiction":
      return !all.contains { term in
        switch term {
        case .apply("False", _): true
        case .apply("¬", let inside):
          all.contains { $0.isSame(as: inside[0]) } || inside[0].head == "="
        case .apply("=", let sides):
          sides[0].head != sides[1].head
            && sides.allSatisfy { constructors.contains($0.head ?? "") }
        default: false
        }
      }
    default: return false
    }
  }

  /// Simplification that changes nothing fails. Only a derived domain's rules are known well enough to tell.
  private func cannotSimplify(_ template: TacticTemplate, _ shape: TemplateShape) -> Bool {
    guard domain.isDerived, template.head == "simp", !shape.hasHypothesis,
      let target = goal.target
    else { return false }
    if shape.usesHypotheses { return hypotheses.isEmpty }
    return !simplifications.applies(to: target)
  }

  // MARK: Holes

  /// `{h}`, alone or with `{g}` (a hypothesis that `{h}` takes) or `{t}` (a term that it is applied to).
  mutating func onHypotheses(_ index: Int, _ template: TacticTemplate, _ text: String)
    -> [Candidate]
  {
    var found: [Candidate] = []
    let terms = template.term.map { self.terms(of: $0) }
    for hypothesis in hypotheses {
      if !template.hypothesis.isEmpty {
        guard let head = hypothesis.term?.head, template.hypothesis.contains(head) else {
          continue
        }
      }
      if text.hasPrefix("apply "), !concludesTarget(hypothesis) { continue }
      let filled = text.replacing("{h}", with: hypothesis.name)
      let relations = hypothesis.term.map { related(hypothesis, $0) } ?? []
      let tokens = hypothesis.term.map { encoding.encode($0) } ?? ["<unk>"]
      if text.contains("{g}") {
        for argument in arguments(of: hypothesis) {
          found.append(
            candidate(
              index, filled.replacing("{g}", with: argument), about: tokens, relations: relations))
        }
      } else if let terms {
        for term in terms {
          found.append(
            candidate(
              index, filled.replacing("{t}", with: domain.signature.printArgument(term)),
              about: tokens + encoding.encode(term), relations: relations))
        }
      } else {
        found.append(candidate(index, filled, about: tokens, relations: relations))
      }
    }
    return found
  }

  /// Hypotheses that are what `hypothesis` assumes first, unless its conclusion is known already.
  private func arguments(of hypothesis: ParsedGoal.Hypothesis) -> [String] {
    let (premise, conclusion): (Term, Term)
    switch hypothesis.term {
    case .apply("→", let sides) where sides.count == 2: (premise, conclusion) = (sides[0], sides[1])
    case .apply("¬", let inside) where inside.count == 1:
      (premise, conclusion) = (inside[0], .apply("False", []))
    default: return []
    }
    if goal.hypotheses.contains(where: { $0.term?.isSame(as: conclusion) == true }) { return [] }
    return hypotheses.filter { $0.term?.isSame(as: premise) == true }.map(\.name)
  }

  /// Whether the target is what the hypothesis says after some of its premises. True when nobody can tell.
  private func concludesTarget(_ hypothesis: ParsedGoal.Hypothesis) -> Bool {
    guard let target = goal.target, var term = hypothesis.term else { return true }
    let names = Set(goal.variables.map(\.name))
    while true {
      let bound = Set(term.freeVariables).subtracting(names)
      if term.matching(target, variables: bound) != nil { return true }
      switch term {
      case .apply("→", let sides) where sides.count == 2: term = sides[1]
      case .apply("¬", let inside) where inside.count == 1: term = .apply("False", [])
      case .bind("∀", _, _, let body): term = body
      default: return false
      }
    }
  }

  mutating func onPremises(_ index: Int, _ text: String) -> [Candidate] {
    guard let target = goal.target else { return [] }
    var found: [Candidate] = []
    for premise in premises {
      let (conclusion, count) = premise.conclusion
      guard conclusion.matching(target, variables: premise.variables) != nil else { continue }
      var relations: [Relation] = [count == 0 ? .closes : .concludes]
      if premise.isLibrary { relations.append(.fromLibrary) }
      found.append(
        candidate(
          index, text.replacing("{p}", with: premise.name), about: encoding.encode(premise.body),
          relations: relations))
    }
    return found
  }

  // MARK: Relations

  func related(_ hypothesis: ParsedGoal.Hypothesis, _ term: Term) -> [Relation] {
    var relations: [Relation] = []
    if goal.target?.isSame(as: term) == true { relations.append(.closes) }
    var (conclusion, count) = Premise.conclusion(of: term)
    while case .bind("∀", _, _, let body) = conclusion {
      let inner = Premise.conclusion(of: body)
      conclusion = inner.term
      count += inner.hypotheses
    }
    let bound = Set(conclusion.freeVariables).subtracting(goal.variables.map(\.name))
    if let target = goal.target, conclusion.matching(target, variables: bound) != nil {
      relations.append(.concludes)
    } else if let target = goal.target, target.contains(term) {
      relations.append(.inTarget)
    }
    if case .apply("→", let sides) = term, sides.count == 2 {
      if isKnown(sides[0]) { relations.append(.premiseKnown) }
      if isKnown(sides[1]) { relations.append(.known) }
    }
    if count > 0, case .apply("¬", let inside) = term, isKnown(inside[0]) {
      relations.append(.contradicts)
    }
    return relations
  }

  func isKnown(_ term: Term) -> Bool {
    hypotheses.contains { $0.term?.isSame(as: term) == true }
  }

  // MARK: Text

  func candidate(
    _ index: Int, _ text: String, about: [String], relations: [Relation]
  ) -> Candidate {
    let room = GoalEncoding.candidateTokensMax - relations.count - 3
    let tokens =
      [GoalEncoding.candidate, shapes[index].label] + about.prefix(max(0, room))
      + relations.map(\.token) + [GoalEncoding.rank]
    return Candidate(text: text, template: index, tokens: tokens, relations: relations)
  }

  /// Replaces each `{+stem}` by the first name on that stem that nothing uses yet.
  private func withFreshNames(_ text: String) -> String {
    var used = Set(goal.goal.context.map(\.name))
    for case .bind(_, let variable, _, _) in goal.target?.subterms ?? [] { used.insert(variable) }
    var result = ""
    var rest = Substring(text)
    while let start = rest.range(of: "{+") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
      let stem = rest[start.upperBound..<end]
      var number = 1
      while used.contains("\(stem)\(number)") { number += 1 }
      used.insert("\(stem)\(number)")
      result += rest[..<start.lowerBound] + "\(stem)\(number)"
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
