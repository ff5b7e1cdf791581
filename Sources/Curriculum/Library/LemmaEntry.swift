import Records
import Terms

/// What a lemma can be used for.
public enum LemmaKind: String, Codable, Sendable, CaseIterable {
  /// `a = b` without hypotheses: `rw`, `simp only`, `exact`.
  case equation
  /// `p ↔ q` without hypotheses: as an equation.
  case equivalence
  /// Hypotheses and a conclusion: `apply`.
  case implication
  /// Anything else: `exact`.
  case other
}

/// In which direction an equation or equivalence makes terms smaller in the domain's term order.
public enum Orientation: String, Codable, Sendable, CaseIterable {
  case leftToRight
  case rightToLeft
  /// In neither (`a + b = b + a`), or there are no sides: a premise for `rw`, not for
  /// simplification.
  case none
}

/// A theorem of the run that later proofs may use.
public struct LemmaEntry: Hashable, Codable, Sendable {
  /// Lean name of the theorem.
  public var name: String
  public var domain: String
  public var statement: Statement
  /// The statement's term; its free variables stand for anything of their sort.
  public var schema: SchematicTerm
  public var kind: LemmaKind
  public var orientation: Orientation
  /// Accepted proofs that used it.
  public var uses: Int
  /// Uses, older ones counting less; a new entry begins with a credit of 1.
  public var usefulness: Double
  public var addedRound: Int
  /// The round of the last use, or `addedRound`.
  public var lastUsedRound: Int

  public init(
    name: String, domain: String, statement: Statement, schema: SchematicTerm, kind: LemmaKind,
    orientation: Orientation, uses: Int = 0, usefulness: Double = 1, addedRound: Int,
    lastUsedRound: Int? = nil
  ) {
    self.name = name
    self.domain = domain
    self.statement = statement
    self.schema = schema
    self.kind = kind
    self.orientation = orientation
    self.uses = uses
    self.usefulness = usefulness
    self.addedRound = addedRound
    self.lastUsedRound = lastUsedRound ?? addedRound
  }

  /// How `simp only` is given the lemma: `name`, `← name` where it shrinks terms backwards, nil
  /// where it must not be. An equation whose sides differ in the order of their variables alone, such as
  /// `a + b = b + a`, is used by Lean only where it makes a term smaller in a fixed order of terms.
  public var simplification: String? {
    switch orientation {
    case .leftToRight: name
    case .rightToLeft: "← \(name)"
    case .none: isPermutation ? name : nil
    }
  }

  /// Whether an equation's sides are the same up to an exchange of variables.
  private var isPermutation: Bool {
    guard kind == .equation, let (left, right) = sides else { return false }
    var there: [String: String] = [:]
    var back: [String: String] = [:]
    func matches(_ one: Term, _ other: Term) -> Bool {
      switch (one, other) {
      case (.variable(let a), .variable(let b)):
        if there[a] == nil, back[b] == nil {
          there[a] = b
          back[b] = a
        }
        return there[a] == b && back[b] == a
      case (.apply(let f, let xs), .apply(let g, let ys)):
        return f == g && xs.count == ys.count && zip(xs, ys).allSatisfy { matches($0, $1) }
      default: return one == other
      }
    }
    return matches(left, right) && there.contains { $0.key != $0.value }
  }

  /// The sides of an unconditional equation or equivalence, the one to be replaced first.
  public var sides: (left: Term, right: Term)? {
    guard kind == .equation || kind == .equivalence, let (_, left, right) = schema.term.sides
    else { return nil }
    return orientation == .rightToLeft ? (right, left) : (left, right)
  }
}

/// A theorem of the domain's theory file, which proofs may always use.
public struct TheoryLemma: Hashable, Codable, Sendable {
  public var name: String
  public var schema: SchematicTerm
  /// Whether `simp only` uses it, from left to right.
  public var isSimplification: Bool

  public init(name: String, schema: SchematicTerm, isSimplification: Bool) {
    self.name = name
    self.schema = schema
    self.isSimplification = isSimplification
  }
}

/// What happened to a theorem or an entry, and why.
public struct LibraryDecision: Hashable, Codable, Sendable {
  public enum Action: String, Codable, Sendable, CaseIterable {
    /// A new theorem became a premise.
    case added
    /// An entry stays.
    case kept
    /// A new theorem is of no use as a premise.
    case dropped
    /// A new theorem is an instance of an entry or a theory lemma.
    case subsumed
    /// An entry gave way to a more general or simpler theorem.
    case replaced
    /// An entry was not used for long, or there was no room for it.
    case retired
  }
  public var domain: String
  public var name: String
  public var action: Action
  public var reason: String

  public init(domain: String, name: String, action: Action, reason: String) {
    self.domain = domain
    self.name = name
    self.action = action
    self.reason = reason
  }
}

/// Bounds of a domain's library.
public struct LibraryOptions: Hashable, Codable, Sendable {
  /// Entries a domain.
  public var size: Int
  /// Largest statement (number of symbols) that may enter.
  public var statementSizeMax: Int
  /// Rounds without a use after which an entry is retired.
  public var retireAfterRounds: Int
  /// What is left of a use a round later, 0…1.
  public var decay: Double
  public var rewriting: RewriteSystem.Limits

  public init(
    size: Int = 20, statementSizeMax: Int = 14, retireAfterRounds: Int = 30, decay: Double = 0.9,
    rewriting: RewriteSystem.Limits = .init()
  ) {
    self.size = size
    self.statementSizeMax = statementSizeMax
    self.retireAfterRounds = retireAfterRounds
    self.decay = decay
    self.rewriting = rewriting
  }

  /// Refuses impossible values, naming the first.
  public func validate() throws(CurriculumError) {
    func check(_ field: String, _ value: Any, _ holds: Bool, _ remedy: String)
      throws(CurriculumError)
    {
      if !holds { throw .invalid(field: "library.\(field)", value: "\(value)", remedy: remedy) }
    }
    try check("size", size, (0...10_000).contains(size), "use 0 to 10000")
    try check("statement_size_max", statementSizeMax, statementSizeMax >= 1, "use at least 1")
    try check("retire_after_rounds", retireAfterRounds, retireAfterRounds >= 1, "use at least 1")
    try check("decay", decay, (0...1).contains(decay), "use a number from 0 to 1")
    try check(
      "rewriting.steps", rewriting.steps, (0...100_000).contains(rewriting.steps),
      "use 0 to 100000")
    try check(
      "rewriting.size", rewriting.size, (1...10_000).contains(rewriting.size), "use 1 to 10000")
  }
}
