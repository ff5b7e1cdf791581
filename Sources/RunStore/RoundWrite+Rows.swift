import GRDB
import Records

/// A row of any table: its columns, and what to do when the table has one with the same key.
private struct TableRow {
  enum Conflict: String {
    case ignore = "IGNORE"
    case replace = "REPLACE"
  }

  let table: String
  let columns: KeyValuePairs<String, (any DatabaseValueConvertible)?>
  var conflict = Conflict.ignore

  /// Returns how many rows were written: 0 when the key was there already.
  func write(_ database: Database) throws -> Int {
    let names = columns.map(\.key).joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.cachedStatement(
      sql: "INSERT OR \(conflict.rawValue) INTO \(table) (\(names)) VALUES (\(marks))")
    try statement.execute(arguments: StatementArguments(columns.map(\.value)))
    return database.changesCount
  }
}

extension RoundWrite {
  /// Writes one result of a round; returns how many rows are new.
  func apply(_ database: Database, round: Int) throws -> Int {
    switch self {
    case .theorem(let theorem):
      let isNew = try Self.row(of: theorem, round: round).write(database)
      try Self.setStatus(.accepted, theorem.statement, database)
      return isNew
    case .attempt(let record):
      let isNew = try Self.row(of: record, round: round).write(database)
      if isNew > 0, let status = ConjectureStatus(rawValue: record.attempt.outcome.rawValue) {
        try Self.setStatus(status, record.attempt.statement, database)
      }
      return isNew
    case .conjecture(let conjecture):
      try Self.forgetUnsettled(conjecture.statement, before: round, database)
      return try Self.row(of: conjecture, round: round).write(database)
    case .shorterProof(let theorem): return try Self.replace(theorem, round: round, database)
    case .library(let domain, let entries):
      try database.execute(
        sql: "DELETE FROM libraryEntries WHERE domain = ?", arguments: [domain])
      return try entries.enumerated().reduce(0) { total, entry in
        let row = TableRow(
          table: "libraryEntries",
          columns: [
            "domain": domain, "position": entry.offset, "round": round,
            "json": entry.element.text,
          ])
        return try total + row.write(database)
      }
    default: return try row(round: round)?.write(database) ?? 0
    }
  }

  /// The row of a result that touches nothing else.
  private func row(round: Int) throws -> TableRow? {
    switch self {
    case .filterCount(let domain, let source, let outcome, let count):
      TableRow(
        table: "filterCounts",
        columns: [
          "round": round, "domain": domain, "source": source.rawValue, "outcome": outcome,
          "count": count,
        ], conflict: .replace)
    case .verdict(let record):
      TableRow(
        table: "verdicts",
        columns: [
          "round": round, "domain": record.task.statement.domain, "name": record.task.name,
          "checker": record.checker, "kind": record.verdict.kind,
          "json": try JSONText(record).text,
        ], conflict: .replace)
    case .sample(let record):
      TableRow(
        table: "samples",
        columns: [
          "round": round, "domain": record.statement.domain,
          "normalForm": record.statement.normalForm, "ordinal": record.sample.ordinal,
          "outcome": record.sample.outcome.rawValue, "turn": record.sample.solvedAtTurn,
          "json": try JSONText(record).text,
        ], conflict: .replace)
    case .libraryEvent(let domain, let name, let action, let reason):
      TableRow(
        table: "libraryEvents",
        columns: [
          "round": round, "domain": domain, "name": name, "action": action, "reason": reason,
        ])
    case .curriculumState(let domain, let state, let reason):
      TableRow(
        table: "curriculumStates",
        columns: ["round": round, "domain": domain, "reason": reason, "json": state.text],
        conflict: .replace)
    case .evaluation(let record):
      TableRow(
        table: "evaluations",
        columns: [
          "round": round, "suite": record.suite, "ranker": record.ranker,
          "solved": record.solved.count, "total": record.total, "json": try JSONText(record).text,
        ], conflict: .replace)
    case .rankingExample(let example): Self.row(of: example, round: round)
    case .checkpoint(let record):
      TableRow(
        table: "checkpoints",
        columns: [
          "round": round, "model": record.model, "directory": record.directory,
          "promoted": record.isPromoted, "json": try JSONText(record).text,
        ], conflict: .replace)
    case .knownFact(let fact):
      TableRow(
        table: "knownFacts",
        columns: [
          "name": fact.name, "suite": fact.suite, "round": round, "theorem": fact.theorem,
          "json": try JSONText(fact).text,
        ])
    case .meta(let key, let value):
      TableRow(table: "meta", columns: ["key": key, "value": value], conflict: .replace)
    case .theorem, .attempt, .conjecture, .shorterProof, .library: nil
    }
  }

