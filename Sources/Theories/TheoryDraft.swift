import Terms

/// A theory while it is read: types and functions that it speaks of are looked up as they turn up.
struct TheoryDraft {
  private(set) var theory: Theory
  /// Types that are not read yet, with their constructors as far as Lean has named them.
  var pending: [String: [String]] = [:]
  /// Statements that may be recursion equations of functions that the theory does not define.
  private var statements: [(name: String, equation: Equation?, term: Term?)] = []

  init(module: String) { theory = Theory(module: module) }

  /// Reads definitions: their types, recursion equations and functional induction principles.
  mutating func define(_ names: [String], isOwn: Bool, _ questions: Questions) async throws {
    let types = try await questions.ask(names.map { "#check @\($0)" })
    let equations = try await questions.ask(names.map { "#print equations \($0)" })
    let inductions = try await questions.ask(names.map { "#check \($0).induct" })
    for (index, name) in names.enumerated() {
      guard let text = LeanAnswers.type(types[index]), let type = TypeText.signature(text),
        type.result.head != "Type", type.result.head != "Sort"
      else { continue }
      theory.functions.append(
        Function(
          name: CoreNotation.spelling(of: name), parameters: type.parameters,
          arguments: type.arguments, result: type.result,
          equations: LeanAnswers.equations(equations[index]).compactMap { $0.plain },
          induction: LeanAnswers.principle(inductions[index]), isOwn: isOwn))
    }
  }

  /// Reads theorems: principles are kept apart, and statements are kept until all types are known.
  mutating func state(_ names: [String], _ questions: Questions) async throws {
    let types = try await questions.ask(names.map { "#check @\($0)" })
    let signatures = try await questions.ask(names.map { "#check \($0)" })
    for (index, name) in names.enumerated() {
      if let principle = LeanAnswers.principle(signatures[index]) {
        theory.principles.append(principle)
        continue
      }
      guard let type = LeanAnswers.type(types[index]) else { continue }
      statements.append(
        (name, LeanAnswers.equation(named: name, type), LeanAnswers.statement(type)?.term))
    }
  }

  /// Reads every type that is mentioned and not read yet, until none is left.
  mutating func completeTypes(_ questions: Questions) async throws {
    while true {
      let missing = mentioned.subtracting(theory.types.map(\.name))
        .subtracting(unreadable).sorted()
      let names = missing.filter { pending[$0] == nil }
      let answers = try await questions.ask(names.map { "#print \($0)" })
      for (name, answer) in zip(names, answers) {
        if case .inductive(let constructors) = LeanAnswers.kind(answer) {
          pending[name] = constructors
        } else {
          unreadable.insert(name)
        }
      }
      let readable = (missing + pending.keys.sorted()).filter { pending[$0] != nil }
      if readable.isEmpty { return }
      var seen: Set<String> = []
      for name in readable where seen.insert(name).inserted {
        try await read(type: name, pending[name] ?? [], questions)
        pending[name] = nil
      }
    }
  }

  private var unreadable: Set<String> = ["Prop", "Type", "_"]

  private mutating func read(type name: String, _ constructors: [String], _ questions: Questions)
    async throws
  {
    let answers = try await questions.ask(constructors.map { "#check @\($0)" })
    var read: [InductiveType.Constructor] = []
    var parameters: [String] = []
    for (constructor, answer) in zip(constructors, answers) {
      guard let text = LeanAnswers.type(answer), let type = TypeText.signature(text),
        case .named(name, let own) = type.result, own.compactMap(\.head) == type.parameters
      else {
        // A family or a proposition: no data that a domain could have.
        unreadable.insert(name)
        return
      }
      parameters = type.parameters
      read.append(
        .init(name: CoreNotation.spelling(of: constructor), arguments: type.arguments))
    }
    theory.types.append(InductiveType(name: name, parameters: parameters, constructors: read))
  }

  /// Type names that functions, constructors and statements mention and that are no parameters.
  private var mentioned: Set<String> {
    var names: Set<String> = []
    for function in theory.functions {
      let types = function.arguments + [function.result]
      names.formUnion(
        types.flatMap(\.parts).compactMap(\.head).filter { !function.parameters.contains($0) })
    }
    for type in theory.types {
      let arguments = type.constructors.flatMap(\.arguments)
      names.formUnion(
        arguments.flatMap(\.parts).compactMap(\.head).filter { !type.parameters.contains($0) })
    }
    for statement in statements {
      for variable in statement.equation?.variables ?? [] {
        names.formUnion(
          (TypeText.parse(variable.type)?.parts ?? []).compactMap(\.head).filter { $0.count > 1 })
      }
    }
    return names
  }

  /// Makes recursion equations of the statements that are: a function of Lean's on the left whose arguments are
  /// variables and constructor patterns. What is left are theorems.
  mutating func orient(_ questions: Questions) async throws {
    let constructors = Set(theory.types.flatMap(\.constructors).map(\.name))
    let own = Set(theory.functions.map(\.name))
    func isPattern(_ term: Term) -> Bool {
      switch term {
      case .variable: true
      case .apply(let symbol, let arguments):
        constructors.contains(symbol) && arguments.allSatisfy(isPattern)
      case .bind: false
      }
    }
    var found: [String: [Equation]] = [:]
    var order: [String] = []
    for statement in statements {
      guard let equation = statement.equation, !equation.isConditional,
        case .apply(let symbol, let arguments) = equation.left, !constructors.contains(symbol),
        !own.contains(symbol), symbol != "=", arguments.allSatisfy(isPattern),
        Set(equation.right.freeVariables).isSubset(of: equation.left.freeVariables)
      else {
        theory.theorems.append(TheoryTheorem(name: statement.name, statement: statement.term))
        continue
      }
      if found[symbol] == nil { order.append(symbol) }
      found[symbol, default: []].append(equation)
    }
    var foreign: [Function] = []
    let named = order.filter {
      ClassOperations.function($0, on: .named("_", [])) == nil && $0 != "@"
    }
    let answers = try await questions.ask(
      named.map { "#check @\(CoreNotation.constant(spelled: $0))" })
    for symbol in order where symbol != "@" {
      let equations = found[symbol] ?? []
      if let index = named.firstIndex(of: symbol) {
        guard let text = LeanAnswers.type(answers[index]), let type = TypeText.signature(text)
        else { continue }
        foreign.append(
          Function(
            name: symbol, parameters: type.parameters, arguments: type.arguments,
            result: type.result, equations: equations, isOwn: false))
      } else if var function = operation(symbol, equations) {
        function.equations = equations
        foreign.append(function)
      }
    }
    theory.functions = foreign + theory.functions
    statements = []
  }

  /// A class operation at the type that its equations use it at.
  private func operation(_ symbol: String, _ equations: [Equation]) -> Function? {
    for equation in equations {
      let types = Dictionary(
        equation.variables.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
      guard case .apply(_, let arguments) = equation.left else { continue }
      for case .variable(let name) in arguments {
        guard let text = types[name], let type = TypeText.parse(text) else { continue }
        return ClassOperations.function(symbol, on: type)
      }
    }
    return nil
  }
}

extension Equation {
  /// The equation, unless it holds under a condition only.
  fileprivate var plain: Equation? { isConditional ? nil : self }
}
