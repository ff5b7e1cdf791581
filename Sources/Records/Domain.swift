import Terms

/// A tactic of a domain with holes that the prover fills from the goal.
///
/// Holes in `text`:
/// - `{h}` a hypothesis (its head symbol in `hypothesis`, when that is given),
/// - `{v}` a variable of the sort `variable`,
/// - `{g}` a hypothesis that `{h}`, an implication or negation, takes,
/// - `{t}` a term of the sort `term`: a subterm, a variable, a small ground term, a symbol of the goal applied to variables,
/// - `{p}` a premise by name: theory lemma or library theorem,
/// - `{r}` a rewrite rule with explicit arguments found by matching, `← ` in front where it runs backwards,
/// - `{s}` the domain's simplification rules, comma separated; in a derived domain those that the goal may need,
/// - `{w}` the other variables of the target that an induction on `{v}` can hold for all values of,
/// - `{b}` a truth value that keeps a function of the goal from reducing,
/// - `{c}` a call of the function `call` on distinct variables,
/// - `{+h}` `{+a}` … a fresh name on that stem; each occurrence is another name.
public struct TacticTemplate: Hashable, Codable, Sendable {
  public var text: String
  /// Head symbols the target must have; empty: any.
  public var target: [String]
  /// Head symbols for `{h}`; empty: any hypothesis.
  public var hypothesis: [String]
  /// Sort for `{v}`; `_` in it stands for any type, as in `List _`.
  public var variable: String?
  /// Sort for `{t}`.
  public var term: String?
  /// Function for `{c}`.
  public var call: String?

  public init(
    text: String, target: [String] = [], hypothesis: [String] = [], variable: String? = nil,
    term: String? = nil, call: String? = nil
  ) {
    self.text = text
    self.target = target
    self.hypothesis = hypothesis
    self.variable = variable
    self.term = term
    self.call = call
  }

  /// The first word: the tactic that it begins with.
  public var head: String { String(text.prefix { !$0.isWhitespace }) }
}

/// How conjectures of a domain are sampled.
public struct GrammarOptions: Hashable, Codable, Sendable {
  /// Sizes (number of symbols) up to which all statements are enumerated before any is sampled.
  public var exhaustiveSize: Int
  /// Smallest and largest size of a sampled statement; the level moves between them.
  public var minimumSize: Int
  public var maximumSize: Int
  /// Largest number of distinct variables in a statement.
  public var maximumVariables: Int

  public init(
    exhaustiveSize: Int = 0, minimumSize: Int = 3, maximumSize: Int = 24,
    maximumVariables: Int = 4
  ) {
    self.exhaustiveSize = exhaustiveSize
    self.minimumSize = minimumSize
    self.maximumSize = maximumSize
    self.maximumVariables = maximumVariables
  }
}

/// A theory (Lean module) plus the symbols, lemmas and tactics that conjectures and proofs in it may use.
/// Filled from the configuration; adding one touches no code.
public struct Domain: Hashable, Codable, Sendable {
  public var name: String
  /// Lean module of the theory in the corpus: `Theory.Nat`.
  public var module: String
  /// Namespaces opened in every file of the domain.
  public var opens: [String]
  /// Type parameters that precede every statement which uses them: `(α : Type)`.
  public var parameters: [Binder]
  /// Lean text that replaces each parameter when a conjecture is tried at small values: `α` ↦ `Nat`.
  public var carriers: [String: String]
  public var sorts: [Sort]
  public var signature: Signature
  /// Theory lemmas that proofs may use, by Lean name.
  public var premises: [String]
  /// Domains over the same theory whose lemma libraries proofs may use too.
  public var borrows: [String]
  /// Those among them that `simp only` uses, oriented left to right.
  public var simplification: [String]
  public var tactics: [TacticTemplate]
  /// Tactics that decide triviality: a conjecture that one of them closes is not worth proving.
  public var baseline: [String]
  public var grammar: GrammarOptions
  /// Functions and types of the theory that a short entry does without.
  public var leaveOut: [String] = []
  /// Weights of symbols of a short entry, by their Lean text.
  public var weights: [String: Double] = [:]
  /// Tactics of a short entry beyond those that its types bring.
  public var extraTactics: [TacticTemplate] = []
  /// Whether its theory has filled in what its entry left open.
  public var isDerived = false

  public init(
    name: String, module: String, opens: [String] = [], parameters: [Binder] = [],
    carriers: [String: String] = [:], sorts: [Sort], symbols: [Symbol], premises: [String],
    borrows: [String] = [], simplification: [String], tactics: [TacticTemplate], baseline: [String],
    grammar: GrammarOptions
  ) {
    self.name = name
    self.module = module
    self.opens = opens
    self.parameters = parameters
    self.carriers = carriers
    self.sorts = sorts
    self.signature = Signature(symbols)
    self.premises = premises
    self.borrows = borrows
    self.simplification = simplification
    self.tactics = tactics
    self.baseline = baseline
    self.grammar = grammar
  }

  public func sort(_ type: String) -> Sort? { sorts.first { $0.type == type } }

  /// Whether its entry leaves something open that only its theory can say: the entry is no whole grammar with tactics.
  public var isShort: Bool {
    !isDerived && (sorts.isEmpty || signature.symbols.isEmpty || tactics.isEmpty)
  }
}

