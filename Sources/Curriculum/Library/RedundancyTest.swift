import Records
import Terms

/// Why a lemma says nothing new.
enum Objection: Hashable {
  case instance(of: String, text: String)
  /// The rules reduce it to something trivial or known; the text says to what.
  case reducible(to: String)

  var reason: String {
    switch self {
    case .instance(let name, let text): "an instance of \(name): \(text)"
    case .reducible(let result): "the rules so far reduce it to \(result)"
    }
  }
}

/// A lemma with its rules, made once.
struct PoolMember {
  let entry: LemmaEntry
  /// The rule of an entry with a direction.
  let oriented: RewriteRule?
  /// Both directions of an equation that the order leaves open.
  let ordered: [RewriteRule]

  init(_ entry: LemmaEntry) {
    self.entry = entry
    guard let (left, right) = entry.sides else {
      oriented = nil
      ordered = []
      return
    }
    let names = entry.schema.variableNames
    if entry.orientation == .none {
      oriented = nil
      ordered = [(left, right), (right, left)].compactMap {
        RewriteRule(normalising: $0.0, to: $0.1, variables: names, isOrdered: true)
      }
    } else {
      oriented = RewriteRule(normalising: left, to: right, variables: names)
      ordered = []
    }
  }
}

/// Decides whether a lemma follows from others by instantiation and rewriting alone.
struct RedundancyTest {
  let domain: Domain
  let theory: [TheoryLemma]
  let order: TermOrder
  let limits: RewriteSystem.Limits
  private let theoryRules: [RewriteRule]

  init(domain: Domain, theory: [TheoryLemma], limits: RewriteSystem.Limits) {
    self.domain = domain
    self.theory = theory
    self.limits = limits
    let equations = theory.compactMap { lemma in
      lemma.isSimplification
        ? lemma.schema.term.sides.map { (lemma.schema, $0.left, $0.right) } : nil
    }
    order = TermOrder(
      signature: domain.signature, rules: equations.map { (left: $0.1, right: $0.2) })
    theoryRules = equations.compactMap { schema, left, right in
      RewriteRule(normalising: left, to: right, variables: schema.variableNames)
    }
  }

  /// Direction in which the two sides decrease in the domain's order.
  func orientation(_ schema: SchematicTerm) -> Orientation {
    guard let (_, left, right) = schema.term.sides else { return .none }
    let names = schema.variableNames
    if order.isGreater(left, right),
      RewriteRule(normalising: left, to: right, variables: names) != nil
    {
      return .leftToRight
    }
    if order.isGreater(right, left),
      RewriteRule(normalising: right, to: left, variables: names) != nil
    {
      return .rightToLeft
    }
    return .none
  }

  /// What is wrong with `lemma` given the theory and `others`; nil when it says something new.
  func objection(to lemma: LemmaEntry, given others: [PoolMember]) -> Objection? {
    let folded = lemma.schema.term.folded
    if folded != lemma.schema.term {
      return .reducible(to: domain.signature.print(folded))
    }
    if isTrivial(folded) { return .reducible(to: "a triviality") }
    if let known = generalForm(of: lemma.schema, others) { return known }
    let oriented = system(others.compactMap(\.oriented))
    if let found = reduction(of: lemma, by: oriented, others) { return found }
    let ordered = others.flatMap(\.ordered)
    if ordered.isEmpty { return nil }
    // With `a + b = b + a` at hand `Nat.succ a + b = Nat.succ (a + b)` says nothing new, but as a
    // simplification rule it still does: it stays when nothing else reduces its left side.
    if lemma.orientation != .none, let sides = lemma.sides, !oriented.isReducible(sides.left) {
      return nil
    }
    return reduction(of: lemma, by: system(others.compactMap(\.oriented) + ordered), others)
  }

  /// The theory's simplification rules and `rules`.
  func system(_ rules: [RewriteRule]) -> RewriteSystem {
    RewriteSystem(theoryRules + rules, order: order, limits: limits)
  }

  /// How many sides of a lemma the rules of `system` other than its own reduce: a form with none is
  /// the simplest one.
  func reducibleSides(of member: PoolMember, by system: RewriteSystem) -> Int {
    let (hypotheses, conclusion) = member.entry.schema.term.implication
    let sides = conclusion.sides.map { [$0.left, $0.right] } ?? [conclusion]
    return (hypotheses + sides).count { system.isReducible($0, without: member.oriented) }
  }

  private func reduction(
    of lemma: LemmaEntry, by system: RewriteSystem, _ others: [PoolMember]
  ) -> Objection? {
    let term = lemma.schema.term
    // The sides first: a rule such as `Nat.succ a = Nat.succ b ↔ a = b` would take the whole apart.
    if let (relation, left, right) = term.sides {
      let normal = system.normalForm(left)
      if normal == system.normalForm(right) {
        let text = domain.signature.print(normal)
        return .reducible(to: "\(text) \(relation) \(text)")
      }
    }
    let normal = system.normalForm(term).folded
    if normal == term { return nil }
    let schema = SchematicTerm(normal, sortOf: lemma.schema.sortOf)
    if isTrivial(normal) || generalForm(of: schema, others) != nil {
      return .reducible(to: domain.signature.print(normal))
    }
    return nil
  }

  /// A lemma that the statement, or its conclusion alone, is an instance of.
  private func generalForm(of schema: SchematicTerm, _ others: [PoolMember]) -> Objection? {
    let (hypotheses, conclusion) = schema.term.implication
    var forms = [schema]
    if !hypotheses.isEmpty { forms.append(SchematicTerm(conclusion, sortOf: schema.sortOf)) }
    for form in forms {
      for lemma in theory where form.isInstance(of: lemma.schema, in: domain.signature) {
        return .instance(of: lemma.name, text: domain.signature.print(lemma.schema.term))
      }
      for lemma in others.map(\.entry) where form.isInstance(of: lemma.schema, in: domain.signature)
      {
        return .instance(of: lemma.name, text: domain.signature.print(lemma.schema.term))
      }
    }
    return nil
  }

  private func isTrivial(_ term: Term) -> Bool {
    let (hypotheses, conclusion) = term.implication
    if hypotheses.contains(conclusion) || hypotheses.contains(.apply("False", [])) { return true }
    if let (_, left, right) = conclusion.sides { return left == right }
    return conclusion == .apply("True", [])
  }
}
