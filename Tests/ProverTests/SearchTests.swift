import Foundation
import LeanInterface
import Records
import Synchronization
import Terms
import TestSupport
import Testing

@testable import Prover

@Suite struct SearchTests {
  private func engine(
    _ domain: Domain, ranker: any CandidateRanker, budget: Int = 64, stepTactics: Int = 0,
    exploration: Double = 0.02
  ) async throws -> SearchEngine {
    let pool = try await SeedTheories.pool
    let header = domain.header
    return SearchEngine(
      domain: domain, pool: pool, header: header,
      premises: try await Premise.theory(of: domain, pool: pool, header: header), ranker: ranker,
      options: SearchOptions(
        budget: budget, stepTactics: stepTactics, exploration: exploration))
  }

  @Test func fixedOrderProvesSmallTheorems() async throws {
    let logic = try await engine(TestDomains.logic, ranker: FixedOrderRanker(), budget: 200)
    let statements = [
      TestDomains.logic.statement(["p", "q"], "p ∧ q → q ∧ p"),
      TestDomains.logic.statement(["p", "q"], "p ∨ q → q ∨ p"),
      TestDomains.logic.statement(["p", "q", "r"], "(p → q) → (q → r) → p → r"),
      TestDomains.logic.statement(["p", "q"], "p → q"),
    ]
    let reports = try await logic.prove(statements.map { SearchTask(statement: $0) })
    #expect(reports.map(\.outcome) == [.proved, .proved, .proved, .failed])
    for report in reports where report.outcome == .proved {
      let script = try #require(report.proof).script
      let outcome = try await logic.pool.step(
        [GoalStep(goal: report.task.goal, tactics: [script])], header: logic.header)
      #expect(outcome == [[.closed]], "\(script)")
      #expect(report.trace(script: script, name: "x").contains("```lean4"))
    }
  }

  @Test func natNeedsInduction() async throws {
    let nat = try await engine(TestDomains.nat, ranker: FixedOrderRanker(), budget: 300)
    let reports = try await nat.prove([
      SearchTask(statement: TestDomains.nat.statement(["a"], "0 + a = a")),
      SearchTask(
        statement: TestDomains.nat.statement(["a", "b"], "Nat.succ a + b = Nat.succ (a + b)")),
      SearchTask(statement: TestDomains.nat.statement(["a"], "0 * a = 0")),
    ])
    #expect(reports.map(\.outcome) == [.proved, .proved, .proved])
    let minimiser = Minimiser(pool: nat.pool, header: nat.header)
    let proofs = reports.compactMap { report in
      report.proof.map { (goal: report.task.goal, proof: $0) }
    }
    let shorter = try await minimiser.minimise(proofs)
    for (before, after) in zip(proofs, shorter) { #expect(after.steps <= before.proof.steps) }
    let examples = reports.flatMap {
      $0.rankingExamples(domain: "nat", candidatesMax: 16, weight: 1)
    }
    #expect(!examples.isEmpty)
    #expect(examples.allSatisfy { $0.candidates.count <= 16 && $0.target == 0 })
    // The statement's own example says how long its proof is.
    let first = try #require(
      reports[0].rankingExamples(domain: "nat", candidatesMax: 16, weight: 1).first)
    #expect(first.stepsLeft == reports[0].proof?.steps)
    // Nothing is learnt from a withheld goal, nor from what its proof goes through.
    func count(withheld: String) -> Int {
      reports[2].rankingExamples(
        domain: "nat", candidatesMax: 16, weight: 1, isWithheld: { $0.target == withheld }
      ).count
    }
    #expect(count(withheld: "0 * a = 0") < count(withheld: "") - 1)
  }

  /// A Lean that ends without an answer says nothing about a statement, whatever the budget.
  @Test func anOutageOfLeanIsNoFailure() async throws {
    let sound = try await engine(TestDomains.logic, ranker: FixedOrderRanker(), budget: 16)
    let folder = try TemporaryFolder()
    let lean = folder.path + "/ends-at-once"
    try """
    #!/bin/sh
    test "$1" = --version && exec '\(sound.pool.toolchain.lean)' --version
    exit 3
    """.write(toFile: lean, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: lean)
    let engine = SearchEngine(
      domain: sound.domain,
      pool: LeanPool(
        toolchain: try await Toolchain.discover(command: lean, project: "", fetched: []),
        options: LeanOptions()), header: sound.header,
      premises: try await Premise.theory(of: sound.domain, pool: sound.pool, header: sound.header),
      ranker: FixedOrderRanker(), options: sound.options)
    let tasks = [SearchTask(statement: TestDomains.logic.statement(["p", "q"], "p ∧ q → q ∧ p"))]
    let report = try #require(try await engine.prove(tasks).first)
    #expect(report.outcome == .declined)
    #expect(report.reason.hasPrefix("Lean judged no tactic"), "\(report.reason)")
    #expect(report.rankingExamples(domain: "logic", candidatesMax: 8, weight: 1).isEmpty)
    #expect(try await sound.prove(tasks).first?.outcome == .proved)
  }

  /// What a search has not found out by then is no failure.
  @Test func aCancelledSearchSaysNothing() async throws {
    let lean = try SlowProgram(seconds: 30)
    let engine = SearchEngine(
      domain: TestDomains.nat,
      pool: LeanPool(
        toolchain: Toolchain(lean: lean.path, searchPath: [], version: "0", origin: "test"),
        options: LeanOptions(batchSeconds: 60)), header: LeanHeader(), premises: [],
      ranker: FixedOrderRanker(), options: SearchOptions())
    let heard = Mutex(0)
    let result = try await lean.cancel {
      try await engine.prove([
        SearchTask(statement: TestDomains.nat.statement(["a", "b"], "a + b = b + a")),
        SearchTask(statement: TestDomains.nat.statement(["a"], "a + 0 = a")),
      ]) { _, _ in heard.withLock { $0 += 1 } }
    }
    #expect(result.isCancellation, "\(result)")
    #expect(heard.withLock { $0 } == 0)
  }

