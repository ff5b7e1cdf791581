import Terms

/// What a compiled theory defines and states, and what it builds on: the types and functions of the module and of the
/// modules of its corpus that it imports, and Lean's own types and functions that they speak of. Read by
/// `TheoryReader` from what Lean elaborated.
///
/// Terms are spelled as domains spell them (`CoreNotation`): `x :: xs`, `true`, `ite c a b`.
public struct Theory: Hashable, Codable, Sendable {
  /// Lean module: `Theory.Nat`.
  public var module: String
  public var types: [InductiveType]
  /// In the order in which they are defined; Lean's own, which the theory only speaks of, first.
  public var functions: [Function]
  /// Statements that are no recursion equations, induction or case principles.
  public var theorems: [TheoryTheorem]
  /// Induction and case principles that the theory states itself.
  public var principles: [Principle]

  public init(
    module: String, types: [InductiveType] = [], functions: [Function] = [],
    theorems: [TheoryTheorem] = [], principles: [Principle] = []
  ) {
    self.module = module
    self.types = types
    self.functions = functions
    self.theorems = theorems
    self.principles = principles
  }

  public func type(_ name: String) -> InductiveType? { types.first { $0.name == name } }
  public func function(_ name: String) -> Function? { functions.first { $0.name == name } }

  /// Recursion equations of all functions.
  public var equations: [Equation] { functions.flatMap(\.equations) }
}

/// An inductive type whose constructors take data.
public struct InductiveType: Hashable, Codable, Sendable {
  /// A constructor as domains spell it: `0`, `::`, `Tip.Tree.node`.
  public struct Constructor: Hashable, Codable, Sendable {
    public var name: String
    /// Types of the explicit arguments, in terms of the type's parameters.
    public var arguments: [TypeTerm]

    public init(name: String, arguments: [TypeTerm]) {
      self.name = name
      self.arguments = arguments
    }
  }
  /// Full name: `List`.
  public var name: String
  /// Names of its type parameters.
  public var parameters: [String]
  public var constructors: [Constructor]

  public init(name: String, parameters: [String], constructors: [Constructor]) {
    self.name = name
    self.parameters = parameters
    self.constructors = constructors
  }

  /// `List α`.
  public var term: TypeTerm { .named(name, parameters.map { .named($0, []) }) }

  /// Positions of a constructor's arguments that are of the type itself.
  public func recursivePositions(of constructor: Constructor) -> [Int] {
    constructor.arguments.indices.filter {
      constructor.arguments[$0].parts.contains { $0.head == name }
    }
  }

  public var isRecursive: Bool { constructors.contains { !recursivePositions(of: $0).isEmpty } }
}

/// A function that computes, or a Boolean test.
public struct Function: Hashable, Codable, Sendable {
  /// As domains spell it: `Tip.add`, `+`.
  public var name: String
  /// Names of its type parameters.
  public var parameters: [String]
  /// Types of its explicit arguments.
  public var arguments: [TypeTerm]
  public var result: TypeTerm
  /// What it computes, the first that fits; empty for what only relates, as `≤`.
  public var equations: [Equation]
  /// Its functional induction principle, where Lean derives one.
  public var induction: Principle?
  /// Whether the theory's own text defines it.
  public var isOwn: Bool

  public init(
    name: String, parameters: [String] = [], arguments: [TypeTerm], result: TypeTerm,
    equations: [Equation] = [], induction: Principle? = nil, isOwn: Bool = true
  ) {
    self.name = name
    self.parameters = parameters
    self.arguments = arguments
    self.result = result
    self.equations = equations
    self.induction = induction
    self.isOwn = isOwn
  }

  /// Positions at which an equation takes a constructor apart.
  public var matchedPositions: Set<Int> {
    var found: Set<Int> = []
    for case .apply(_, let patterns) in equations.map(\.left) {
      for (index, pattern) in patterns.enumerated() where pattern.head != nil {
        found.insert(index)
      }
    }
    return found
  }

  /// Whether an equation calls the function itself.
  public var isRecursive: Bool {
    equations.contains { equation in equation.right.subterms.contains { $0.head == name } }
  }

  /// Whether it is a test: its values are truth values.
  public var isTest: Bool { result == .named("Bool", []) }
}

/// A recursion equation, read from left to right.
public struct Equation: Hashable, Codable, Sendable {
  /// The theorem that states it: `Tip.take.eq_3`, `Loom.add_succ`.
  public var name: String
  /// Its data variables with their types; type parameters are not among them.
  public var variables: [LeadingBinders.Variable]
  public var left: Term
  public var right: Term
  /// Whether it holds under a condition only: it is no rule.
  public var isConditional: Bool

  public init(
    name: String, variables: [LeadingBinders.Variable], left: Term, right: Term,
    isConditional: Bool = false
  ) {
    self.name = name
    self.variables = variables
    self.left = left
    self.right = right
    self.isConditional = isConditional
  }
}

/// A statement of the theory about data.
public struct TheoryTheorem: Hashable, Codable, Sendable {
  public var name: String
  /// nil where its statement is outside of what terms can say.
  public var statement: Term?

  public init(name: String, statement: Term?) {
    self.name = name
    self.statement = statement
  }
}

/// A principle for `induction … using` or `cases … using`: one goal a case.
public struct Principle: Hashable, Codable, Sendable {
  /// What a case brings into the context.
  public enum Field: Hashable, Codable, Sendable {
    /// A variable of a type.
    case variable(name: String, type: String)
    /// An induction hypothesis.
    case hypothesis
    /// A condition under which the case holds.
    case condition
  }
  public struct Case: Hashable, Codable, Sendable {
    public var name: String
    public var fields: [Field]

    public init(name: String, fields: [Field]) {
      self.name = name
      self.fields = fields
    }
  }
  public var name: String
  /// Types of what the motive is about.
  public var targets: [TypeTerm]
  public var cases: [Case]

  public init(name: String, targets: [TypeTerm], cases: [Case]) {
    self.name = name
    self.targets = targets
    self.cases = cases
  }

  /// False for a mere case distinction.
  public var isInduction: Bool { cases.contains { $0.fields.contains(.hypothesis) } }
}
