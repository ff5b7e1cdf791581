import Corpus
import Foundation
import LeanInterface
import Records
import RunStore
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon
@testable import Workbench

extension EndToEnd {
  @Suite(.serialized) struct Runs {
    /// Two rounds from nothing, and again: what was found is sound, and the second run finds the same.
    @Test func twoRoundsProveTheoremsAndTheSeedDecidesWhich() async throws {
      let first = try ToyRun()
      try await first.run(rounds: 2)
      let theorems = try await first.expectSound(rounds: 2)
      #expect(!theorems.isEmpty)
      try await first.expectLeanAgrees(with: theorems)
      try await expectCommandsToWork(first, theorems)
      #expect(first.processes() == [])

      let second = try ToyRun()
      try await second.run(rounds: 2)
      for round in 1...2 {
        let one = try await record(of: first, round: round)
        let two = try await record(of: second, round: round)
        #expect(one.conjectures == two.conjectures, "conjectures of round \(round)")
        #expect(one.scripts == two.scripts, "scripts of round \(round)")
        let difference = try await difference(first, second, round: round)
        #expect(one.tree == two.tree, "\(difference)")
        #expect(one.message == two.message)
      }
      #expect(try weights(of: first) == weights(of: second), "the models differ")
    }

    @Test func anotherSeedFindsOtherThings() async throws {
      func conjectures(seed: UInt64) async throws -> [String] {
        let run = try ToyRun {
          ToyRun.hasten(&$0)
          $0.run.seed = seed
          $0.conjecturer.shares = .init(
            model: 1, grammar: 0, enumeration: 0, pairing: 0, mutation: 0)
        }
        try await run.run(rounds: 1)
        return try await record(of: run, round: 1).conjectures
      }
      let one = try await conjectures(seed: 1)
      #expect(!one.isEmpty)
      #expect(try await conjectures(seed: 2) != one)
    }

    private func expectCommandsToWork(_ run: ToyRun, _ theorems: [Theorem]) async throws {
      let status = try await run.lemmaloom("status")
      #expect(status.code == 0, "\(status.errors)")
      #expect(status.output.contains("not running"), "\(status.output)")
      for domain in ["logic: level", "nat: level"] {
        #expect(status.output.contains(domain), "\(status.output)")
      }
      let log = try await run.lemmaloom("corpus", "log")
      #expect(log.output.split(separator: "\n").count == 3, "\(log.output)")
      #expect(log.output.contains("Round 2: "), "\(log.output)")
      let stats = try await run.lemmaloom("corpus", "stats")
      #expect(
        stats.output.hasPrefix("\(theorems.count) theorems in 2 rounds"), "\(stats.output)")
      let theorem = try #require(theorems.first)
      let page = try await run.lemmaloom("corpus", "show", theorem.name)
      #expect(page.output.contains("theorem \(theorem.name)"), "\(page.output)")
      let verify = try await run.lemmaloom("corpus", "verify")
      #expect(verify.code == 0, "\(verify.errors)")
      #expect(
        verify.output.hasPrefix("round 2 as committed: \(theorems.count) theorems in "),
        "\(verify.output)")
      let unknown = try await run.lemmaloom("corpus", "show", "nat_9999_001")
      #expect(unknown.code == 70)
      #expect(unknown.complaint.contains("nat_9999_001"), "\(unknown.complaint)")

