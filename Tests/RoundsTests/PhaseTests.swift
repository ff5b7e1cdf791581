import Checkers
import Configuration
import Curriculum
import Foundation
import Records
import RunStore
import TestSupport
import Testing

@testable import Prover
@testable import Rounds
@testable import Workbench

/// Each phase of a round by itself: a small store, a real Lean, and a search that finds what it is told.
@Suite(.serialized) struct PhaseTests {
  /// Closes the statements that it has a tactic for; the others fail.
  private struct ScriptedSearch: StatementSearch {
    /// By the statement's target.
    let tactics: [String: String]

    func prove(
      _ tasks: [SearchTask], in work: DomainContext, round: Int,
      finished: @Sendable (Int, SearchReport) async throws -> Void
    ) async throws {
      for (index, task) in tasks.enumerated() {
        let proof = tactics[task.statement.target].map { ProofTree.step($0, []) }
        try await finished(
          index,
          SearchReport(
            task: task, outcome: proof == nil ? .failed : .proved, reason: "", applications: 7,
            proof: proof, graph: SearchGraph(root: task.goal)))
      }
    }
  }

  /// A run that was just opened, its first round planned.
  private struct Fixture {
    let folder: TemporaryFolder
    var context: RunContext
    let round: PlannedRound
    let domain: Domain

    init(change: (inout Configuration) -> Void = { _ in }) async throws {
      folder = try TemporaryFolder()
      var configuration = try smallConfiguration()
      configuration.run.directory = "\(folder.path)/var"
      configuration.domains = configuration.domains.filter { $0.name == "nat" }
      configuration.prover.negation = false
      configuration.library.generalise = false
      change(&configuration)
      let opening = RunOpening(configuration) { _, _ in }
      try opening.runFolder.create()
      context = try await opening.open()
      round = try await Round(context: context).plan()
      domain = try #require(context.configuration.domains.first)
    }

    /// Conjectures of the round, as the phase before would have left them.
    func propose(_ targets: [(names: [String], target: String)]) async throws {
      let writes = targets.map { names, target in
        RoundWrite.conjecture(
          Conjecture(
            statement: domain.statement(names, target), source: .grammar, round: round.number,
            checkpoint: "", level: 1))
      }
      _ = try await context.store.finishPhase(
        .conjecture, round: round.number, writing: writes, at: context.clock())
    }

    func finish(_ phase: Phase, _ result: Round.PhaseResult) async throws {
      _ = try await context.store.finishPhase(
        phase, round: round.number, writing: result.writes, metrics: result.metrics,
        at: context.clock())
    }
  }

  @Test func thePlanIsKeptAndComesBack() async throws {
    let run = try await Fixture()
    #expect(run.round.number == 1)
    #expect(run.round.plan.domains.map(\.domain) == ["nat"])
    #expect(try await Round(context: run.context).plan().plan == run.round.plan)
  }

  @Test func conjecturesAreNewAndCounted() async throws {
    let run = try await Fixture()
    let result = try await Round(context: run.context).conjecture(run.round)
    let statements = result.writes.compactMap { write -> Statement? in
      if case .conjecture(let conjecture) = write { conjecture.statement } else { nil }
    }
    #expect(!statements.isEmpty && Set(statements).count == statements.count)
    #expect(statements.allSatisfy { $0.domain == "nat" })
    // Without a language model there is nothing to say about prompts.
    #expect(result.metrics[.requests] == nil)
  }

  @Test func whatTheSearchFindsIsAnAttempt() async throws {
    var run = try await Fixture()
    run.context.search = ScriptedSearch(tactics: ["a + 0 = a": "simp only [Loom.add_zero]"])
    try await run.propose([(["a"], "a + 0 = a"), (["a"], "0 + a = a")])
    _ = try await Round(context: run.context).prove(run.round)
    let attempts = try await run.context.store.attempts(round: 1).map(\.attempt)
    #expect(Set(attempts.map(\.outcome)) == [.proved, .failed])
    let proved = try #require(attempts.first { $0.outcome == .proved })
    #expect(proved.script == "simp only [Loom.add_zero]" && proved.applications == 7)
    #expect(try await run.context.store.conjectures(round: 1, status: .open).isEmpty)
  }

  @Test func checkersDecideWhatBecomesATheorem() async throws {
    var run = try await Fixture()
    // The second script proves something else: the search may err, the checker decides.
    run.context.search = ScriptedSearch(tactics: [
      "a + 0 = a": "simp only [Loom.add_zero]", "0 + a = a": "exact rfl",
    ])
    try await run.propose([(["a"], "a + 0 = a"), (["a"], "0 + a = a")])
    let round = Round(context: run.context)
    try await run.finish(.prove, try await round.prove(run.round))
    try await run.finish(.check, try await round.check(run.round))
    let theorems = try await run.context.store.theorems(round: 1)
    #expect(theorems.map(\.statement.target) == ["a + 0 = a"])
    #expect(try await run.context.store.verdicts(round: 1).count == 2)
    // Recorded: one commit, and the theorem in it.
    try await run.finish(.record, try await round.record(run.round))
    #expect(try await run.context.corpus.newestRound() == 1)
    let records = try await round.levelRecords(run.round)
    #expect(records.contains { $0.newTheorems == 1 && $0.conjecturesFound == 2 }, "\(records)")
  }

  @Test func learningLeavesACheckpoint() async throws {
    let run = try await Fixture()
    try await run.propose([])
    for phase in [Phase.prove, .check, .record] { try await run.finish(phase, .init()) }
    let result = try await Round(context: run.context).learn(run.round)
    #expect(result.metrics[.examples] == 0)
    #expect(
      result.writes.contains {
        if case .checkpoint(let record) = $0 { record.isPromoted } else { false }
      })
    #expect(await run.context.models.checkpointName == "round-0001")
  }

  @Test func aCancelledPhaseLeavesNothing() async throws {
    var run = try await Fixture()
    run.context.search = ScriptedSearch(tactics: ["a + 0 = a": "simp only [Loom.add_zero]"])
    try await run.propose([(["a"], "a + 0 = a")])
    let round = Round(context: run.context)
    let planned = run.round
    try await run.finish(.prove, try await round.prove(planned))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await round.check(planned)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await run.context.store.verdicts(round: 1).isEmpty)
    // Nothing stands in the way of the same phase afterwards.
    try await run.finish(.check, try await round.check(planned))
    #expect(try await run.context.store.verdicts(round: 1).count == 1)
  }
}
