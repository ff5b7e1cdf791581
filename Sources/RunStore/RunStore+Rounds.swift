import Foundation
import GRDB
import Records

extension RunStore {
  /// The round that is not finished, or nil when the next one can begin.
  public func currentRound() throws -> RoundState? {
    try read { try Self.round($0, "phase <> 'done' ORDER BY number DESC LIMIT 1") }
  }

  /// The newest round, finished or not; nil before the first.
  public func lastRound() throws -> RoundState? {
    try read { try Self.round($0, "1 ORDER BY number DESC LIMIT 1") }
  }

  public func round(_ number: Int) throws -> RoundState? {
    try read { try Self.round($0, "number = \(number)") }
  }

  /// All rounds, the first one first.
  public func rounds() throws -> [RoundState] {
    try read { try Self.rounds($0, "1 ORDER BY number") }
  }

  /// Records a plan as the next round; planning is thereby done, and `conjecture` comes next.
  /// - Parameter writes: what planning decided beside the plan (curriculum states).
  /// - Throws: `RunStoreError.roundOpen` while a round is not finished.
  public func beginRound(
    _ plan: some Encodable, at date: Date, writing writes: [RoundWrite] = []
  ) throws -> RoundState {
    let plan = try JSONText(plan)
    return try write { database in
      let last = try Self.round(database, "1 ORDER BY number DESC LIMIT 1")
      if let last, last.phase != .done {
        throw RunStoreError.roundOpen(last.number, phase: last.phase)
      }
      let number = (last?.number ?? 0) + 1
      try database.execute(
        sql:
          "INSERT INTO rounds (number, phase, plan, startedAt, metrics) VALUES (?, ?, ?, ?, '{}')",
        arguments: [
          number, Phase.plan.next.rawValue, plan.text, date.timeIntervalSince1970,
        ])
      for write in writes { _ = try write.apply(database, round: number) }
      return try Self.existingRound(database, number)
    }
  }

  /// Records results before their phase is finished, so that a kill does not lose them. Returns how many
  /// rows are new. Writing the same again changes nothing; after the phase is finished nothing is written.
  @discardableResult
  public func save(_ writes: [RoundWrite], round number: Int, phase: Phase) throws -> Int {
    try write { database in
      let state = try Self.existingRound(database, number)
      try Self.requireReached(phase, state)
      if state.phase > phase || phase == .done { return 0 }
      return try writes.reduce(0) { try $0 + $1.apply(database, round: number) }
    }
  }

  /// Records a phase's results and moves the round to the next phase, in one transaction. A phase that is
  /// finished already is left as it is: a replay changes nothing.
  /// - Parameter metrics: added to those of the earlier phases.
  /// - Throws: `RunStoreError.wrongPhase` when an earlier phase is not finished.
  @discardableResult
  public func finishPhase(
    _ phase: Phase, round number: Int, writing writes: [RoundWrite] = [],
    metrics: Metrics = [:], at date: Date
  ) throws -> RoundState {
    try write { database in
      let state = try Self.existingRound(database, number)
      try Self.requireReached(phase, state)
      if state.phase > phase || phase == .done { return state }
      for write in writes { _ = try write.apply(database, round: number) }
      var merged = state.metrics
      merged.merge(metrics)
      try database.execute(
        sql: "UPDATE rounds SET phase = ?, metrics = ?, finishedAt = ? WHERE number = ?",
        arguments: [
          phase.next.rawValue, try JSONText(merged).text,
          phase.next == .done ? date.timeIntervalSince1970 : nil, number,
        ])
      return try Self.existingRound(database, number)
    }
  }

  /// Notes that the theorems and shorter proofs of a round are in the git corpus.
  public func markCommitted(round number: Int) throws {
    try write { database in
      try database.execute(
        sql: "UPDATE theorems SET committed = 1 WHERE round = ? OR revisedRound = ?",
        arguments: [number, number])
    }
  }

  /// Facts about the run as a whole: seed, format, digest of the configuration.
  public func setMeta(_ key: String, _ value: String) throws {
    try write { _ = try RoundWrite.meta(key: key, value: value).apply($0, round: 0) }
  }

  private static func requireReached(_ phase: Phase, _ state: RoundState) throws {
    guard state.phase < phase else { return }
    throw RunStoreError.wrongPhase(round: state.number, expected: state.phase, given: phase)
  }

  private static func existingRound(_ database: Database, _ number: Int) throws -> RoundState {
    guard let state = try round(database, "number = \(number)") else {
      throw RunStoreError.unknownRound(number)
    }
    return state
  }

  private static func round(_ database: Database, _ condition: String) throws -> RoundState? {
    try rounds(database, condition).first
  }

  private static func rounds(_ database: Database, _ condition: String) throws -> [RoundState] {
    try Row.fetchAll(database, sql: "SELECT * FROM rounds WHERE \(condition)").map { row in
      let name: String = row["phase"]
      guard let phase = Phase(rawValue: name) else {
        throw RunStoreError.badValue(table: "rounds", detail: "phase '\(name)'")
      }
      return RoundState(
        number: row["number"], phase: phase, plan: JSONText(stored: row["plan"]),
        startedAt: Date(timeIntervalSince1970: row["startedAt"]),
        finishedAt: (row["finishedAt"] as Double?).map(Date.init(timeIntervalSince1970:)),
        metrics: try JSONText(stored: row["metrics"]).decoded())
    }
  }
}
