import Foundation
import RunStore
import TestSupport
import Testing

@testable import Daemon

extension EndToEnd {
  @Suite(.serialized) struct Faults {
    @Test func aDamagedDatabaseIsNamedAndLeftAlone() async throws {
      let run = try ToyRun(change: ToyRun.hasten)
      try await run.run(rounds: 1)
      let proof = try run.folder.write(
        "x.lean", "import Theory.Logic\ntheorem x (p : Prop) (h : p) : p := h\n".utf8)
      for offset in [0, 4096] {
        let whole = try Data(contentsOf: URL(filePath: run.runFolder.database))
        var damaged = whole
        for index in offset..<min(offset + 40_960, damaged.count) { damaged[index] = 0xa5 }
        try damaged.write(to: URL(filePath: run.runFolder.database))
        let ended = try await run.lemmaloom("run", "--rounds", "1")
        #expect(ended.code == 70, "\(ended.errors)")
        #expect(ended.complaint.hasPrefix("lemmaloom: "), "\(ended.complaint)")
        #expect(ended.complaint.contains("run.sqlite"), "\(ended.complaint)")
        #expect(ended.complaint.split(separator: "\n").count == 1, "\(ended.complaint)")
        #expect(
          try Data(contentsOf: URL(filePath: run.runFolder.database)) == damaged,
          "the file was changed")
        let status = try await run.lemmaloom("status")
        #expect(status.code == 70, "\(status.output)")
        let check = try await run.lemmaloom("check", proof)
        #expect(check.code == 0, "Lean needs no run: \(check.output) \(check.errors)")
        try whole.write(to: URL(filePath: run.runFolder.database))
      }
      // The file back from a backup, all is well.
      try await run.run(rounds: 1)
      try await run.expectSound(rounds: 2)
    }

    @Test func aRunWithoutItsCorpusOrDatabaseIsRefused() async throws {
      let run = try ToyRun(change: ToyRun.hasten)
      try await run.run(rounds: 1)
      let manager = FileManager.default
      for path in [run.runFolder.corpus, run.runFolder.database] {
        try manager.moveItem(atPath: path, toPath: path + ".aside")
        let ended = try await run.lemmaloom("run", "--rounds", "1")
        #expect(ended.code == 70, "\(ended.errors)")
        #expect(ended.complaint.contains("missing"), "\(ended.complaint)")
        #expect(ended.complaint.contains("put both back"), "\(ended.complaint)")
        #expect(!manager.fileExists(atPath: path), "a refused start makes nothing")
        #expect(ended.complaint.split(separator: "\n").count == 1, "\(ended.complaint)")
        try manager.moveItem(atPath: path + ".aside", toPath: path)
      }
      try await run.run(rounds: 1)
      try await run.expectSound(rounds: 2)
    }

    @Test func aSecondDaemonIsRefusedAndTheFirstStopsInGoodOrder() async throws {
      let run = try ToyRun()
      let first = try run.start(["run"])
      let works = try await waits(120) {
        first.log.contains("\"phase\":\"prove\"") || !first.isRunning
      }
      #expect(works && first.isRunning)
      let second = try await run.lemmaloom("run", "--rounds", "1", within: 30)
      #expect(second.code == 70)
      #expect(second.complaint.contains("process \(first.identifier)"), "\(second.complaint)")
      let status = try await run.lemmaloom("status")
      #expect(status.output.contains("running as process \(first.identifier)"), "\(status.output)")
      #expect(first.isRunning)

      first.send(SIGTERM)
      let ended = try await first.end(within: 10)
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(ended.signal == nil)
      let gone = try await waits(5) { run.processes().isEmpty }
      #expect(gone, "\(run.processes())")
      // The next one goes on with the open round.
      let before = try await lastRound(of: run)
      try await run.run(rounds: 1)
      let after = try await lastRound(of: run)
      #expect(after.number == before.number + (before.phase == .done ? 1 : 0))
      try await run.expectSound(rounds: after.number)
    }

