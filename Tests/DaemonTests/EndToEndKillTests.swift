import Basics
import Foundation
import Records
import RunStore
import TestSupport
import Testing

@testable import Daemon

extension EndToEnd {
  @Suite(.serialized) struct Kills {
    /// LEMMALOOM_KILLS sets how many; LEMMALOOM_KILL_SEED repeats the moments of a run that failed.
    private static func number(_ name: String) -> UInt64? {
      ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test func aRunKilledAtAnyMomentGoesOnWhereItWas() async throws {
      let kills = Int(Self.number("LEMMALOOM_KILLS") ?? 6)
      let seed = Self.number("LEMMALOOM_KILL_SEED") ?? UInt64.random(in: 1..<1_000_000)
      var generator = SplitMix64(seed: seed, "kills")
      let run = try ToyRun {
        ToyRun.hasten(&$0)
        // A hand-written order proves something at once; the model is trained all the same.
        $0.prover.search.ranker = .fixedOrder
        $0.prover.search.options.budget = 16
      }
      var moments: [String] = []
      var committed: Set<String> = []
      for number in 0..<kills {
        let daemon = try run.start(["run", "--rounds", "3"])
        let finished = try await pause(daemon, number, &generator)
        if finished {
          let ended = try await daemon.end(within: 1)
          #expect(ended.code == 0, "seed \(seed): \(ended.errors)")
          moments.append("finished")
          continue
        }
        daemon.send(SIGKILL)
        _ = try await daemon.end(within: 10)
        let left = try await waits(5) { run.processes().isEmpty }
        #expect(left, "seed \(seed), after \(moments): \(run.processes())")
        let (moment, theorems) = try await state(of: run)
        moments.append(moment)
        // What was in the store before is in it still.
        #expect(committed.isSubset(of: theorems), "seed \(seed), after \(moments)")
        committed = theorems
      }
      print("killed with LEMMALOOM_KILL_SEED=\(seed) at: \(moments.joined(separator: ", "))")
      try await run.run(rounds: 1)
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      let rounds = try #require(try await store.lastRound()).number
      let theorems = try await run.expectSound(rounds: rounds)
      #expect(committed.isSubset(of: theorems.map(\.name)), "seed \(seed): \(moments)")
      #expect(!theorems.isEmpty)
      try await run.expectLeanAgrees(with: theorems)
      let verify = try await run.lemmaloom("corpus", "verify")
      #expect(verify.code == 0, "seed \(seed): \(verify.errors)")
      #expect(run.processes() == [])
    }

    /// Waits for a random moment: of time, or within a phase, so that short phases are met too. True when the daemon
    /// ended first.
    private func pause(_ daemon: Child, _ number: Int, _ generator: inout SplitMix64)
      async throws -> Bool
    {
      var seconds = 0.2 + 7.8 * generator.uniform()
      if number % 3 > 0 {
        let phases: [Phase] = [.conjecture, .prove, .check, .record, .learn, .evaluate]
        let phase = phases[Int.random(in: 0..<phases.count, using: &generator)].rawValue
        seconds = (phase == "prove" ? 3 : 0.06) * generator.uniform()
        let begins = "\"message\":\"phase begins\",\"phase\":\"\(phase)\""
        _ = try await waits(60) { !daemon.isRunning || daemon.log.contains(begins) }
      }
      return try await waits(seconds) { !daemon.isRunning }
    }

    /// Round and phase that a kill left, and the theorems it found.
    private func state(of run: ToyRun) async throws -> (String, Set<String>) {
      guard FileManager.default.fileExists(atPath: run.runFolder.database),
        let store = try? RunStore(path: run.runFolder.database, mode: .reading)
      else { return ("opening", []) }
      var names: Set<String> = []
      for round in try await store.rounds() {
        names.formUnion(try await store.theorems(round: round.number).map(\.name))
      }
      let open = try await store.currentRound()
      return (open.map { "round \($0.number) \($0.phase.rawValue)" } ?? "between rounds", names)
    }
  }
}
