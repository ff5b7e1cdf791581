import Records

/// A theorem as material for prompts: with its proof an easy theorem to start from, or a lemma that other proofs use.
public struct SeedTheorem: Hashable, Sendable {
  /// Lean name, unique among the seeds.
  public var name: String
  public var statement: Statement
  /// Tactic text of its proof; a theorem without one serves as a lemma.
  public var script: String
  /// Share of the tries that proved it, 0…1; nil when nobody has counted.
  public var successRate: Double?
  /// Other theorems whose proofs use it.
  public var timesUsed: Int
  /// Measured difficulty: log₂(1 + tactic applications of its search); nil when it was not searched.
  public var difficulty: Double?

  public init(
    name: String, statement: Statement, script: String = "", successRate: Double? = nil,
    timesUsed: Int = 0, difficulty: Double? = nil
  ) {
    self.name = name
    self.statement = statement
    self.script = script
    self.successRate = successRate
    self.timesUsed = timesUsed
    self.difficulty = difficulty
  }

  /// `theorem name (a : Nat) : a + 0 = a`.
  var statementText: String { "theorem \(name) \(statement.signatureText)" }

  /// The statement with its proof, where it has one.
  var text: String {
    if script.isEmpty { return statementText }
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
    return statementText + " := by\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }

  /// The heads of the statement's two topmost layers: what it looks like from afar. `a + b = b + a` and
  /// `(a * b) + c = c + (a * b)` have the same shape.
  var shape: String {
    var depth = 0
    var heads: [Substring] = []
    var isHead = false
    for part in statement.normalForm.split(separator: " ", omittingEmptySubsequences: true) {
      var word = part
      while word.first == "(" {
        word = word.dropFirst()
        depth += 1
        isHead = true
      }
      let closed = word.reversed().prefix { $0 == ")" }.count
      if isHead, depth <= Self.shapeLayers { heads.append(word.dropLast(closed)) }
      isHead = false
      depth -= closed
    }
    return heads.joined(separator: " ")
  }

  private static let shapeLayers = 2
}

/// What one prompt starts from.
public struct PromptSeed: Hashable, Sendable {
  public var theorem: SeedTheorem
  /// A lemma that the theorem's proof uses; nil where the prompt points in no direction.
  public var lemma: SeedTheorem?

  public init(theorem: SeedTheorem, lemma: SeedTheorem? = nil) {
    self.theorem = theorem
    self.lemma = lemma
  }
}

/// Which theorems prompts start from, and how different they must be.
public struct SeedPreferences: Hashable, Sendable {
  /// Theorems with a success rate in here are preferred, those whose rate nobody knows come next (STP, section 4.1,
  /// takes statements that are proved more often than not).
  public var successRate: ClosedRange<Double>
  /// Theorems of a measured difficulty in here are preferred; nil: any.
  public var difficulty: ClosedRange<Double>?
  /// Largest part of the prompts that start from theorems of one shape, 0…1, where there are others.
  public var shapeShare: Double
  /// Largest part of the prompts with one lemma, 0…1 (STP, appendix A.2).
  public var lemmaShare: Double
  /// Theorems with a longer script stay out: a prompt has room for so much.
  public var scriptCharactersMax: Int

  public init(
    successRate: ClosedRange<Double> = 0.35...1, difficulty: ClosedRange<Double>? = nil,
    shapeShare: Double = 0.2, lemmaShare: Double = 0.1, scriptCharactersMax: Int = 2000
  ) {
    self.successRate = successRate
    self.difficulty = difficulty
    self.shapeShare = shapeShare
    self.lemmaShare = lemmaShare
    self.scriptCharactersMax = scriptCharactersMax
  }
}
