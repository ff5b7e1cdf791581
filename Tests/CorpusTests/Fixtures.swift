import Foundation
import Records
import Terms
import TestSupport

@testable import Corpus

/// A folder with a seed that goes away with its owner.
final class Workplace: Sendable {
  private let folder: TemporaryFolder
  var root: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
    try write("seed/Theory/Nat.lean", Self.theory)
    try write("seed/Benchmarks/Nat.lean", "-- nothing is measured here\n")
    try write("seed/Lemmaloom.lean", "")
    try write("seed/lakefile.toml", "name = \"corpus\"\n")
    try write("seed/README.md", "The seed.\n")
    try write("seed/Theory/Nat.olean", "a build result")
    try write("seed/.lake/build/x", "a build result")
  }

  var seed: String { root + "/seed" }
  var corpus: String { root + "/run/corpus" }

  func write(_ path: String, _ text: String) throws {
    try folder.write(path, text.utf8)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOfFile: corpus + "/" + path, encoding: .utf8)
  }

  func create() throws -> GitCorpus {
    try GitCorpus.create(at: corpus, seed: seed, date: Make.start)
  }

  /// Runs git on the corpus and gives what it printed; its exit status must be 0.
  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let result = try Command.run(
      "git",
      [
        "-C", corpus, "-c", "user.name=Visitor", "-c", "user.email=visitor@localhost",
        "-c", "safe.directory=*",
      ] + arguments)
    if result.status != 0 {
      throw Refused(description: "git \(arguments.joined(separator: " ")): \(result.output)")
    }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  struct Refused: Error, CustomStringConvertible {
    let description: String
  }

  /// True for a sound repository whose work tree is that of HEAD, by git's own judgement.
  func gitIsContent() throws -> Bool {
    try git("fsck", "--strict", "--full")
    return try git("status", "--porcelain").isEmpty
  }

  static let theory = """
    namespace Loom
    theorem add_zero (a : Nat) : a + 0 = a := rfl
    theorem add_succ (a b : Nat) : a + Nat.succ b = Nat.succ (a + b) := rfl
    end Loom

    """
}

enum Make {
  static let start = Date(timeIntervalSince1970: 1_700_000_000)
  static let nat = CorpusDomain(name: "nat", theory: "Theory.Nat", opens: ["Loom"])
  static let list = CorpusDomain(name: "list", theory: "Theory.Nat", opens: [])

  static func theorem(
    _ name: String, _ target: String = "0 + a = a", domain: String = "nat",
    script: String = "rfl", lemmas: [String] = [], steps: Int = 1, round: Int = 1,
    knownAs: String = ""
  ) -> Theorem {
    .proved(
      name,
      Statement(
        domain: domain, binders: [Binder(name: "a", type: "Nat")], target: target,
        normalForm: "\(name) \(target)", size: 5),
      script: script, trace: "<think>\nTry it.\n</think>", round: round, steps: steps,
      lemmas: lemmas, knownAs: knownAs)
  }

  static func commit(
    _ round: Int, _ theorems: [Theorem], shorterProofs: [Theorem] = [],
    domains: [CorpusDomain] = [nat, list], highlights: [String] = [],
    files: [String: String] = [:]
  ) -> RoundCommit {
    RoundCommit(
      round: round, domains: domains, theorems: theorems, shorterProofs: shorterProofs,
      checkpoint: "prover-\(round)", checker: "lean", toolchain: "Lean 4.35.0",
      highlights: highlights, readme: "After round \(round).\n", files: files,
      date: start.addingTimeInterval(Double(round) * 60))
  }

  static let zeroAdd = theorem(
    "Loom.Nat.t1", script: "induction a with\n| zero => rfl\n| succ a ih => rw [add_succ, ih]",
    steps: 3, knownAs: "zero_add")
  static let usesIt = theorem(
    "Loom.Nat.t2", "0 + (0 + a) = a", script: "rw [Loom.Nat.t1, Loom.Nat.t1]",
    lemmas: ["Loom.Nat.t1"], steps: 2, round: 2)
}