  private static func row(of conjecture: Conjecture, round: Int) throws -> TableRow {
    let statement = conjecture.statement
    return TableRow(
      table: "conjectures",
      columns: [
        "domain": statement.domain, "normalForm": statement.normalForm, "id": statement.id,
        "round": round, "source": conjecture.source.rawValue, "level": conjecture.level,
        "size": statement.size, "status": ConjectureStatus.open.rawValue,
        "json": try JSONText(conjecture).text,
      ])
  }

  /// Makes room for a statement that is proposed again after an earlier round neither proved nor disproved it. The
  /// earlier attempts stay.
  private static func forgetUnsettled(
    _ statement: Records.Statement, before round: Int, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        DELETE FROM conjectures
        WHERE domain = ? AND normalForm = ? AND round < ? AND status NOT IN ('accepted', 'disproved')
        """,
      arguments: [statement.domain, statement.normalForm, round])
  }

  private static func row(of record: AttemptRecord, round: Int) throws -> TableRow {
    let attempt = record.attempt
    return TableRow(
      table: "attempts",
      columns: [
        "round": round, "domain": attempt.statement.domain,
        "normalForm": attempt.statement.normalForm, "ordinal": record.ordinal,
        "source": record.source.rawValue, "level": record.level,
        "outcome": attempt.outcome.rawValue, "applications": attempt.applications,
        "steps": attempt.steps, "json": try JSONText(record).text,
      ])
  }

  private static func row(of theorem: Theorem, round: Int) throws -> TableRow {
    TableRow(
      table: "theorems",
      columns: [
        "name": theorem.name, "domain": theorem.statement.domain,
        "normalForm": theorem.statement.normalForm, "round": round, "committed": false,
        "steps": theorem.steps, "level": theorem.level, "json": try JSONText(theorem).text,
      ])
  }

  private static func row(of example: RankingExample, round: Int) -> TableRow {
    let packed = PackedExample.encode(example)
    return TableRow(
      table: "rankingExamples",
      columns: [
        "round": round, "domain": example.domain, "weight": example.weight,
        "digest": PackedExample.digest(packed), "packed": packed,
      ])
  }

  /// A conjecture that became a theorem or was disproved stays that: later attempts change nothing.
  private static func setStatus(
    _ status: ConjectureStatus, _ statement: Records.Statement, _ database: Database
  ) throws {
    let statement = (domain: statement.domain, form: statement.normalForm)
    try database.execute(
      sql: """
        UPDATE conjectures SET status = ?
        WHERE domain = ? AND normalForm = ? AND status NOT IN ('accepted', 'disproved')
        """, arguments: [status.rawValue, statement.domain, statement.form])
  }

  /// Keeps the theorem's name and round: only the proof is another.
  private static func replace(_ theorem: Theorem, round: Int, _ database: Database) throws -> Int {
    let statement = theorem.statement
    guard
      let json = try String.fetchOne(
        database,
        sql: "SELECT json FROM theorems WHERE domain = ? AND normalForm = ? AND steps > ?",
        arguments: [statement.domain, statement.normalForm, theorem.steps])
    else { return 0 }
    let old: Theorem = try JSONText(stored: json).decoded()
    var new = theorem
    new.name = old.name
    new.round = old.round
    new.source = old.source
    new.level = old.level
    new.knownAs = old.knownAs.isEmpty ? theorem.knownAs : old.knownAs
    try database.execute(
      sql:
        "UPDATE theorems SET json = ?, steps = ?, revisedRound = ?, committed = 0 WHERE name = ?",
      arguments: [try JSONText(new).text, new.steps, round, new.name])
    return database.changesCount
  }
}