      // What is proved is a file, whatever names Lean and the corpus have already.
      let own = try run.folder.write(
        "own.lean",
        """
        import Theory.Logic
        namespace My
        theorem and_comm (p q : Prop) : p ∧ q → q ∧ p := by sorry
        end My
        theorem \(theorem.name) (p : Prop) : p → p := by sorry
        """.utf8)
      for asked in [
        ["theorem x (a : Nat) : 0 + a = a", "--domain", "nat"],
        [own, "--domain", "logic", "--trace"],
      ] {
        let proof = try await run.start(["prove"] + asked + ["--ranker", "fixed-order"])
          .end(within: 240)
        #expect(proof.code == 0, "\(proof.errors)")
        let check = try await run.lemmaloom(
          "check", try run.folder.write("x.lean", proof.output.utf8))
        #expect(check.code == 0, "\(check.output) \(check.errors) \(proof.output)")
      }
      let hidden = try run.folder.write(
        "hidden.lean",
        """
        import Theory.Logic
        macro "s" : term => `(sorry)
        theorem one (p : Prop) : p → p := s
        theorem two (p : Prop) : p → p := sorry
        """.utf8)
      let halfDone = try await run.lemmaloom("prove", hidden, "--ranker", "fixed-order")
      #expect(halfDone.code == 1 && halfDone.errors.contains("line 3"), "\(halfDone.errors)")
      try await expectCorpusToServeAsLibrary(run, theorem)
      let nothing = try await run.lemmaloom("check", "nowhere.lean")
      #expect(nothing.code == 64 && nothing.complaint.contains("nowhere.lean"))
      let nobody = try await run.lemmaloom("check", "x.lean", "--checker", "repel")
      #expect(nobody.code == 64, "\(nobody.errors)")
      #expect(nobody.errors.contains("--checker is 'repel'"), "\(nobody.errors)")
      let proposed = try await run.lemmaloom("conjecture", "--domain", "nat", "--count", "3")
      #expect(proposed.code == 0)
      #expect(proposed.errors.contains(" of 3 found"), "\(proposed.errors)")
    }

    /// A file may rest on what the run grew, also under a Lean for which the corpus has not been compiled yet.
    private func expectCorpusToServeAsLibrary(_ run: ToyRun, _ theorem: Theorem) async throws {
      let domain = try #require(
        smallConfiguration().domains.first { $0.name == theorem.statement.domain })
      let opens = domain.opens.map { "open \($0)\n" }.joined()
      let statement = theorem.statement.signatureText
      let trusted = try run.folder.write(
        "trusted.lean",
        "import \(domain.module)\n\(opens)theorem mine \(statement) := sorry\n".utf8)
      let names = theorem.statement.binders.map(\.name).joined(separator: " ")
      let module = try #require(
        try await GitCorpus(opening: run.runFolder.corpus).module(of: theorem.name))
      func candidate(_ target: String) -> String {
        "import \(domain.module)\nimport \(module)\n\(opens)"
          + "theorem mine \(target) := \(theorem.name) \(names)\n"
      }
      let honest = try run.folder.write("candidate.lean", candidate(statement).utf8)
      let other = try run.folder.write(
        "other.lean", candidate("(unasked : Nat) " + statement).utf8)
      let lean = try await testToolchain().lean
      let renamed = run.folder.path + "/renamed-lean"
      try FileManager.default.createSymbolicLink(atPath: renamed, withDestinationPath: lean)
      for command in [lean, renamed] {
        for (file, code) in [(honest, 0), (other, 1)] {
          let check = try await run.start(
            ["check", "--against", trusted, file], lean: command
          ).end(within: 240)
          #expect(check.code == code, "\(check.output) \(check.errors)")
        }
        let alone = try await run.start(["check", honest], lean: command).end(within: 240)
        #expect(alone.code == 0, "\(alone.output) \(alone.errors)")
      }
    }

    // MARK: Comparing

    private struct RoundRecord {
      var conjectures: [String]
      var scripts: [String]
      var tree: String
      var message: String
    }

    private func record(of run: ToyRun, round: Int) async throws -> RoundRecord {
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      let tag = "round-\(RunFolder.padded(round))"
      return RoundRecord(
        conjectures: try await store.conjectures(round: round).map(\.statement.id),
        scripts: try await store.attempts(round: round).map {
          "\($0.attempt.statement) \($0.attempt.outcome) \($0.attempt.script)"
        },
        tree: try await run.git("rev-parse", tag + "^{tree}").output,
        message: try await run.git("log", "-1", "--format=%B", tag).output)
    }

    private func difference(_ one: ToyRun, _ two: ToyRun, round: Int) async throws -> String {
      let tag = "round-\(RunFolder.padded(round))"
      _ = try await one.git("fetch", "--quiet", two.runFolder.corpus, "\(tag):refs/other/\(tag)")
      return try await one.git("diff", "--stat", tag, "refs/other/\(tag)").output
    }

    private func weights(of run: ToyRun) throws -> [String: Data] {
      let folder = run.runFolder.checkpoints + "/round-0002"
      var found: [String: Data] = [:]
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
      where path.hasSuffix(".safetensors") || path.hasSuffix(".bin") {
        found[path] = FileManager.default.contents(atPath: folder + "/" + path)
      }
      #expect(found.count >= 3, "\(found.keys.sorted())")
      return found
    }
  }
}
