import GRDB
import Records

/// What attempts at a level of a domain came to in a round. Goals met inside searches (hindsight) are not
/// among them: nobody asked for these.
public struct AttemptCounts: Hashable, Sendable {
  public let round: Int
  public let domain: String
  public let level: Int
  public let proved: Int
  public let disproved: Int
  public let failed: Int
  public let declined: Int
  /// Tactic applications of all but the declined attempts.
  public let applications: Int

  /// Attempts that count: declined ones say nothing, and a false statement is no failure of the prover.
  public var evidence: Int { proved + failed }
  /// Share of the evidence that was proved, 0…1; nil without evidence.
  public var successRate: Double? {
    evidence == 0 ? nil : Double(proved) / Double(evidence)
  }
}

/// One line of a round's filter statistics.
public struct FilterCount: Hashable, Sendable {
  public let round: Int
  public let domain: String
  public let source: String
  public let outcome: String
  public let count: Int
}

public struct LibraryEvent: Hashable, Sendable {
  public let round: Int
  public let domain: String
  public let name: String
  public let action: String
  public let reason: String
}

extension RunStore {
  public func meta(_ key: String) throws -> String? {
    try read {
      try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }
  }

  /// A round's conjectures by domain, and within one in the order in which they were recorded.
  public func conjectures(round: Int, status: ConjectureStatus? = nil) throws -> [Conjecture] {
    try values(
      "FROM conjectures WHERE round = :round AND (:status IS NULL OR status = :status) ORDER BY domain, rowid",
      ["round": round, "status": status?.rawValue])
  }

  /// A round's attempts by domain, and within one in the order in which they were recorded.
  public func attempts(round: Int) throws -> [AttemptRecord] {
    try values("FROM attempts WHERE round = :round ORDER BY domain, rowid", ["round": round])
  }

  /// In how many rounds before `round` each statement that has neither been proved nor disproved was tried, by its
  /// identifier.
  public func roundsTried(before round: Int) throws -> [String: Int] {
    try counts(
      """
      SELECT conjectures.id, count(DISTINCT attempts.round)
      FROM conjectures JOIN attempts USING (domain, normalForm)
      WHERE conjectures.status IN ('open', 'failed', 'declined') AND attempts.round < ?
      GROUP BY conjectures.id
      """, [round])
  }

  /// Attempts by round, domain and level, from round `first` on. A search that failed on what was disproved in the same
  /// round is no failure.
  public func attemptCounts(from first: Int = 1, domain: String? = nil) throws -> [AttemptCounts] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT round, domain, level,
            sum(outcome = 'proved') AS proved, sum(outcome = 'disproved') AS disproved,
            sum(outcome = 'failed' AND NOT EXISTS (
              SELECT 1 FROM attempts AS later
              WHERE later.round = attempts.round AND later.domain = attempts.domain
                AND later.normalForm = attempts.normalForm AND later.outcome = 'disproved')) AS failed,
            sum(outcome = 'declined') AS declined,
            sum(CASE outcome WHEN 'declined' THEN 0 ELSE applications END) AS applications
          FROM attempts
          WHERE source <> 'hindsight' AND round >= :first AND (:domain IS NULL OR domain = :domain)
          GROUP BY round, domain, level ORDER BY round, domain, level
          """, arguments: ["first": first, "domain": domain]
      ).map { row in
        AttemptCounts(
          round: row["round"], domain: row["domain"], level: row["level"], proved: row["proved"],
          disproved: row["disproved"], failed: row["failed"], declined: row["declined"],
          applications: row["applications"])
      }
    }
  }

  public func filterCounts(round: Int) throws -> [FilterCount] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM filterCounts WHERE round = ? ORDER BY domain, source, outcome",
        arguments: [round]
      ).map { row in
        FilterCount(
          round: row["round"], domain: row["domain"], source: row["source"],
          outcome: row["outcome"], count: row["count"])
      }
    }
  }

  public func verdicts(round: Int) throws -> [VerdictRecord] {
    try values("FROM verdicts WHERE round = :round ORDER BY rowid", ["round": round])
  }

  /// Training examples of the newest rounds, newest round first, then by domain: domains are searched side by side, so
  /// only within one the order in which they were recorded is always the same.
  public func rankingExamples(
    domain: String? = nil, from firstRound: Int = 0, before lastRound: Int = .max,
    limit: Int = 1_000_000
  ) throws -> [RankingExample] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT domain, packed FROM rankingExamples
          WHERE round >= :first AND round < :last AND (:domain IS NULL OR domain = :domain)
          ORDER BY round DESC, domain, id LIMIT :limit
          """,
        arguments: [
          "first": firstRound, "last": lastRound, "domain": domain, "limit": limit,
        ]
      ).map { try PackedExample.decode($0["packed"], domain: $0["domain"]) }
    }
  }

  /// Training examples by domain.
  public func rankingExampleCounts() throws -> [String: Int] {
    try counts("SELECT domain, count(*) FROM rankingExamples GROUP BY domain")
  }

  /// Reads the `json` column of rows.
  func values<Value: Decodable>(
    _ tail: String, _ arguments: [String: (any DatabaseValueConvertible)?] = [:],
    as type: Value.Type = Value.self
  ) throws -> [Value] {
    let texts = try read { database in
      try String.fetchAll(
        database, sql: "SELECT json \(tail)", arguments: StatementArguments(arguments))
    }
    return try texts.map { try JSONText(stored: $0).decoded() }
  }

  /// Reads rows of a name and a number.
  func counts(_ sql: String, _ arguments: [Int] = []) throws -> [String: Int] {
    try read { database in
      let rows = try Row.fetchAll(database, sql: sql, arguments: StatementArguments(arguments))
      return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: +)
    }
  }
}
