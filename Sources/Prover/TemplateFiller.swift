import Records
import Terms

/// What a template's text tells once for all goals.
struct TemplateShape: Sendable {
  /// What the model calls it.
  let label: String
  let isInduction: Bool
  let hasFreshNames, hasSimplification, hasRule, hasHypothesis, hasPremise: Bool

  init(_ index: Int, of domain: Domain) {
    let template = domain.tactics[index]
    label = domain.label(of: index)
    isInduction = template.head == "induction"
    hasFreshNames = template.text.contains("{+")
    hasSimplification = template.text.contains("{s}")
    hasRule = template.text.contains("{r}")
    hasHypothesis = template.text.contains("{h}")
    hasPremise = template.text.contains("{p}")
  }
}

/// Fills the holes of templates at one goal.
struct TemplateFiller {
  let goal: ParsedGoal
  let domain: Domain
  let hypotheses: [ParsedGoal.Hypothesis]
  let premises: [Premise]
  let rules: [LemmaRule]
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
  private static let termsOfOneSize = 4
  /// Newest variables to which symbols are applied.
  private static let variablesApplied = 6
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
    if shape.hasSimplification { text = text.replacing("{s}", with: simplification) }
    if shape.hasRule { return rewrites(index, template, text) }
    if shape.hasHypothesis { return onHypotheses(index, template, text) }
    if shape.hasPremise { return onPremises(index, text) }
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

  // MARK: Holes

  /// `{h}`, alone or with `{g}` (a hypothesis that `{h}` takes) or `{t}` (a term that it is applied to).
  private mutating func onHypotheses(_ index: Int, _ template: TacticTemplate, _ text: String)
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

  private mutating func onPremises(_ index: Int, _ text: String) -> [Candidate] {
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

  private mutating func onVariables(_ index: Int, _ text: String, sort: String) -> [Candidate] {
    var found: [Candidate] = []
    for variable in goal.variables where variable.sort == sort {
      var relations: [Relation] = []
      switch goal.target?.occurrences(of: variable.name) ?? 0 {
      case 0: relations.append(.absent)
      case 1: relations.append(.occursOnce)
      case 2: relations.append(.occursTwice)
      default: relations.append(.occursOften)
      }
      if let target = goal.target, recurses(on: variable.name, in: target) {
        relations.append(.recursive)
      }
      if hypotheses.contains(where: { ($0.term?.occurrences(of: variable.name) ?? 0) > 0 }) {
        relations.append(.inHypotheses)
      }
      if relations.contains(.absent) && !relations.contains(.inHypotheses) { continue }
      // Induction would drag the hypotheses along as premises of its own; nothing good comes of it.
      if relations.contains(.inHypotheses) && shapes[index].isInduction { continue }
      found.append(
        candidate(
          index, text.replacing("{v}", with: variable.name),
          about: encoding.encode(.variable(variable.name)), relations: relations))
    }
    return found
  }

  /// Terms of a sort, small ones first: what the goal mentions, the smallest that need no goal (`0`, `Nat.succ 0`), and
  /// what the goal's symbols make of its newest variables (`Nat.succ c`, `c + d`). Of one size those about the newest
  /// variables are first, since that is what a witness is often made of, and a few of each size come before the rest.
  /// Propositions are only those that the goal mentions.
  private func terms(of sort: String) -> [Term] {
    var terms: [Term] = []
    let names = Set(goal.variables.map(\.name))
    let parts = ([goal.target] + hypotheses.map(\.term)).compactMap { $0 }.flatMap(\.subterms)
    for part in parts
    where self.sort(of: part) == sort && Set(part.freeVariables).isSubset(of: names)
      && !terms.contains(part)
    {
      terms.append(part)
    }
    let variables = goal.variables.filter { $0.sort == sort }.map { Term.variable($0.name) }
    let isProposition = sort == "Prop"
    let made =
      isProposition
      ? []
      : groundTerms(of: sort)
        + applied(
          Set(parts.compactMap(\.head)), to: variables.suffix(Self.variablesApplied), of: sort)
    for term in variables + made where !terms.contains(term) { terms.append(term) }
    let ages = Dictionary(
      goal.variables.reversed().enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: min)
    let keyed = terms.enumerated().map { index, term in
      let oldest = term.freeVariables.compactMap { ages[$0] }.max() ?? ages.count
      return (key: (term.size, isProposition ? 0 : oldest, index), term: term)
    }
    let sorted = keyed.sorted { $0.key < $1.key }.map(\.term)
    if isProposition { return Array(sorted.prefix(Self.propositionsMax)) }
    var counts: [Int: Int] = [:]
    var (first, later): ([Term], [Term]) = ([], [])
    for term in sorted {
      let isGround = term.freeVariables.isEmpty
      if !isGround { counts[term.size, default: 0] += 1 }
      if isGround || counts[term.size, default: 0] <= Self.termsOfOneSize {
        first.append(term)
      } else {
        later.append(term)
      }
    }
    return Array((first + later).prefix(Self.termsMax))
  }

  /// The unary and binary ones among the symbols, applied to variables, two of them in their order.
  private func applied(_ heads: Set<String>, to variables: ArraySlice<Term>, of sort: String)
    -> [Term]
  {
    let symbols = domain.signature.symbols.filter { $0.result == sort && heads.contains($0.lean) }
    let unary = symbols.filter { $0.arguments == [sort] }
    let binary = symbols.filter { $0.arguments == [sort, sort] }
    return unary.flatMap { symbol in variables.map { .apply(symbol.lean, [$0]) } }
      + binary.flatMap { symbol in
        let different = variables.indices.flatMap { first in
          variables[(first + 1)...].map { [variables[first], $0] }
        }
        return (different + variables.map { [$0, $0] }).map { Term.apply(symbol.lean, $0) }
      }
  }

  /// Constants of a sort, and unary symbols applied to them.
  private func groundTerms(of sort: String) -> [Term] {
    let symbols = domain.signature.symbols.filter { $0.result == sort && !$0.isBinder }
    let constants = symbols.filter { $0.arguments.isEmpty }.map { Term.apply($0.lean, []) }
    let unary = symbols.filter { $0.arguments == [sort] }
    return constants + unary.flatMap { symbol in constants.map { .apply(symbol.lean, [$0]) } }
  }

  private mutating func rewrites(_ index: Int, _ template: TacticTemplate, _ text: String)
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

  private mutating func rewrites(
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

  private func hypothesisRules(skipping: String?) -> [LemmaRule] {
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

  // MARK: Relations

  private func related(_ hypothesis: ParsedGoal.Hypothesis, _ term: Term) -> [Relation] {
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

  private func isKnown(_ term: Term) -> Bool {
    hypotheses.contains { $0.term?.isSame(as: term) == true }
  }

  private func relatedResult(from: Term, to result: Term, isTarget: Bool) -> [Relation] {
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

  private func recurses(on name: String, in term: Term) -> Bool {
    term.subterms.contains { part in
      guard case .apply(let symbol, let arguments) = part,
        let positions = recursivePositions[symbol]
      else { return false }
      return positions.contains { $0 < arguments.count && arguments[$0] == .variable(name) }
    }
  }

  private func sort(of term: Term) -> String? {
    switch term {
    case .variable(let name): goal.variables.first { $0.name == name }?.sort
    case .apply(let symbol, _): domain.signature.byName[symbol]?.result
    case .bind: nil
    }
  }

  // MARK: Text

  private func candidate(
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