extension Domain {
  /// Splits a goal's context into variables and hypotheses and reads their terms.
  public func parse(_ goal: Goal) -> ParsedGoal {
    let locals = Set(goal.context.map(\.name))
    let sortTypes = Set(sorts.map(\.type) + ["Type"])
    var variables: [ParsedGoal.Variable] = []
    for entry in goal.context {
      let type =
        sortTypes.contains(entry.type) ? entry.type : signature.typeName(entry.type)
      if sortTypes.contains(type) { variables.append(.init(name: entry.name, sort: type)) }
    }
    let sortOf = Dictionary(
      variables.map { ($0.name, $0.sort) }, uniquingKeysWith: { first, _ in first })
    func term(_ text: String) -> Term? {
      guard let term = try? signature.parse(text, locals: locals) else { return nil }
      return term.hasBinder ? signature.sortingBinders(term, sortOf: sortOf) : term
    }
    let hypotheses = goal.context.filter { sortOf[$0.name] == nil }.map {
      ParsedGoal.Hypothesis(name: $0.name, text: $0.type, term: term($0.type))
    }
    return ParsedGoal(
      goal: goal, variables: variables, hypotheses: hypotheses, target: term(goal.target))
  }

  /// A goal as a statement of its own. Variables that nothing mentions are dropped, unless they say that a type parameter
  /// has an element.
  public func statement(of goal: Goal) -> Statement {
    let (folded, sortOf) = folded(goal)
    guard let term = folded else {
      let text = goal.key.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return Statement(
        domain: name, binders: goal.context, target: goal.target, normalForm: "text " + text,
        size: 0)
    }
    var used = mentioned(in: term, sortOf: sortOf)
    let elements = elements(of: goal, besides: used, sortOf: sortOf)
    used.formUnion(elements.flatMap { [$0.name, $0.type] })
    let kept = goal.context.filter { entry in
      sortOf[entry.name] == nil || used.contains(entry.name)
    }
    let inhabited = elements.map { "∃ \($0.type) " }.joined()
    return Statement(
      domain: name, binders: kept, target: goal.target,
      normalForm: inhabited + term.normalForm(sortOf: sortOf), size: term.size)
  }

  /// The first variable of each type parameter of which `used` has none.
  private func elements(of goal: Goal, besides used: Set<String>, sortOf: [String: String])
    -> [Binder]
  {
    parameters.compactMap { parameter in
      let variables = goal.context.filter { sortOf[$0.name] == parameter.name }
      return variables.contains { used.contains($0.name) } ? nil : variables.first
    }
  }

  /// Normal forms of the statement as it stands and, if it is an equation or an equivalence, read from right to left.
  public func readings(of statement: Statement) -> Set<String> {
    let (term, sortOf) = folded(Goal(context: statement.binders, target: statement.target))
    let turned = term?.turned.map { $0.normalForm(sortOf: sortOf) }
    return Set([statement.normalForm, turned].compactMap { $0 })
  }

  /// A goal's hypotheses and target as one term, nil when a part is outside the grammar, with its variables' sorts.
  private func folded(_ goal: Goal) -> (term: Term?, sortOf: [String: String]) {
    let parsed = parse(goal)
    let sortOf = Dictionary(
      parsed.variables.map { ($0.name, $0.sort) }, uniquingKeysWith: { first, _ in first })
    // A term has no place for what a variable is.
    if goal.context.contains(where: { $0.value != nil }) { return (nil, sortOf) }
    var folded = parsed.target
    for hypothesis in parsed.hypotheses.reversed() {
      guard let conclusion = folded, let premise = hypothesis.term else {
        return (nil, sortOf)
      }
      folded = .apply("→", [premise, conclusion])
    }
    return (folded, sortOf)
  }

  /// The statement whose conclusion is `term`, its free variables bound with the sorts given.
  public func statement(_ term: Term, sortOf: [String: String]) -> Statement {
    let used = mentioned(in: term, sortOf: sortOf)
    let types = parameters.filter { used.contains($0.name) }
    let variables = term.freeVariables.map { Binder(name: $0, type: sortOf[$0] ?? "_") }
    let bySort = sorts.flatMap { sort in variables.filter { $0.type == sort.type } }
    let rest = variables.filter { binder in !sorts.contains { $0.type == binder.type } }
    return Statement(
      domain: name, binders: types + bySort + rest, target: signature.print(term),
      normalForm: term.normalForm(sortOf: sortOf), size: term.size)
  }

  /// Free variables of the term and every type parameter that their sorts mention.
  private func mentioned(in term: Term, sortOf: [String: String]) -> Set<String> {
    var used = Set(term.freeVariables)
    var types = used.compactMap { sortOf[$0] }
    for case .bind(_, _, let type, _) in term.subterms { types.append(type) }
    for parameter in parameters
    where types.contains(where: { Self.mentions($0, parameter.name) }) {
      used.insert(parameter.name)
    }
    return used
  }

  private static func mentions(_ type: String, _ name: String) -> Bool {
    type.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "'" || $0 == ".") }
      .contains { $0 == name }
  }
}
