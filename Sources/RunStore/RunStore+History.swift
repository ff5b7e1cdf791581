import GRDB
import Records

/// What the run has come to: theorems, library, curriculum, evaluations, checkpoints.
extension RunStore {
  /// All theorems of a domain, oldest first.
  public func theorems(domain: String) throws -> [Theorem] {
    try values("FROM theorems WHERE domain = :domain ORDER BY round, rowid", ["domain": domain])
  }

  /// Theorems that a round proved first.
  public func theorems(round: Int) throws -> [Theorem] {
    try values("FROM theorems WHERE round = :round ORDER BY rowid", ["round": round])
  }

  /// Theorems of earlier rounds that this round found a shorter proof for.
  public func shorterProofs(round: Int) throws -> [Theorem] {
    try values(
      "FROM theorems WHERE revisedRound = :round AND round <> :round ORDER BY rowid",
      ["round": round])
  }

  /// Theorems and shorter proofs that the git corpus may not have yet.
  public func uncommittedTheorems() throws -> [Theorem] {
    try values("FROM theorems WHERE committed = 0 ORDER BY rowid")
  }

  public func theorem(named name: String) throws -> Theorem? {
    try values("FROM theorems WHERE name = :name", ["name": name], as: Theorem.self).first
  }

  public func newestTheorem() throws -> Theorem? {
    try values("FROM theorems ORDER BY rowid DESC LIMIT 1", as: Theorem.self).first
  }

  public func theoremCounts() throws -> [String: Int] {
    try counts("SELECT domain, count(*) FROM theorems GROUP BY domain")
  }

  /// Theorems by round: how many, and how many of them need at least `steps` tactic steps.
  public func theoremCountsByRound(steps: Int) throws -> [(round: Int, all: Int, long: Int)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT round, count(*), sum(steps >= ?) FROM theorems GROUP BY round ORDER BY round",
        arguments: [steps]
      ).map { ($0[0], $0[1], $0[2]) }
    }
  }

  /// The domain's lemma library, in its order.
  public func library<Entry: Decodable>(
    domain: String, as type: Entry.Type = Entry.self
  ) throws -> [Entry] {
    try values("FROM libraryEntries WHERE domain = :domain ORDER BY position", ["domain": domain])
  }

  /// What became of a domain's lemmas, oldest decision first.
  public func libraryEvents(domain: String) throws -> [LibraryEvent] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM libraryEvents WHERE domain = ? ORDER BY rowid",
        arguments: [domain]
      ).map { row in
        LibraryEvent(
          round: row["round"], domain: row["domain"], name: row["name"], action: row["action"],
          reason: row["reason"])
      }
    }
  }

  /// The newest state of a domain's curriculum and why it is what it is; nil before the first.
  public func curriculumState<State: Decodable>(
    domain: String, as type: State.Type = State.self
  ) throws -> (round: Int, state: State, reason: String)? {
    let row = try read { database in
      try Row.fetchOne(
        database,
        sql: "SELECT * FROM curriculumStates WHERE domain = ? ORDER BY round DESC LIMIT 1",
        arguments: [domain])
    }
    guard let row else { return nil }
    return (row["round"], try JSONText(stored: row["json"]).decoded(), row["reason"])
  }

  /// All evaluations, oldest first.
  public func evaluations() throws -> [EvaluationRecord] {
    try values("FROM evaluations ORDER BY round, suite, ranker")
  }

  /// The checkpoint that a model continues from; nil before the first promotion.
  public func promotedCheckpoint(model: String) throws -> CheckpointRecord? {
    try values(
      "FROM checkpoints WHERE model = :model AND promoted = 1 ORDER BY round DESC LIMIT 1",
      ["model": model], as: CheckpointRecord.self
    ).first
  }

  public func checkpoints() throws -> [CheckpointRecord] {
    try values("FROM checkpoints ORDER BY round, model")
  }

  /// Facts of the literature that the run has found for itself, in the order of finding.
  public func knownFacts() throws -> [KnownFact] {
    try values("FROM knownFacts ORDER BY round, rowid")
  }
}
