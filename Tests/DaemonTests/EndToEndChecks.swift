import Corpus
import Foundation
import LeanInterface
import Records
import RunStore
import TestSupport
import Testing

@testable import Daemon
@testable import Workbench

/// What must hold of a run whenever nothing works on it.
extension ToyRun {
  /// The corpus is sound, it holds what the store knows, and rounds follow each other.
  /// - Returns: the theorems.
  @discardableResult
  func expectSound(
    rounds: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [Theorem] {
    let fsck = try await git("fsck", "--strict", "--no-dangling")
    #expect(fsck.code == 0, "\(fsck.output)\(fsck.errors)", sourceLocation: sourceLocation)
    let status = try await git("status", "--porcelain")
    #expect(status.output == "", "files beside the commits", sourceLocation: sourceLocation)
    try await expectHistory(rounds: rounds, sourceLocation)
    let store = try RunStore(path: runFolder.database, mode: .reading)
    let numbers = try await store.rounds().map(\.number).sorted()
    #expect(numbers == Array(1...rounds), sourceLocation: sourceLocation)
    #expect(try await store.currentRound() == nil, "an open round", sourceLocation: sourceLocation)
    var stored: [Theorem] = []
    for round in 1...rounds { stored += try await store.theorems(round: round) }
    let corpus = try await GitCorpus(opening: runFolder.corpus).theorems()
    #expect(
      Set(stored.map(\.name)) == Set(corpus.map(\.name)), "store and corpus differ",
      sourceLocation: sourceLocation)
    #expect(try await store.uncommittedTheorems().isEmpty, sourceLocation: sourceLocation)
    for theorems in [stored, corpus] {
      #expect(Set(theorems.map(\.name)).count == theorems.count, sourceLocation: sourceLocation)
      #expect(
        Set(theorems.map(\.statement)).count == theorems.count, "a statement twice",
        sourceLocation: sourceLocation)
    }
    #expect(
      corpus.allSatisfy { $0.round >= 1 && $0.round <= rounds }, sourceLocation: sourceLocation)
    return corpus
  }

  /// The seed and one commit a round, each with its tag.
  private func expectHistory(rounds: Int, _ sourceLocation: SourceLocation) async throws {
    let log = try await git("log", "--reverse", "--format=%s")
    let subjects = log.output.split(separator: "\n").map(String.init)
    #expect(subjects.count == rounds + 1, "\(subjects)", sourceLocation: sourceLocation)
    for (round, subject) in subjects.enumerated().dropFirst() {
      #expect(subject.hasPrefix("Round \(round): "), "\(subject)", sourceLocation: sourceLocation)
    }
    let tags = try await git("tag", "--list", "round-*")
    #expect(
      tags.output.split(separator: "\n").filter { $0 != "round-0000" }.map(String.init)
        == (1...rounds).map { "round-" + RunFolder.padded($0) }, sourceLocation: sourceLocation)
    for round in 1...rounds {
      let back = rounds - round
      let tagged = try await git("rev-parse", "round-\(RunFolder.padded(round))^{commit}")
      let commit = try await git("rev-parse", "HEAD~\(back)")
      #expect(tagged.output == commit.output, "tag of \(round)", sourceLocation: sourceLocation)
    }
  }

  /// Every module compiles with Lean from the command line alone, nothing is `sorry`, and every theorem
  /// uses allowed axioms only.
  func expectLeanAgrees(with theorems: [Theorem]) async throws {
    let lean = try await testToolchain().lean
    let out = folder.path + "/compiled-outside"
    var done: Set<String> = []
    func compile(_ module: String) async throws {
      let path = module.replacing(".", with: "/")
      let source = "\(runFolder.corpus)/\(path).lean"
      guard FileManager.default.fileExists(atPath: source), done.insert(module).inserted else {
        return
      }
      let text = try String(contentsOfFile: source, encoding: .utf8)
      for line in text.split(separator: "\n") where line.hasPrefix("import ") {
        try await compile(String(line.dropFirst("import ".count)))
      }
      let target = "\(out)/\(path).olean"
      try FileManager.default.createDirectory(
        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      let ended = try await plain(lean, ["-R", runFolder.corpus, "-o", target, source], path: out)
      #expect(ended.code == 0, "\(module): \(ended.output)\(ended.errors)")
      #expect(!ended.output.contains("sorry"), "\(module): \(ended.output)")
    }
    let root = try String(contentsOfFile: runFolder.corpus + "/Lemmaloom.lean", encoding: .utf8)
    let imports = root.split(separator: "\n").filter { $0.hasPrefix("import ") }
    for line in imports { try await compile(String(line.dropFirst("import ".count))) }
    let questions =
      imports.joined(separator: "\n") + "\n"
      + theorems.map { "#print axioms \($0.name)\n" }.joined()
    let file = try folder.write("axioms.lean", questions.utf8)
    let ended = try await plain(lean, [file], path: out)
    #expect(ended.code == 0, "\(ended.output)")
    let answers = ended.output.split(separator: "\n").filter {
      $0.hasPrefix("'") || $0.contains("axioms")
    }
    #expect(answers.count == theorems.count, "\(ended.output)")
    #expect(!ended.output.contains("sorryAx"))
    let names = ended.output.split { ",[] \n".contains($0) }
    let allowed = Set(try smallConfiguration().checkers.axioms)
    let named = Set(
      names.filter { $0.contains("Classical.") || $0 == "propext" || $0 == "Quot.sound" })
    #expect(named.isSubset(of: Set(allowed.map { Substring($0) })), "\(named)")
  }

  private func plain(_ lean: String, _ arguments: [String], path: String) async throws -> Ended {
    var variables = environment
    variables["LEAN_PATH"] = path
    return try await Child(
      ["/usr/bin/env", lean] + arguments, folder: folder.path, environment: variables
    ).end(within: 120)
  }
}
