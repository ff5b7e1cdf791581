import Foundation
import Records
import TestSupport
import Testing

@testable import Corpus

@Suite struct FaultTests {
  let place: Workplace
  init() throws { place = try Workplace() }

  private func twoRounds() async throws -> GitCorpus {
    let corpus = try place.create()
    _ = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    _ = try await corpus.commitRound(Make.commit(2, [Make.usesIt]))
    return corpus
  }

  @Test func killedBetweenCommitAndTag() async throws {
    _ = try await twoRounds()
    let tag = try place.git("rev-parse", "round-0002")
    try place.git("tag", "-d", "round-0002")
    // Index and work tree are still those of the round before.
    try place.git("read-tree", "-u", "--reset", "HEAD~1")
    #expect(try !place.git("status", "--porcelain").isEmpty)
    let corpus = try GitCorpus(opening: place.corpus)
    #expect(try place.git("rev-parse", "round-0002") == tag)
    #expect(try place.gitIsContent())
    #expect(try await !corpus.commitRound(Make.commit(2, [Make.usesIt])).isNew)
    #expect(try await corpus.commitRound(Make.commit(3, [])).isNew)
  }

  @Test func locksAndHalfWrittenFilesAreCleared() async throws {
    _ = try await twoRounds()
    let locks = ["index.lock", "HEAD.lock", "refs/heads/main.lock", "refs/tags/round-0003.lock"]
    for lock in locks { try place.write("run/corpus/.git/" + lock, "half") }
    let objects = ["objects/tmp_object_git2_a1B2c3", "objects/pack/pack_git2_a1B2c3"]
    for object in objects { try place.write("run/corpus/.git/" + object, "half") }
    try place.write("run/corpus/README.md", "half of a REA")
    try place.write("run/corpus/Lemmaloom/Nat/Round0003.lean", "half of a module of no commit")
    try place.write("run/corpus/notes.txt", "a visitor's")
    let corpus = try GitCorpus(opening: place.corpus)
    for file in locks + objects {
      #expect(!FileManager.default.fileExists(atPath: place.corpus + "/.git/" + file))
    }
    #expect(try place.read("README.md") == "After round 2.\n")
    #expect(try await corpus.commitRound(Make.commit(3, [Make.theorem("Loom.Nat.t3")])).isNew)
    #expect(try place.read("Lemmaloom/Nat/Round0003.lean").contains("theorem Loom.Nat.t3"))
    #expect(try place.read("notes.txt") == "a visitor's")
    #expect(try place.git("status", "--porcelain") == "?? notes.txt")
    try place.git("fsck", "--strict")
  }

  @Test func aReaderBesideTheDaemonLeavesItsFilesAlone() async throws {
    _ = try await twoRounds()
    let files = [".git/index.lock", ".git/objects/tmp_object_git2_a1B2c3", "README.md"]
    for file in files { try place.write("run/corpus/" + file, "half") }
    let corpus = try GitCorpus(reading: place.corpus)
    #expect(try await corpus.newestRound() == 2)
    #expect(try await corpus.show("Loom.Nat.t2").theorem == Make.usesIt)
    for file in files { #expect(try place.read(file) == "half", "\(file)") }
  }

  @Test func aGrownCorpusIsNoSeed() async throws {
    _ = try await twoRounds()
    #expect(
      kind {
        _ = try GitCorpus.create(at: place.root + "/new", seed: place.corpus, date: Make.start)
      } == "badSeed")
    #expect(!FileManager.default.fileExists(atPath: place.root + "/new"))
  }

  @Test func killedInTheMiddleOfACheckout() async throws {
    _ = try await twoRounds()
    // The files are written, the index does not list them yet.
    try place.git("rm", "-q", "--cached", "Lemmaloom/Nat/Round0002.lean", "data/round-0002.jsonl")
    #expect(try place.git("status", "--porcelain").split(separator: "\n").count == 4)
    _ = try GitCorpus(opening: place.corpus)
    #expect(try place.gitIsContent())
  }

  @Test func aDamagedIndexIsBuiltAgain() async throws {
    _ = try await twoRounds()
    try place.write("run/corpus/.git/index", "this is no index at all, but it is long enough")
    _ = try GitCorpus(opening: place.corpus)
    #expect(try place.gitIsContent())
  }

  @Test func aHalfMadeCorpusIsMadeAgain() async throws {
    try place.write("run/corpus.partial/.git/HEAD", "ref: refs/heads/ma")
    try place.write("run/corpus.partial/Theory/Nat.lean", "half")
    let corpus = try place.create()
    #expect(try await corpus.newestRound() == 0)
    #expect(!FileManager.default.fileExists(atPath: place.corpus + ".partial"))
    #expect(try place.gitIsContent())
  }

