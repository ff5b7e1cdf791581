import Foundation
import GRDB
import Records
import Terms
import TestSupport

@testable import RunStore

extension TemporaryFolder {
  var database: String { path + "/run.sqlite" }
}

enum Make {
  static let start = Date(timeIntervalSince1970: 1_700_000_000)

  static func statement(_ number: Int, domain: String = "nat") -> Records.Statement {
    Records.Statement(
      domain: domain, binders: [Binder(name: "a", type: "Nat")],
      target: "a + \(number) = \(number) + a",
      normalForm: "[Nat] (= (+ x0 \(number)) (+ \(number) x0))", size: 7)
  }

  static func conjecture(
    _ number: Int, domain: String = "nat", source: ConjectureSource = .model, round: Int = 1
  ) -> Conjecture {
    Conjecture(
      statement: statement(number, domain: domain), source: source, round: round,
      checkpoint: "prover-0", level: 2)
  }

  static func attempt(
    _ number: Int, _ outcome: AttemptOutcome, domain: String = "nat",
    source: ConjectureSource = .model, level: Int = 2
  ) -> AttemptRecord {
    AttemptRecord(
      attempt: Attempt(
        statement: statement(number, domain: domain), outcome: outcome, script: "rfl", trace: "…",
        applications: 10, steps: 1),
      source: source, level: level)
  }

  static func theorem(_ number: Int, steps: Int = 3, domain: String = "nat") -> Theorem {
    .proved(
      "\(domain)_\(number)", statement(number, domain: domain), script: "induction a",
      steps: steps)
  }

  static func example(_ number: Int) -> RankingExample {
    RankingExample(
      domain: "nat", goal: ["⊢", "=", "x0", "\(number)"],
      candidates: [["rw", "Nat.add_zero"], ["rfl", "=", "="], []], target: 1, weight: 0.25)
  }

  /// What each phase of a small round leaves.
  static func results(_ phase: Phase) -> [RoundWrite] {
    switch phase {
    case .conjecture:
      (1...4).map { .conjecture(conjecture($0)) } + [
        .filterCount(domain: "nat", source: .model, outcome: "trivial", count: 7)
      ]
    case .prove:
      [
        .attempt(attempt(1, .proved)), .attempt(attempt(2, .failed)),
        .attempt(attempt(3, .declined)), .attempt(attempt(4, .disproved)),
      ]
    case .check:
      [
        .verdict(
          VerdictRecord(
            task: ProofTask(
              name: "nat_1", statement: statement(1), script: "rfl", imports: [], opens: []),
            checker: "lean", verdict: .accepted(axioms: ["propext"]))),
        .theorem(theorem(1)),
      ]
    case .learn:
      [
        .rankingExample(example(1)), .rankingExample(example(2)),
        .checkpoint(
          CheckpointRecord(
            round: 1, model: "prover", directory: "checkpoints/prover-1", isPromoted: true,
            reason: "gate held")),
      ]
    case .evaluate:
      [
        .evaluation(
          EvaluationRecord(
            round: 1, suite: "nat", ranker: "model", solved: ["zero_add"], total: 24, budget: 64))
      ]
    case .plan, .record, .done: []
    }
  }
}

extension RunStore {
  func conjectureStatus(_ statement: Records.Statement) throws -> ConjectureStatus? {
    try read {
      try String.fetchOne(
        $0, sql: "SELECT status FROM conjectures WHERE domain = ? AND normalForm = ?",
        arguments: [statement.domain, statement.normalForm])
    }.flatMap(ConjectureStatus.init(rawValue:))
  }

  /// Rows of every table as text: equal dumps are equal databases.
  func dump() throws -> [String: [String]] {
    try read { database in
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      var rows: [String: [String]] = [:]
      for table in tables {
        rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY rowid")
          .map(\.description)
      }
      return rows
    }
  }

  /// Begins a round and finishes its phases up to and without `end`.
  func runRound(until end: Phase = .done) throws {
    var state = try currentRound() ?? beginRound(["nat": 4], at: Make.start)
    while state.phase < end {
      state = try finishPhase(
        state.phase, round: state.number, writing: Make.results(state.phase),
        metrics: [Metric(state.phase, "tactics", .count): 2],
        at: Make.start.addingTimeInterval(60))
    }
  }
}
