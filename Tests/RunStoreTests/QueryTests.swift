import Basics
import Foundation
import Records
import TestSupport
import Testing

@testable import RunStore

@Suite struct QueryTests {
  let folder: TemporaryFolder
  let store: RunStore
  init() throws {
    folder = try TemporaryFolder()
    store = try RunStore(path: folder.database)
  }

  @Test func declinedAndDisprovedAttemptsAreInNoRate() async throws {
    try await store.runRound(until: .prove)
    // The search failed first.
    var disproved = Make.attempt(5, .disproved)
    disproved.ordinal = 1
    try await store.finishPhase(
      .prove, round: 1,
      writing: [
        .attempt(Make.attempt(1, .proved)), .attempt(Make.attempt(2, .failed)),
        .attempt(Make.attempt(3, .failed)), .attempt(Make.attempt(4, .declined)),
        .attempt(Make.attempt(5, .failed)), .attempt(disproved),
        .attempt(Make.attempt(6, .proved, source: .hindsight)),
        .attempt(Make.attempt(7, .declined, level: 3)),
        .attempt(Make.attempt(8, .proved, domain: "list")),
      ], at: Make.start)
    let counts = try await store.attemptCounts(domain: "nat")
    #expect(counts.map(\.level) == [2, 3])
    let level2 = counts[0]
    #expect(level2.proved == 1)
    #expect(level2.failed == 2)
    #expect(level2.declined == 1)
    #expect(level2.disproved == 1)
    #expect(level2.evidence == 3)
    #expect(level2.successRate == 1.0 / 3)
    #expect(level2.applications == 50)
    #expect(counts[1].evidence == 0)
    #expect(counts[1].successRate == nil)
    #expect(try await store.attemptCounts().count == 3)
    #expect(try await store.attemptCounts(from: 2).isEmpty)
  }

  @Test func statusFollowsAttemptsAndTheorems() async throws {
    try await store.runRound(until: .prove)
    #expect(try await store.conjectureStatus(Make.statement(1)) == .open)
    try await store.runRound(until: .check)
    let statuses = try await (1...4).asyncMap {
      try await store.conjectureStatus(Make.statement($0))
    }
    #expect(statuses == [.proved, .failed, .declined, .disproved])
    try await store.runRound(until: .record)
    #expect(try await store.conjectureStatus(Make.statement(1)) == .accepted)
    #expect(try await store.conjectures(round: 1, status: .failed) == [Make.conjecture(2)])
    #expect(try await store.conjectures(round: 1).count == 4)
    #expect(try await store.conjectureStatus(Make.statement(123)) == nil)
  }

  @Test func shorterProofsReplaceLongerOnes() async throws {
    try await store.runRound(until: .record)
    #expect(try await store.uncommittedTheorems().map(\.name) == ["nat_1"])
    try await store.markCommitted(round: 1)
    #expect(try await store.uncommittedTheorems().isEmpty)
    try await store.runRound()
    _ = try await store.beginRound(["nat": 1], at: Make.start)
    for phase in [Phase.conjecture, .prove] {
      try await store.finishPhase(phase, round: 2, at: Make.start)
    }
    var shorter = Make.theorem(1, steps: 2)
    shorter.name = "found_again"
    shorter.script = "simp"
    shorter.round = 2
    let longer = RoundWrite.shorterProof(Make.theorem(1, steps: 3))
    #expect(try await store.save([longer], round: 2, phase: .check) == 0)
    #expect(try await store.save([.shorterProof(shorter)], round: 2, phase: .check) == 1)
    #expect(try await store.save([.shorterProof(shorter)], round: 2, phase: .check) == 0)
    let kept = try #require(try await store.theorem(named: "nat_1"))
    #expect(kept.script == "simp")
    #expect(kept.round == 1)
    #expect(kept.steps == 2)
    #expect(try await store.shorterProofs(round: 2) == [kept])
    #expect(try await store.uncommittedTheorems() == [kept])
    try await store.markCommitted(round: 2)
    #expect(try await store.uncommittedTheorems().isEmpty)
    let counts = try await store.theoremCountsByRound(steps: 3)
    #expect(counts.map { [$0.round, $0.all, $0.long] } == [[1, 1, 0]])
  }