  @Test func placesThatCannotBeACorpus() throws {
    #expect(throws: CorpusError.missing(path: place.corpus)) {
      try GitCorpus(opening: place.corpus)
    }
    try place.write("run/corpus/x", "")
    #expect(kind { _ = try GitCorpus(opening: place.corpus) } == "notARepository")
    #expect(throws: CorpusError.occupied(path: place.corpus)) { try place.create() }
    // A repository further up is not taken for the corpus.
    #expect(try Command.run("git", ["init", "-q", place.root]).status == 0)
    #expect(kind { _ = try GitCorpus(opening: place.corpus) } == "notARepository")
    // A repository without a commit.
    #expect(kind { _ = try GitCorpus(opening: place.root) } == "notARepository")
    #expect(
      kind {
        _ = try GitCorpus.create(
          at: place.root + "/run/corpus/x/y", seed: place.seed, date: Make.start)
      }
        == "unwritable")
    #expect(
      throws: CorpusError.occupied(path: place.corpus + "/x"), "a file is not replaced"
    ) { try GitCorpus.create(at: place.corpus + "/x", seed: place.seed, date: Make.start) }
    let empty = place.root + "/run"
    #expect(
      kind { _ = try GitCorpus.create(at: place.root + "/new", seed: empty, date: Make.start) }
        == "badSeed")
    #expect(
      kind { _ = try GitCorpus.create(at: place.root + "/new", seed: "/nowhere", date: Make.start) }
        == "badSeed")
    #expect(!FileManager.default.fileExists(atPath: place.root + "/new"))
  }

  @Test func anotherHeadIsRefusedAndKept() async throws {
    let corpus = try await twoRounds()
    try place.git("checkout", "-q", "--detach")
    #expect(kind { _ = try GitCorpus(opening: place.corpus) } == "foreignHead")
    try place.git("checkout", "-q", "main")
    try place.write("run/corpus/mine.txt", "mine")
    try place.git("add", "mine.txt")
    try place.git("commit", "-q", "-m", "My own work")
    #expect(kind { _ = try GitCorpus(opening: place.corpus) } == "foreignHead")
    await #expect(throws: CorpusError.self) { try await corpus.commitRound(Make.commit(3, [])) }
    #expect(try place.git("log", "-1", "--format=%s") == "My own work")
    // The remedy of the message.
    try place.git("branch", "mine")
    try place.git("reset", "-q", "--hard", "round-0002")
    let reopened = try GitCorpus(opening: place.corpus)
    #expect(try await reopened.newestRound() == 2)
  }

  @Test func everyObjectIsCompared() async throws {
    let corpus = try await twoRounds()
    let sound = try await corpus.verifyObjects()
    #expect(sound.problems.isEmpty)
    #expect(sound.commits == 3)
    #expect(sound.tags == 2)
    let listed = try place.git("rev-list", "--objects", "--all").split(separator: "\n").count
    #expect(sound.commits + sound.tags + sound.trees + sound.blobs == listed)
    let blob = try place.git("rev-parse", "HEAD:Lemmaloom/Nat/Round0001.lean")
    let other = try place.git("rev-parse", "HEAD:README.md")
    let folder = place.corpus + "/.git/objects/"
    let file = folder + blob.prefix(2) + "/" + blob.dropFirst(2)
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(
      atPath: folder + other.prefix(2) + "/" + other.dropFirst(2), toPath: file)
    let reopened = try GitCorpus(opening: place.corpus)
    let damaged = try await reopened.verifyObjects()
    #expect(damaged.problems.count == 1)
    #expect(damaged.problems.first?.hasPrefix(blob) == true)
  }

  @Test func packingKeepsEverything() async throws {
    let corpus = try await twoRounds()
    let before = try place.git("rev-list", "--objects", "--all")
    #expect(try await corpus.pack(whenLooseObjectsExceed: 1000) == false)
    #expect(try await corpus.pack(whenLooseObjectsExceed: 5))
    #expect(try place.git("count-objects").hasPrefix("0 objects"))
    #expect(try place.git("rev-list", "--objects", "--all") == before)
    #expect(try place.gitIsContent())
    #expect(try await corpus.verifyObjects().problems.isEmpty)
    #expect(try await corpus.commitRound(Make.commit(3, [Make.theorem("Loom.Nat.t3")])).isNew)
    #expect(try await corpus.pack(whenLooseObjectsExceed: 5))
    #expect(try await GitCorpus(opening: place.corpus).theorems().count == 3)
    #expect(try place.gitIsContent())
  }

  /// The case of an error without its values; its message names the place.
  private func kind(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch let error as CorpusError {
      #expect("\(error)".contains("/"))
      return Mirror(reflecting: error).children.first?.label ?? "?"
    } catch {
      return "another error: \(error)"
    }
  }
}
