import Records

/// One thing that a phase leaves in the store. Writing the same thing twice changes nothing.
public enum RoundWrite: Sendable {
  /// How many candidates of a source one filter outcome took; replaces an earlier count.
  case filterCount(domain: String, source: ConjectureSource, outcome: String, count: Int)
  /// Ignored when the run knows the statement already.
  case conjecture(Conjecture)
  /// Also moves the conjecture's status.
  case attempt(AttemptRecord)
  /// One answer of a whole-proof prover; replaces an earlier one of the same place.
  case sample(SampleRecord)
  /// Ignored when its name or its statement has a theorem already.
  case theorem(Theorem)
  /// Replaces the proof of a theorem of the same statement, when it has fewer steps.
  case shorterProof(Theorem)
  /// A later verdict of the same checker in the same round replaces the earlier one.
  case verdict(VerdictRecord)
  /// The domain's lemma library from now on, in order.
  case library(domain: String, entries: [JSONText])
  case libraryEvent(domain: String, name: String, action: String, reason: String)
  case curriculumState(domain: String, state: JSONText, reason: String)
  case evaluation(EvaluationRecord)
  case rankingExample(RankingExample)
  case checkpoint(CheckpointRecord)
  /// The first theorem of the run that states a fact known in the literature.
  case knownFact(KnownFact)
  /// A fact about the run as a whole.
  case meta(key: String, value: String)
}

/// Where a conjecture stands.
public enum ConjectureStatus: String, Codable, Sendable, CaseIterable {
  case open, proved, disproved, failed, declined
  /// Its proof was accepted by the checkers: it is a theorem.
  case accepted
}

public struct AttemptRecord: Hashable, Codable, Sendable {
  public var attempt: Attempt
  public var source: ConjectureSource
  public var level: Int
  /// Which try at this statement in this round, from 0.
  public var ordinal: Int

  public init(attempt: Attempt, source: ConjectureSource, level: Int, ordinal: Int = 0) {
    self.attempt = attempt
    self.source = source
    self.level = level
    self.ordinal = ordinal
  }
}

public struct SampleRecord: Hashable, Codable, Sendable {
  public var statement: Statement
  /// Without its texts: the proof that counts is its attempt's.
  public var sample: ProofSample

  public init(statement: Statement, sample: ProofSample) {
    self.statement = statement
    self.sample = sample
    self.sample.script = ""
    self.sample.helpers = ""
    self.sample.trace = ""
  }
}

public struct VerdictRecord: Hashable, Codable, Sendable {
  public var task: ProofTask
  public var checker: String
  public var verdict: Verdict
  /// Who had the kernel read the compiled proof again; empty: nobody. nil in records of older versions.
  public var replay: String?
  /// What isolated the process that compiled it; empty: nothing.
  public var isolation: String?

  public init(
    task: ProofTask, checker: String, verdict: Verdict, replay: String? = nil,
    isolation: String? = nil
  ) {
    self.task = task
    self.checker = checker
    self.verdict = verdict
    self.replay = replay
    self.isolation = isolation
  }
}

/// What one ranker solved of one benchmark suite in one round.
public struct EvaluationRecord: Hashable, Codable, Sendable {
  public var round: Int
  public var suite: String
  /// `current`, `transformer`, `untrained`, `fixed order`, `log-linear`.
  public var ranker: String
  /// Names of the solved problems.
  public var solved: [String]
  public var total: Int
  /// Tactic applications allowed a problem.
  public var budget: Int

  public init(
    round: Int, suite: String, ranker: String, solved: [String], total: Int, budget: Int
  ) {
    self.round = round
    self.suite = suite
    self.ranker = ranker
    self.solved = solved
    self.total = total
    self.budget = budget
  }
}

public struct CheckpointRecord: Hashable, Codable, Sendable {
  public var round: Int
  /// `models`: prover, conjecturer and log-linear ranker in one folder.
  public var model: String
  public var directory: String
  /// Whether the run goes on with it. Where the gate did not hold, it has the prover of the one before, and `reason` says so.
  public var isPromoted: Bool
  public var reason: String

  public init(round: Int, model: String, directory: String, isPromoted: Bool, reason: String) {
    self.round = round
    self.model = model
    self.directory = directory
    self.isPromoted = isPromoted
    self.reason = reason
  }
}

public struct KnownFact: Hashable, Codable, Sendable {
  /// Name in the literature: `add_comm`.
  public var name: String
  public var suite: String
  /// Lean name of the run's theorem.
  public var theorem: String

  public init(name: String, suite: String, theorem: String) {
    self.name = name
    self.suite = suite
    self.theorem = theorem
  }
}
