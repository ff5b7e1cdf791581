import Foundation
import Records
import Testing

@testable import Corpus

@Suite struct CommitTests {
  let place: Workplace
  init() throws { place = try Workplace() }

  @Test func theFirstCommitIsTheSeed() async throws {
    let corpus = try place.create()
    #expect(
      try await corpus.files() == [
        ".gitignore", "Benchmarks/Nat.lean", "Lemmaloom.lean", "README.md", "Theory/Nat.lean",
        "lakefile.toml",
      ])
    #expect(try place.read("Theory/Nat.lean") == Workplace.theory)
    #expect(try place.gitIsContent())
    #expect(try place.git("log", "--format=%s") == "Seed: theories and benchmarks")
    #expect(try await corpus.newestRound() == 0)
  }

  @Test func aRoundIsACommitAndATag() async throws {
    let corpus = try place.create()
    let result = try await corpus.commitRound(
      Make.commit(
        1, [Make.zeroAdd, Make.theorem("Loom.List.t1", domain: "list")],
        files: ["figures/evaluation.svg": "<svg/>"]))
    #expect(result.isNew)
    #expect(try place.git("rev-parse", "HEAD") == result.commit)
    #expect(try place.git("rev-parse", "round-0001^{commit}") == result.commit)
    #expect(try place.git("cat-file", "-t", "round-0001") == "tag")
    #expect(
      try place.git("show", "--format=", "--name-only", "HEAD").split(separator: "\n") == [
        "Lemmaloom.lean", "Lemmaloom/List/Round0001.lean", "Lemmaloom/Nat/Round0001.lean",
        "README.md", "data/round-0001.jsonl", "figures/evaluation.svg",
        "traces/List/Round0001.md", "traces/Nat/Round0001.md",
      ])
    #expect(try place.gitIsContent())
    #expect(try place.read("README.md") == "After round 1.\n")
    let root = try place.read("Lemmaloom.lean")
    #expect(
      root.contains("import Lemmaloom.List.Round0001\nimport Lemmaloom.Nat.Round0001\n"))
    #expect(try place.read("traces/Nat/Round0001.md").contains("Try it."))
    #expect(try place.read("data/round-0001.jsonl").split(separator: "\n").count == 2)
    #expect(
      try place.git("log", "-1", "--format=%an <%ae> %ct")
        == "Lemmaloom <lemmaloom@localhost> 1700000060")
  }

  @Test func theMessageSaysWhatTheRoundFound() async throws {
    let corpus = try place.create()
    _ = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    #expect(
      try place.git("log", "-1", "--format=%s") == "Round 1: 1 theorem (nat 1), up to 3 steps")
    #expect(
      try place.git("log", "-1", "--format=%b").hasPrefix(
        "- zero_add: Loom.Nat.t1 (a : Nat) : 0 + a = a\n"))
    #expect(
      try place.git("log", "-1", "--format=%(trailers:only)").split(separator: "\n") == [
        "Round: 1", "Theorems: 1", "Shorter-Proofs: 0", "Checkpoint: prover-1", "Checker: lean",
        "Toolchain: Lean 4.35.0",
      ])
    _ = try await corpus.commitRound(
      Make.commit(2, [], highlights: ["nothing,\n\nRound: 99\n"]))
    #expect(try place.git("log", "-1", "--format=%s") == "Round 2: no new theorem")
    #expect(try place.git("log", "-1", "--format=%(trailers:key=Round,valueonly)") == "2")
  }

  @Test func aRoundIsCommittedOnce() async throws {
    let corpus = try place.create()
    let first = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    let again = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    #expect(!again.isNew)
    #expect(again.commit == first.commit)
    _ = try await corpus.commitRound(Make.commit(2, [Make.usesIt]))
    let late = try await GitCorpus(opening: place.corpus).commitRound(Make.commit(1, []))
    #expect(!late.isNew)
    #expect(late.commit == first.commit)
    #expect(try place.git("rev-list", "--count", "HEAD") == "3")
    #expect(try place.read("README.md") == "After round 2.\n")
  }

  @Test func theSameRoundsGiveTheSameCommits() async throws {
    let other = try Workplace()
    var commits: [[String]] = []
    for workplace in [place, other] {
      let corpus = try workplace.create()
      let ids = [
        try await corpus.commitRound(Make.commit(1, [Make.zeroAdd])).commit,
        try await corpus.commitRound(Make.commit(2, [Make.usesIt])).commit,
        try workplace.git("rev-parse", "round-0002"),
      ]
      commits.append(ids)
    }
    #expect(commits[0] == commits[1])
  }

  @Test func modulesImportWhatTheyUse() async throws {
    let corpus = try place.create()
    _ = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    // Reopened: the index is read from the records.
    let reopened = try GitCorpus(opening: place.corpus)
    let later = Make.theorem("Loom.Nat.t3", lemmas: ["Loom.Nat.t4", "add_zero"])
    let earlier = Make.theorem("Loom.Nat.t4", lemmas: ["Loom.Nat.t1"])
    let other = Make.theorem("Loom.List.t1", domain: "list", lemmas: ["Loom.Nat.t3"])
    _ = try await reopened.commitRound(Make.commit(2, [later, earlier, other]))
    let text = try place.read("Lemmaloom/Nat/Round0002.lean")
    #expect(text.hasPrefix("import Theory.Nat\nimport Lemmaloom.Nat.Round0001\n\n/-!"))
    let positions = ["theorem Loom.Nat.t4", "theorem Loom.Nat.t3"].map {
      text.range(of: $0)?.lowerBound
    }
    #expect(try #require(positions[0]) < #require(positions[1]))
    #expect(text.contains("\nopen Loom\n"))
    let list = try place.read("Lemmaloom/List/Round0002.lean")
    #expect(list.hasPrefix("import Theory.Nat\nimport Lemmaloom.Nat.Round0002\n\n"))
    #expect(try await reopened.module(of: "Loom.Nat.t4") == "Lemmaloom.Nat.Round0002")
    #expect(try await reopened.module(of: "add_zero") == nil)
  }

  @Test func roundsThatCannotStandChangeNothing() async throws {
    let corpus = try place.create()
    _ = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    let head = try place.git("rev-parse", "HEAD")
    let circle = [Make.theorem("a", lemmas: ["b"]), Make.theorem("b", lemmas: ["a"])]
    let across = [
      Make.theorem("a", lemmas: ["b"]), Make.theorem("b", domain: "list", lemmas: ["a"]),
    ]
    let same = CorpusDomain(name: "Nat", theory: "Theory.Nat", opens: [])
    let rounds: [(RoundCommit, String)] = [
      (Make.commit(2, circle), "prove each other in a circle"),
      (Make.commit(2, across), "two domains use each other"),
      (Make.commit(2, [Make.theorem("a", lemmas: ["a"])]), "in a circle"),
      (Make.commit(2, [Make.zeroAdd]), "Loom.Nat.t1 is in Lemmaloom.Nat.Round0001 already"),
      (Make.commit(2, [Make.theorem("a"), Make.theorem("a")]), "a comes twice"),
      (Make.commit(2, [Make.theorem("a", script: " \n")]), "a has no proof script"),
      (Make.commit(2, [Make.theorem("a", domain: "set")]), "unknown domain 'set'"),
      (Make.commit(2, [], domains: [Make.nat, same]), "Nat, nat share"),
      (Make.commit(2, [], files: ["../x": ""]), "'../x' is not a path inside"),
      (Make.commit(2, [], files: [".git/config": ""]), "'.git/config' is not a path inside"),
    ]
    for (round, reason) in rounds {
      await expect(reason) { _ = try await corpus.commitRound(round) }
    }
    #expect(try place.git("rev-parse", "HEAD") == head)
    #expect(try place.gitIsContent())
    #expect(try await corpus.commitRound(Make.commit(2, [Make.usesIt])).isNew)
  }

  private func expect(_ reason: String, _ body: () async throws -> Void) async {
    do {
      try await body()
      Issue.record("no error with '\(reason)'")
    } catch {
      #expect("\(error)".contains(reason))
    }
  }

  @Test func aShorterProofReplacesTheOldInHistory() async throws {
    let corpus = try place.create()
    _ = try await corpus.commitRound(
      Make.commit(1, [Make.zeroAdd, Make.theorem("Loom.List.t1", domain: "list")]))
    _ = try await corpus.commitRound(Make.commit(2, [Make.usesIt]))
    var shorter = Make.zeroAdd
    shorter.script = "simp"
    shorter.steps = 1
    var circular = Make.usesIt
    circular.lemmas = ["Loom.Nat.t3"]
    let unknown = Make.theorem("nowhere")
    let result = try await corpus.commitRound(
      Make.commit(3, [Make.theorem("Loom.Nat.t3")], shorterProofs: [shorter, circular, unknown]))
    #expect(
      result.skipped == [
        "Loom.Nat.t2": "it uses Loom.Nat.t3, which is newer than the theorem",
        "nowhere": "the corpus has no theorem of an earlier round by that name",
      ])
    #expect(try place.read("Lemmaloom/Nat/Round0001.lean").contains(":= by\n  simp\n"))
    #expect(
      try place.git("show", "round-0001:Lemmaloom/Nat/Round0001.lean").contains("induction a"))
    #expect(try await corpus.show("Loom.Nat.t1").theorem == shorter)
    #expect(try await corpus.show("Loom.Nat.t2").theorem == Make.usesIt)
    #expect(
      try await corpus.theorems().map(\.name) == [
        "Loom.List.t1", "Loom.Nat.t1", "Loom.Nat.t2", "Loom.Nat.t3",
      ])
    #expect(
      try place.git("log", "-1", "--format=%s")
        == "Round 3: 1 theorem (nat 1), up to 1 step, 3 shortened")
    #expect(try place.gitIsContent())
  }
}
