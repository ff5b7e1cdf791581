import Foundation
import Records
import TestSupport
import Testing

@testable import RunStore

@Suite struct SampleTests {
  let folder: TemporaryFolder
  let store: RunStore

  init() async throws {
    folder = try TemporaryFolder()
    store = try RunStore(path: folder.database)
  }

  private func sample(_ number: Int, _ ordinal: Int, _ outcomes: ProofTurn.Outcome...) -> RoundWrite
  {
    let turns = outcomes.map { ProofTurn(outcome: $0, reason: "because", length: 12) }
    return .sample(
      SampleRecord(
        statement: Make.statement(number),
        sample: ProofSample(
          ordinal: ordinal, turns: turns, script: "rfl", helpers: "def x := 1", trace: "<think>")))
  }

  @Test func samplesAreKeptWithoutTheirTexts() async throws {
    try await store.runRound(until: .prove)
    let writes = [
      sample(2, 1, .rejected, .proved), sample(2, 0, .malformed), sample(1, 0, .declined),
    ]
    try await store.save(writes, round: 1, phase: .prove)
    try await store.save([sample(2, 0, .rejected)], round: 1, phase: .prove)
    let kept = try await store.samples(round: 1)
    #expect(kept.map(\.statement) == [1, 2, 2].map { Make.statement($0) })
    #expect(kept.map(\.sample.ordinal) == [0, 0, 1])
    #expect(kept.map(\.sample.outcome) == [.declined, .failed, .proved])
    #expect(kept[1].sample.turns[0].outcome == .rejected, "the later one replaces")
    #expect(kept[2].sample.solvedAtTurn == 2)
    #expect(kept.allSatisfy { $0.sample.script.isEmpty && $0.sample.trace.isEmpty })
    #expect(try await store.samples(round: 2).isEmpty)
  }

  @Test func ratesCountSamplesBeforeSearches() async throws {
    try await store.runRound(until: .prove)
    let more = (5...6).map { RoundWrite.conjecture(Make.conjecture($0)) }
    try await store.save(more, round: 1, phase: .prove)
    try await store.save(
      [
        // A search that proved it.
        .attempt(Make.attempt(1, .proved)),
        // Samples, and the attempt that sums them up.
        .attempt(Make.attempt(2, .proved)), sample(2, 0, .proved), sample(2, 1, .rejected),
        sample(2, 2, .declined), sample(2, 3, .malformed),
        // False, though a search failed on it first.
        .attempt(Make.attempt(3, .failed)),
        .attempt(
          AttemptRecord(
            attempt: Make.attempt(3, .disproved).attempt, source: .model, level: 2, ordinal: 1)),
        // Nobody could tell.
        .attempt(Make.attempt(4, .declined)),
        .attempt(Make.attempt(5, .failed)),
        .attempt(Make.attempt(6, .proved, source: .hindsight)),
      ], round: 1, phase: .prove)
    let rates = try await store.statementRates()
    #expect(rates.map(\.statement) == [1, 2, 5].map { Make.statement($0) })
    #expect(rates.map(\.judged) == [1, 3, 1])
    #expect(rates.map(\.proved) == [1, 1, 0])
    #expect(rates[1].successRate == 1.0 / 3)
  }
}