  @Test func historyReadsBackWhatWasWritten() async throws {
    try await store.runRound()
    #expect(
      try await store.attempts(round: 1).map(\.attempt.outcome) == [
        .proved, .failed, .declined, .disproved,
      ])
    #expect(try await store.filterCounts(round: 1).map(\.count) == [7])
    #expect(try await store.verdicts(round: 1).first?.verdict == .accepted(axioms: ["propext"]))
    #expect(try await store.evaluations().map(\.solved) == [["zero_add"]])
    #expect(
      try await store.promotedCheckpoint(model: "prover")?.directory == "checkpoints/prover-1")
    #expect(try await store.promotedCheckpoint(model: "conjecturer") == nil)

    let fact = KnownFact(name: "add_comm", suite: "nat", theorem: "nat_1")
    var laterFact = fact
    laterFact.theorem = "nat_9"
    _ = try await store.beginRound(
      ["nat": 1], at: Make.start,
      writing: [
        .curriculumState(domain: "nat", state: JSONText(["level": 5]), reason: "4→5, 61% of 48"),
        .library(domain: "nat", entries: [JSONText("b"), JSONText("a")]),
        .libraryEvent(domain: "nat", name: "nat_1", action: "added", reason: "most general"),
        .knownFact(fact), .knownFact(laterFact), .meta(key: "seed", value: "7"),
      ])
    let state = try #require(
      try await store.curriculumState(domain: "nat", as: [String: Int].self))
    #expect(state.round == 2)
    #expect(state.state == ["level": 5])
    #expect(state.reason == "4→5, 61% of 48")
    #expect(try await store.library(domain: "nat", as: String.self) == ["b", "a"])
    try await store.save(
      [.library(domain: "nat", entries: [JSONText("c")])], round: 2, phase: .conjecture)
    #expect(try await store.library(domain: "nat", as: String.self) == ["c"])
    #expect(try await store.libraryEvents(domain: "nat").map(\.action) == ["added"])
    #expect(try await store.knownFacts() == [fact])
    #expect(try await store.meta("seed") == "7")
    try await store.setMeta("seed", "8")
    #expect(try await store.meta("seed") == "8")
    #expect(try await store.meta("nothing") == nil)
  }

  @Test func examplesOfTheNewestRoundsComeFirst() async throws {
    try await store.runRound()
    _ = try await store.beginRound(["nat": 1], at: Make.start)
    let newer = [Make.example(3), Make.example(1)]
    try await store.save(
      newer.map { .rankingExample($0) }, round: 2, phase: .conjecture)
    let all = try await store.rankingExamples(domain: "nat")
    #expect(all == newer + [Make.example(1), Make.example(2)])
    #expect(try await store.rankingExamples(from: 2) == newer)
    #expect(try await store.rankingExamples(limit: 3).count == 3)
    #expect(try await store.rankingExamples(domain: "list").isEmpty)
  }

  @Test func packedExamplesSurviveAndDamageIsSeen() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let vocabulary = (0..<Int.random(in: 1...300, using: &generator)).map { "τ\($0) =" }
      func sequence() -> [String] {
        (0..<Int.random(in: 0...40, using: &generator)).map { _ in
          vocabulary.randomElement(using: &generator) ?? ""
        }
      }
      let candidates = (0..<Int.random(in: 0...48, using: &generator)).map { _ in sequence() }
      let example = RankingExample(
        domain: "nat", goal: sequence(), candidates: candidates,
        target: Int.random(in: -1...48, using: &generator),
        stepsLeft: Int.random(in: 0...300, using: &generator),
        weight: Double.random(in: 0...1e6, using: &generator))
      let packed = PackedExample.encode(example)
      #expect(try PackedExample.decode(packed, domain: "nat") == example, "seed 11")
      let end = example.stepsLeft < 128 ? 1 : 2
      var earlier = example
      earlier.stepsLeft = 0
      let old = packed.dropLast(end)
      #expect(try PackedExample.decode(old, domain: "nat") == earlier, "as earlier versions wrote")
      let cut = packed.prefix(Int.random(in: 0..<old.count, using: &generator))
      #expect(throws: RunStoreError.self, "seed 11") {
        try PackedExample.decode(cut, domain: "nat")
      }
    }
  }

  @Test func whatJSONCannotSayIsAnError() {
    #expect(throws: RunStoreError.self) { try JSONText([Double.nan]) }
    #expect(throws: RunStoreError.self) { try JSONText(stored: "{").decoded(as: [Int].self) }
  }
}

extension Sequence where Element: Sendable {
  fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows
    -> [Value]
  {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