    @Test func noFileGrowsPastTheDisksEnd() async throws {
      let run = try ToyRun(change: ToyRun.hasten)
      // A limit on the size of files is what a full disk is to the database; 512-byte blocks.
      for limit in [8, 400] {
        let ended = try await run.start(
          ["run", "--rounds", "1"], through: "trap '' XFSZ; ulimit -f \(limit)"
        ).end(within: 120)
        #expect(ended.code == 70, "\(limit) blocks: \(ended.code) \(ended.errors)")
        #expect(ended.signal == nil)
        #expect(!ended.complaint.isEmpty)
        #expect(ended.complaint.split(separator: "\n").count <= 3, "\(ended.complaint)")
      }
      // With space again all goes on.
      try await run.run(rounds: 2)
      try await run.expectSound(rounds: 2)
    }

    @Test(.enabled(if: SmallDisk.isAllowed, "needs the right to mount"))
    func aFullDiskStopsTheRunAndNothingIsLost() async throws {
      let disk = try SmallDisk(megabytes: 48)
      let run = try ToyRun(directory: disk.path, change: ToyRun.hasten)
      try await run.run(rounds: 1)
      for left in [16 << 10, 200 << 10] {
        try disk.fill(leaving: left)
        let ended = try await run.lemmaloom("run", "--rounds", "3")
        #expect(ended.code == 70, "\(left) bytes left: \(ended.errors)")
        #expect(!ended.complaint.isEmpty)
        #expect(ended.complaint.split(separator: "\n").count <= 3, "\(ended.complaint)")
        try disk.empty()
      }
      try await run.run(rounds: 1)
      let last = try await lastRound(of: run)
      try await run.expectSound(rounds: last.number)
    }

    @Test func tooLittleSpaceIsSaidBeforeTheFirstRound() async throws {
      let run = try ToyRun { $0.run.diskMBMin = 100_000_000 }
      let ended = try await run.lemmaloom("run", "--rounds", "1")
      #expect(ended.code == 70)
      #expect(ended.complaint.contains("run.disk_mb_min is 100000000"), "\(ended.complaint)")
    }

    @Test func wrongConfigurationsSayWhere() async throws {
      let run = try ToyRun()
      var text = try String(contentsOfFile: run.config, encoding: .utf8)
      text.replace("\n  search:\n", with: "\n  search:\n    expansion: 3\n")
      let line = try #require(
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
          $0.contains("expansion: 3")
        })
      try text.write(toFile: run.config, atomically: true, encoding: .utf8)
      for command in [["run"], ["status"], ["corpus", "log"]] {
        let ended = try await run.start(command).end(within: 30)
        #expect(ended.code == 78, "\(command): \(ended.errors)")
        #expect(
          ended.complaint.contains(
            "config.yaml:\(line + 1):5: unknown key 'expansion' in prover.search"),
          "\(command): \(ended.complaint)")
      }
      let missing = try ToyRun()
      try FileManager.default.removeItem(atPath: missing.config)
      #expect(try await missing.lemmaloom("run").code == 78)
    }

    @Test(arguments: [
      ["run", "--nope"], ["frobnicate"], ["run", "--run", "../x"], ["run", "--rounds", "many"],
    ]) func wrongArgumentsAreUsageErrors(_ arguments: [String]) async throws {
      let run = try ToyRun()
      let ended = try await run.start(arguments).end(within: 30)
      #expect(ended.code == 64, "\(ended.code) \(ended.errors)")
      #expect(!ended.complaint.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: run.runFolder.path))
    }

    @Test func aRunThatIsNotThereIsNamed() async throws {
      let run = try ToyRun()
      let export = ["corpus", "export", "--output", run.folder.path + "/out", "--format"]
      for command in [["status"], ["corpus", "stats"], export + ["sft"], export + ["verl"]] {
        let ended = try await run.start(command).end(within: 30)
        #expect(ended.code == 70)
        #expect(
          ended.complaint.contains("no run in \(run.runFolder.path)"),
          "\(command): \(ended.complaint)")
      }
      #expect(!FileManager.default.fileExists(atPath: run.runFolder.path))
    }

    // MARK: State

    private func lastRound(of run: ToyRun) async throws -> RoundState {
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      return try #require(try await store.lastRound())
    }
  }
}
