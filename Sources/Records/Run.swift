/// Where a conjecture came from.
public enum ConjectureSource: String, Codable, Sendable, CaseIterable {
  /// Sampled by the conjecturer model through the grammar.
  case model
  /// Sampled through the grammar by its weights, without the model.
  case grammar
  /// All small statements, in order of size.
  case enumeration
  /// Sides of sampled statements, put together anew so that their small values fit.
  case pairing
  /// A corpus theorem changed in one place.
  case mutation
  /// A proved theorem made more general.
  case generalisation
  /// A goal proved inside a search for something else.
  case hindsight
  /// Written by a language model that was asked in words.
  case prompted
}

/// A statement that the conjecturer proposed.
public struct Conjecture: Hashable, Codable, Sendable {
  public var statement: Statement
  public var source: ConjectureSource
  public var round: Int
  /// Checkpoint of the conjecturer that sampled it, or name of the model that wrote it; empty for other sources.
  public var checkpoint: String
  /// Level it was asked for; the scale is `Curriculum`'s.
  public var level: Int
  /// Identifiers of the statements it was made from.
  public var parents: [String]

  public init(
    statement: Statement, source: ConjectureSource, round: Int, checkpoint: String, level: Int,
    parents: [String] = []
  ) {
    self.statement = statement
    self.source = source
    self.round = round
    self.checkpoint = checkpoint
    self.level = level
    self.parents = parents
  }
}

/// How an attempt ended.
public enum AttemptOutcome: String, Codable, Sendable {
  /// A script that Lean accepted in the search; the checkers still have to.
  case proved
  /// The negation was proved: final.
  case disproved
  /// The budget ran out, or no candidate was left.
  case failed
  /// Nobody can tell: time or memory ran out, Lean crashed, the daemon was stopped.
  case declined
}

/// One try of the prover at one conjecture or at its negation.
public struct Attempt: Hashable, Codable, Sendable {
  public var statement: Statement
  public var outcome: AttemptOutcome
  /// Tactic text that closes the statement (or its negation); empty without a proof.
  public var script: String
  /// The formal reasoning behind it (KIMINA pattern), dead ends included.
  public var trace: String
  /// Tactic applications spent until the outcome; cached ones count.
  public var applications: Int
  /// Tactic steps in the script.
  public var steps: Int
  /// Theorems of the library that the script uses.
  public var lemmas: [String]
  /// Why it was declined, else empty.
  public var reason: String
  /// Declarations that the script needs in front of the theorem; nil for none.
  public var helpers: String?
  /// Who wrote a whole proof; nil for a search.
  public var author: ProofAuthor?

  public init(
    statement: Statement, outcome: AttemptOutcome, script: String = "", trace: String = "",
    applications: Int, steps: Int = 0, lemmas: [String] = [], reason: String = "",
    helpers: String? = nil, author: ProofAuthor? = nil
  ) {
    self.statement = statement
    self.outcome = outcome
    self.script = script
    self.trace = trace
    self.applications = applications
    self.steps = steps
    self.lemmas = lemmas
    self.reason = reason
    self.helpers = helpers
    self.author = author
  }
}

/// A language model that wrote a whole proof.
public struct ProofAuthor: Hashable, Codable, Sendable {
  public var model: String
  /// 1 for a first answer, 2 for one corrected once.
  public var turn: Int
  /// Samples of the statement that Lean could judge, and that proved it.
  public var judged: Int
  public var proved: Int
  /// Steps of a sketch that were proved one by one and joined; nil for a proof written as a whole.
  public var isJoined: Bool?

  public init(model: String, turn: Int, judged: Int, proved: Int, isJoined: Bool? = nil) {
    self.model = model
    self.turn = turn
    self.judged = judged
    self.proved = proved
    self.isJoined = isJoined
  }
}

/// A theorem with a proof that the checkers accepted.
public struct Theorem: Hashable, Codable, Sendable {
  /// Lean name, unique in the corpus.
  public var name: String
  public var statement: Statement
  public var script: String
  public var trace: String
  public var source: ConjectureSource
  public var round: Int
  public var level: Int
  /// Tactic applications that the search needed.
  public var applications: Int
  public var steps: Int
  public var lemmas: [String]
  /// Who checked it and under which toolchain.
  public var checker: String
  public var toolchain: String
  public var axioms: [String]
  /// Name in the literature when a benchmark states it, else empty.
  public var knownAs: String
  /// Declarations that the script needs in front of the theorem; nil for none.
  public var helpers: String?
  /// Who wrote a whole proof; nil for a search.
  public var author: ProofAuthor?

  public init(
    name: String, statement: Statement, script: String, trace: String, source: ConjectureSource,
    round: Int, level: Int, applications: Int, steps: Int, lemmas: [String], checker: String,
    toolchain: String, axioms: [String], knownAs: String = "", helpers: String? = nil,
    author: ProofAuthor? = nil
  ) {
    self.name = name
    self.statement = statement
    self.script = script
    self.trace = trace
    self.source = source
    self.round = round
    self.level = level
    self.applications = applications
    self.steps = steps
    self.lemmas = lemmas
    self.checker = checker
    self.toolchain = toolchain
    self.axioms = axioms
    self.knownAs = knownAs
    self.helpers = helpers
    self.author = author
  }
}

/// Training example of the prover: at this goal, among these candidates, these steps lead to a proof.
public struct RankingExample: Hashable, Codable, Sendable {
  public var domain: String
  /// Model tokens of the goal.
  public var goal: [String]
  /// Model tokens of each candidate, relation tokens included.
  public var candidates: [[String]]
  /// Index of the step on the shortest known proof.
  public var target: Int
  /// Tactic steps of the shortest known proof of the goal; 0 where it was not written down.
  public var stepsLeft: Int
  /// Weight in the loss, at least 0.
  public var weight: Double

  public init(
    domain: String, goal: [String], candidates: [[String]], target: Int, stepsLeft: Int = 0,
    weight: Double
  ) {
    self.domain = domain
    self.goal = goal
    self.candidates = candidates
    self.target = target
    self.stepsLeft = stepsLeft
    self.weight = weight
  }
}
