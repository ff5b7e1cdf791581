import GRDB
import Records

/// How often a statement was proved when it was tried.
public struct StatementRate: Hashable, Sendable {
  public let statement: Records.Statement
  /// Samples of whole-proof provers and searches that Lean could judge.
  public let judged: Int
  public let proved: Int

  /// 0…1; nil where nothing was judged.
  public var successRate: Double? { judged == 0 ? nil : Double(proved) / Double(judged) }
}

extension RunStore {
  /// A round's samples by domain and statement, in order.
  public func samples(round: Int) throws -> [SampleRecord] {
    try values(
      "FROM samples WHERE round = :round ORDER BY domain, normalForm, ordinal", ["round": round])
  }

  /// Every statement that was asked for and judged at least once, in the order of first trial. Samples count one by one;
  /// of rounds that have none for a statement, its search counts. Goals met inside searches and what was ever
  /// disproved are not among them.
  public func statementRates() throws -> [StatementRate] {
    let tries = try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT domain, normalForm, min(place) AS place, sum(judged) AS judged, sum(proved) AS proved
          FROM (
            SELECT domain, normalForm, rowid AS place, outcome IN ('proved', 'failed') AS judged,
              outcome = 'proved' AS proved
            FROM attempts
            WHERE source <> 'hindsight' AND NOT EXISTS (
              SELECT 1 FROM samples WHERE samples.round = attempts.round
                AND samples.domain = attempts.domain AND samples.normalForm = attempts.normalForm)
            UNION ALL
            SELECT domain, normalForm, NULL, outcome IN ('proved', 'failed'), outcome = 'proved'
            FROM samples)
          GROUP BY domain, normalForm HAVING sum(judged) > 0
          """
      ).map { row in
        (
          domain: row["domain"] as String, form: row["normalForm"] as String,
          judged: row["judged"] as Int, proved: row["proved"] as Int
        )
      }
    }
    let statements = try statementsTried()
    var rates: [String: (judged: Int, proved: Int)] = [:]
    for entry in tries { rates[entry.domain + "\n" + entry.form] = (entry.judged, entry.proved) }
    return statements.compactMap { statement in
      rates[statement.domain + "\n" + statement.normalForm].map {
        StatementRate(statement: statement, judged: $0.judged, proved: $0.proved)
      }
    }
  }

  /// In the order of their first attempt.
  private func statementsTried() throws -> [Records.Statement] {
    let records: [AttemptRecord] = try values(
      """
      FROM attempts WHERE source <> 'hindsight' AND NOT EXISTS (
          SELECT 1 FROM conjectures WHERE conjectures.status = 'disproved'
            AND conjectures.domain = attempts.domain
            AND conjectures.normalForm = attempts.normalForm)
        AND rowid IN (SELECT min(rowid) FROM attempts WHERE source <> 'hindsight' GROUP BY domain, normalForm)
      ORDER BY rowid
      """)
    return records.map(\.attempt.statement)
  }
}
