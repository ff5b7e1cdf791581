import Foundation
import Records
import TestSupport
import Testing

@testable import RunStore

@Suite struct RoundTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func uninterrupted() async throws -> [String: [String]] {
    let other = try TemporaryFolder()
    let store = try RunStore(path: other.database)
    try await store.runRound()
    return try await store.dump()
  }

  @Test(
    "A round resumes at every phase and ends as if it had not been interrupted",
    arguments: Phase.allCases.filter { $0 > .plan && $0 < .done })
  func resume(phase: Phase) async throws {
    do {
      let store = try RunStore(path: folder.database)
      try await store.runRound(until: phase)
      // Part of the phase's results are saved when the process dies.
      let part = Make.results(phase).prefix(1)
      try await store.save(Array(part), round: 1, phase: phase)
    }
    let store = try RunStore(path: folder.database)
    let open = try #require(try await store.currentRound())
    #expect(open.number == 1)
    #expect(open.phase == phase)
    #expect(try open.plan.decoded(as: [String: Int].self) == ["nat": 4])
    try await store.runRound()
    #expect(try await store.currentRound() == nil)
    #expect(try await store.dump() == uninterrupted())
  }

  @Test func replayedPhaseChangesNothing() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound()
    let before = try await store.dump()
    for phase in Phase.allCases {
      let state = try await store.finishPhase(
        phase, round: 1, writing: Make.results(phase) + [.theorem(Make.theorem(99))],
        metrics: [Metric(.prove, "x", .count): 1], at: Make.start.addingTimeInterval(999))
      #expect(state.phase == .done)
      #expect(
        try await store.save([.conjecture(Make.conjecture(77))], round: 1, phase: phase) == 0)
    }
    #expect(try await store.dump() == before)
  }

  @Test func savedTwiceIsSavedOnce() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound(until: .prove)
    let results = Make.results(.prove)
    #expect(try await store.save(results, round: 1, phase: .prove) == 4)
    let before = try await store.dump()
    #expect(try await store.save(results, round: 1, phase: .prove) == 0)
    #expect(try await store.dump() == before)
  }

  @Test func phasesCannotBeSkipped() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound(until: .prove)
    await #expect(
      throws: RunStoreError.wrongPhase(round: 1, expected: .prove, given: .record)
    ) { try await store.finishPhase(.record, round: 1, at: Make.start) }
    await #expect(throws: RunStoreError.roundOpen(1, phase: .prove)) {
      try await store.beginRound(["nat": 4], at: Make.start)
    }
    await #expect(throws: RunStoreError.unknownRound(8)) {
      try await store.finishPhase(.prove, round: 8, at: Make.start)
    }
  }

  @Test func roundsFollowEachOther() async throws {
    let store = try RunStore(path: folder.database)
    #expect(try await store.currentRound() == nil)
    #expect(try await store.lastRound() == nil)
    try await store.runRound()
    try await store.runRound()
    let rounds = try await store.rounds()
    #expect(rounds.map(\.number) == [1, 2])
    #expect(rounds.map(\.phase) == [.done, .done])
    #expect(rounds[0].startedAt == Make.start)
    #expect(rounds[0].finishedAt == Make.start.addingTimeInterval(60))
    #expect(rounds[0].metrics[Metric(.prove, "tactics", .count)] == 2)
    #expect(rounds[0].metrics.count == 6)
  }

  @Test func aStatementIsProposedOnceInARun() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound()
    _ = try await store.beginRound(["nat": 1], at: Make.start)
    let again = try await store.save(
      [
        .conjecture(Make.conjecture(1, round: 2)), .conjecture(Make.conjecture(1, domain: "list")),
        .conjecture(Make.conjecture(5, round: 2)),
      ], round: 2, phase: .conjecture)
    #expect(again == 2)
    #expect(try await store.conjectures(round: 1).count == 4)
    #expect(try await store.conjectures(round: 2).map(\.statement.domain) == ["list", "nat"])
  }

  @Test func whatFailedMayBeProposedAgain() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound()
    let before = try await store.conjectures(round: 1)
    let failed = try #require(try await store.conjectures(round: 1, status: .failed).first)
    let settled = try await store.conjectures(round: 1, status: .accepted)
    #expect(!settled.isEmpty)
    _ = try await store.beginRound(["nat": 1], at: Make.start)
    let writes = ([failed] + settled).map { old in
      var new = old
      new.round = 2
      return RoundWrite.conjecture(new)
    }
    #expect(try await store.save(writes, round: 2, phase: .conjecture) == 1)
    // Told twice, as after a kill, it is the same.
    #expect(try await store.save(writes, round: 2, phase: .conjecture) == 0)
    let open = try await store.conjectures(round: 2, status: .open)
    #expect(open.map(\.statement) == [failed.statement])
    #expect(try await store.conjectures(round: 1).count == before.count - 1)
  }

  @Test func aTheoremEntersOnce() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound()
    _ = try await store.beginRound(["nat": 1], at: Make.start)
    try await store.finishPhase(.conjecture, round: 2, at: Make.start)
    try await store.finishPhase(.prove, round: 2, at: Make.start)
    var sameStatement = Make.theorem(1)
    sameStatement.name = "another_name"
    var sameName = Make.theorem(6)
    sameName.name = "nat_1"
    let added = try await store.save(
      [.theorem(sameStatement), .theorem(sameName), .theorem(Make.theorem(7))], round: 2,
      phase: .check)
    #expect(added == 1)
    #expect(try await store.theorems(domain: "nat").map(\.name) == ["nat_1", "nat_7"])
    #expect(try await store.theorems(round: 2).map(\.name) == ["nat_7"])
    #expect(try await store.theoremCounts() == ["nat": 2])
    #expect(try await store.newestTheorem()?.name == "nat_7")
  }
}
