import LeanInterface
import Records
import Terms

/// Turns what a model wrote into statements of a domain: Lean says what it means, the domain's grammar whether it is
/// one of its statements.
struct StatementReader: Sendable {
  let grammar: Grammar
  let pool: LeanPool
  let header: LeanHeader
  /// Names that mean something in the theory: a variable of such a name would be read as that.
  private let theoryNames: Set<String>

  init(grammar: Grammar, pool: LeanPool, header: LeanHeader) {
    self.grammar = grammar
    self.pool = pool
    self.header = header
    let domain = grammar.domain
    let texts =
      domain.sorts.map(\.type) + domain.signature.symbols.map(\.lean) + domain.premises
      + domain.simplification
    let words = texts.flatMap { Identifiers.words(in: $0) }
    theoryNames = Set(words.flatMap { [$0, $0.split(separator: ".").last ?? $0].map(String.init) })
      .subtracting(domain.parameters.map(\.name))
  }

  enum Reading: Sendable {
    case statement(TypedTerm)
    case fault(AnswerFault)
  }

  /// A reading for each signature, in order. One that Lean cannot read takes none of the others along.
  func read(_ signatures: [String]) async throws(CancellationError) -> [Reading] {
    if signatures.isEmpty { return [] }
    let answers = try await pool.run(signatures.map(Self.question), header: header)
    return answers.map(reading)
  }

  /// Lean leaves the goal undone and shows it, everything that can be in the context there. Hygienic names could not be
  /// written down again, and a type that is not known must not become a type variable.
  private static func question(_ signature: String) -> String {
    "set_option relaxedAutoImplicit false in\nexample \(signature) := by\n  unhygienic intros"
  }

  private func reading(_ answer: SnippetOutcome) -> Reading {
    guard case .finished(let messages, _) = answer else { return .fault(.undecided) }
    let errors = messages.filter { $0.severity == .error }
    guard errors.count == 1, let text = errors.first?.text, text.hasPrefix("unsolved goals") else {
      return .fault(.elaboration)
    }
    let goals = GoalText.parse(text)
    guard goals.count == 1, var goal = goals.first else { return .fault(.elaboration) }
    goal.caseName = nil
    guard goal.isRestatable, goal.context.allSatisfy({ $0.value == nil }) else {
      return .fault(.outsideGrammar)
    }
    if goal.context.contains(where: { theoryNames.contains($0.name) }) {
      return .fault(.shadowing)
    }
    return statement(withParameters(goal)).map(Reading.statement) ?? .fault(.outsideGrammar)
  }

  // MARK: Grammar

  /// The goal's statement; nil when it uses a symbol that conjectures may not use, or a variable of another sort.
  private func statement(_ goal: Goal) -> TypedTerm? {
    let domain = grammar.domain
    let statement = domain.statement(of: goal)
    guard statement.size > 0, let typed = grammar.read(statement),
      let tokens = grammar.encode(typed),
      tokens.allSatisfy({ grammar.byToken[$0].map { $0.symbol.weight > 0 } ?? true })
    else { return nil }
    let free = typed.term.freeVariables
    guard
      free.allSatisfy({ domain.sort(typed.sortOf[$0] ?? "")?.isQuantifiable == true })
    else { return nil }
    return typed
  }

  /// The goal with its type variables named as the domain's parameters, in order: `{β : Type u_1} (l : List β)` speaks
  /// of `(α : Type) (l : List α)`.
  private func withParameters(_ goal: Goal) -> Goal {
    let types = goal.context.filter { Self.isType($0.type) }.map(\.name)
    let names = grammar.domain.parameters.map(\.name)
    guard !types.isEmpty, types.count <= names.count else { return goal }
    // A variable that has a parameter's name must not be caught.
    let others = Set(goal.context.map(\.name)).subtracting(types)
    guard others.isDisjoint(with: names.prefix(types.count)) else { return goal }
    let map = Dictionary(zip(types, names), uniquingKeysWith: { first, _ in first })
    return Goal(
      context: goal.context.map { entry in
        map[entry.name].map { Binder(name: $0, type: "Type") }
          ?? Binder(name: entry.name, type: Identifiers.replacing(map, in: entry.type))
      }, target: Identifiers.replacing(map, in: goal.target))
  }

  /// `Type`, `Type u_1`, `Sort u_1`.
  private static func isType(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard let first = words.first, first == "Type" || first == "Sort" else { return false }
    return words.dropFirst().allSatisfy { word in
      word.allSatisfy { $0.isLetter || $0.isNumber || "_.()+*".contains($0) }
    }
  }
}
