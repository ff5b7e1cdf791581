import Foundation
import Records
import Terms

@testable import Corpus

/// A folder with a seed that goes away with its owner.
final class Workplace: Sendable {
  let root: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("corpus-\(UUID().uuidString)")
    root = url.path
    try write("seed/Theory/Nat.lean", Self.theory)
    try write("seed/Benchmarks/Nat.lean", "-- nothing is measured here\n")
    try write("seed/Lemmaloom.lean", "")
    try write("seed/lakefile.toml", "name = \"corpus\"\n")
    try write("seed/README.md", "The seed.\n")
    try write("seed/Theory/Nat.olean", "a build result")
    try write("seed/.lake/build/x", "a build result")
  }
  deinit { try? FileManager.default.removeItem(atPath: root) }

  var seed: String { root + "/seed" }
  var corpus: String { root + "/run/corpus" }

  func write(_ path: String, _ text: String) throws {
    let url = URL(fileURLWithPath: root + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
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
      throw Command.Failure(text: "git \(arguments.joined(separator: " ")): \(result.output)")
    }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
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

enum Command {
  struct Failure: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }

  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    directory: String? = nil
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
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
    Theorem(
      name: name,
      statement: Statement(
        domain: domain, binders: [Binder(name: "a", type: "Nat")], target: target,
        normalForm: "\(name) \(target)", size: 5),
      script: script, trace: "<think>\nTry it.\n</think>", source: .model, round: round, level: 2,
      applications: 12, steps: steps, lemmas: lemmas, checker: "lean", toolchain: "Lean 4.35.0",
      axioms: [], knownAs: knownAs)
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
