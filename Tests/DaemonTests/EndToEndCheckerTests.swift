import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon

extension EndToEnd {
  /// Runs whose proofs are judged by more than the local Lean.
  @Suite(.serialized) struct Checkers {
    /// A hand-written order proves something at once.
    private func toy(_ checkers: (inout CheckerSettings) -> Void) throws -> ToyRun {
      try ToyRun {
        ToyRun.hasten(&$0)
        $0.prover.search.ranker = .fixedOrder
        $0.prover.search.options.budget = 16
        checkers(&$0.checkers)
      }
    }

    private func repl() async throws -> [String] {
      let lean = try await testToolchain().lean
      return [try Project.program(), "repl", "--lean", lean]
    }

    @Test func aReplAServerAndLeanAgree() async throws {
      let repl = try await repl()
      let server = try KiminaStandIn(repl: repl)
      let run = try toy {
        $0.backends = ["kimina", "repl", "batch", "lean"]
        $0.quorum = .confirm
        $0.kimina.url = server.url
        $0.repl.command = repl
      }
      try await run.run(rounds: 3)
      let theorems = try await run.expectSound(rounds: 3)
      #expect(!theorems.isEmpty)
      for theorem in theorems { #expect(theorem.checker == "kimina+repl+batch+lean") }
      #expect(!FileManager.default.fileExists(atPath: run.runFolder.disputes))
      #expect(run.processes() == [])
      server.stop()
    }

    @Test func aCommitNamesThoseWhoJudged() async throws {
      let run = try toy {
        $0.backends = ["kimina", "lean"]
        $0.kimina.url = "http://127.0.0.1:9"
        $0.kimina.retries = 0
      }
      try await run.run(rounds: 1)
      let theorems = try await run.expectSound(rounds: 1)
      #expect(!theorems.isEmpty && theorems.allSatisfy { $0.checker == "lean" })
      let names = try await run.git("log", "-1", "--format=%(trailers:key=Checker,valueonly)")
        .output
      #expect(names.hasPrefix("lean (") && !names.contains("kimina"), "\(names)")
    }

    @Test func aServerThatGoesAwayIsWaitedFor() async throws {
      let repl = try await repl()
      let first = try KiminaStandIn(repl: repl)
      let run = try toy {
        $0.backends = ["kimina"]
        $0.kimina.url = first.url
        $0.kimina.retries = 0
      }
      let daemon = try run.start(["run", "--rounds", "1"])
      #expect(try await waits(120) { daemon.log.contains("\"phase\":\"prove\"") })
      first.stop()
      #expect(try await waits(120) { daemon.log.contains("paused: no checker is left") })
      let second = try KiminaStandIn(repl: repl, port: first.port)
      let ended = try await daemon.end(within: 120)
      #expect(ended.code == 0, "\(ended.errors)")
      let theorems = try await run.expectSound(rounds: 1)
      #expect(!theorems.isEmpty)
      try await run.expectLeanAgrees(with: theorems)
      second.stop()
    }

    /// Programs that are kept open end with the daemon, whatever it dies of.
    @Test func aKilledDaemonLeavesNoChecker() async throws {
      let repl = try await repl()
      let lean = try #require(repl.last)
      let run = try toy {
        $0.backends = ["repl", "command", "lean"]
        $0.repl.command = repl
        $0.command.command = ["python3", Project.example("plain_lean.py"), lean]
      }
      let daemon = try run.start(["run", "--rounds", "2"])
      func isOpen(_ words: String) -> Bool { run.processes().contains { $0.contains(words) } }
      #expect(try await waits(120) { daemon.log.contains("\"phase\":\"check\"") })
      #expect(try await waits(20) { isOpen(" repl --lean") && isOpen("plain_lean.py") })
      daemon.send(SIGKILL)
      _ = try await daemon.end(within: 10)
      let gone = try await waits(5) { run.processes().isEmpty }
      #expect(gone, "\(run.processes())")
      let again = try await run.lemmaloom("run", "--rounds", "2")
      #expect(again.code == 0, "\(again.errors)")
      #expect(again.errors.contains("going on where the last daemon stopped"))
      #expect(try await !run.expectSound(rounds: 2).isEmpty)
    }
  }
}