  private struct Unasked: CandidateRanker {
    struct Asked: Error {}
    let name = "unasked"
    func rank(_ requests: [RankingRequest]) async throws -> [Ranking] { throw Asked() }
  }

  @Test func theAlternativeGuidesTheSearchesThatAskForIt() async throws {
    let plain = try await engine(TestDomains.logic, ranker: FixedOrderRanker(), budget: 200)
    let statement = TestDomains.logic.statement(["p", "q"], "p ∧ q → q ∧ p")
    func outcome(
      _ ranker: any CandidateRanker, _ alternative: any CandidateRanker, usesAlternative: Bool
    ) async throws -> AttemptOutcome? {
      let engine = SearchEngine(
        domain: plain.domain, pool: plain.pool, header: plain.header,
        premises: try await Premise.theory(
          of: plain.domain, pool: plain.pool, header: plain.header),
        ranker: ranker, alternative: alternative, options: plain.options)
      return try await engine.prove([
        SearchTask(statement: statement, usesAlternative: usesAlternative)
      ]).first?.outcome
    }
    #expect(try await outcome(FixedOrderRanker(), Unasked(), usesAlternative: false) == .proved)
    #expect(try await outcome(Unasked(), FixedOrderRanker(), usesAlternative: true) == .proved)
    await #expect(throws: Unasked.Asked.self) {
      _ = try await outcome(FixedOrderRanker(), Unasked(), usesAlternative: true)
    }
  }

  /// Best first that notes what it was offered.
  private final class Noting: SearchStrategy {
    let offered = Mutex<[(room: Int, breadth: Int)]>([])
    func picks(_ open: [OpenGoal], room: Int, breadth: Int) -> [Int] {
      offered.withLock { $0.append((room, breadth)) }
      return BestFirst().picks(open, room: room, breadth: breadth)
    }
  }

  @Test func fewSearchesAndLargeEffortsApplyMoreInAStep() async throws {
    let plain = try await engine(TestDomains.logic, ranker: FixedOrderRanker())
    func first(effort: Int, stepTactics: Int) async throws -> (room: Int, breadth: Int)? {
      let strategy = Noting()
      var options = plain.options
      options.stepTactics = stepTactics
      let engine = SearchEngine(
        domain: plain.domain, pool: plain.pool, header: plain.header, premises: [],
        ranker: plain.ranker, strategy: strategy, options: options)
      let statement = TestDomains.logic.statement(["p", "q"], "p ∧ q → q ∧ p")
      _ = try await engine.prove([SearchTask(statement: statement, effort: effort)])
      return strategy.offered.withLock { $0.first }
    }
    let usual = try #require(try await first(effort: 1, stepTactics: 0))
    #expect(usual == (6, 1))
    let filled = try #require(try await first(effort: 1, stepTactics: 120))
    // A quarter of the budget of 64: a step must leave room for further ones.
    #expect(filled == (16, 4))
    let retried = try #require(try await first(effort: 2, stepTactics: 0))
    #expect(retried == (12, 2))
  }

  /// What a ranker says is outside data: it must not keep a search from ending.
  @Test(.timeLimit(.minutes(2))) func aRankerThatSaysNoNumberEndsTheSearch() async throws {
    struct Broken: CandidateRanker {
      let name = "broken"
      func rank(_ requests: [RankingRequest]) async -> [Ranking] {
        requests.map {
          Ranking(scores: $0.candidates.map { _ in Float.nan }, stepsLeft: .nan)
        }
      }
    }
    let logic = try await engine(TestDomains.logic, ranker: Broken())
    let reports = try await logic.prove([
      SearchTask(statement: TestDomains.logic.statement(["p", "q"], "p ∧ q → q ∧ p"))
    ])
    #expect(reports.map(\.outcome) == [.failed])
  }

  @Test(arguments: [0, 120]) func theSameSeedGivesTheSameSearch(stepTactics: Int) async throws {
    let tasks = [
      SearchTask(statement: TestDomains.logic.statement(["p", "q"], "p ∧ q → q ∧ p")),
      SearchTask(statement: TestDomains.logic.statement(["p", "q"], "(p → q) → ¬q → ¬p")),
    ]
    var seen: [[String]] = []
    for _ in 0..<2 {
      let logic = try await engine(
        TestDomains.logic, ranker: UniformRanker(seed: 3), stepTactics: stepTactics)
      let reports = try await logic.prove(tasks)
      seen.append(reports.map { "\($0.outcome) \($0.applications) \($0.proof?.script ?? "")" })
    }
    #expect(seen[0] == seen[1])
  }

  @Test func excludedPremisesAreNotUsed() async throws {
    let nat = try await engine(TestDomains.nat, ranker: FixedOrderRanker())
    let goal = Goal(context: [Binder(name: "a", type: "Nat")], target: "a + 0 = a")
    let all = nat.generator.candidates(of: goal, excluded: []).list.map(\.text)
    let some = nat.generator.candidates(of: goal, excluded: ["Loom.add_zero"]).list.map(\.text)
    #expect(all.contains("rw [Loom.add_zero a]"))
    #expect(!some.contains("rw [Loom.add_zero a]"))
  }
}
