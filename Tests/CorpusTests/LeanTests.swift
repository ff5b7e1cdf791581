import Foundation
import Records
import TestSupport
import Testing

@testable import Corpus

private let lean: String? = {
  if let named = ProcessInfo.processInfo.environment["LEMMALOOM_LEAN"], !named.isEmpty {
    return named
  }
  let found = try? Command.run("lean", ["--version"])
  return found?.status == 0 ? "lean" : nil
}()

/// Real Lean compiles what the corpus writes.
@Suite(.enabled(if: lean != nil, "no Lean: set LEMMALOOM_LEAN or put lean on the PATH"))
struct LeanTests {
  private func compile(_ file: String, in corpus: String) throws -> String {
    let output = file.replacingOccurrences(of: ".lean", with: ".olean")
    let result = try Command.run(
      try #require(lean), ["-o", output, file], environment: ["LEAN_PATH": corpus],
      directory: corpus)
    return result.status == 0 ? result.output : "exit \(result.status): \(result.output)"
  }

  @Test func theWrittenModulesCompileWithoutAMessage() async throws {
    let place = try Workplace()
    let corpus = try place.create()
    var odd = Make.theorem(
      "Loom.Nat.odd",
      Array(repeating: "a", count: 30).joined(separator: " + ") + " = a + 0 → a = a",
      script: "  intro unused\n  have step : a = a := by\n    rfl\n  exact step")
    odd.checker = "lean -/ theorem no : False := by sorry /-"
    _ = try await corpus.commitRound(Make.commit(1, [odd, Make.zeroAdd]))
    let lemma = Make.theorem(
      "Loom.List.t1", "0 + (0 + (0 + a)) = a", domain: "list",
      script: "rw [Loom.Nat.t2, Loom.Nat.t1]", lemmas: ["Loom.Nat.t1", "Loom.Nat.t2"])
    let result = try await corpus.commitRound(Make.commit(2, [Make.usesIt, lemma]))
    #expect(result.isNew)
    let files = [
      "Theory/Nat.lean", "Lemmaloom/Nat/Round0001.lean", "Lemmaloom/Nat/Round0002.lean",
      "Lemmaloom/List/Round0002.lean", "Lemmaloom.lean",
    ]
    for file in files {
      #expect(try compile(file, in: place.corpus).isEmpty, "\(file)")
    }
    #expect(try place.gitIsContent())
  }

  /// Helpers of two theorems may have the same names.
  @Test func helpersCompileWithTheirTheorems() async throws {
    let place = try Workplace()
    let corpus = try place.create()
    let proof = "by\n  intro a\n  rfl"
    var first = Make.theorem("Loom.Nat.h1", "a + 0 = a", script: "exact aux a")
    first.helpers = "theorem aux : ∀ a : Nat, a + 0 = a := \(proof)"
    first.author = ProofAuthor(model: "a model", turn: 2, judged: 8, proved: 1)
    var second = Make.theorem("Loom.Nat.h2", "a = a", script: "exact aux a")
    second.helpers = "theorem aux : ∀ a : Nat, a = a := \(proof)"
    second.author = ProofAuthor(model: "a model", turn: 1, judged: 8, proved: 8)
    _ = try await corpus.commitRound(Make.commit(1, [first, second]))
    for file in ["Theory/Nat.lean", "Lemmaloom/Nat/Round0001.lean"] {
      #expect(try compile(file, in: place.corpus).isEmpty, "\(file)")
    }
    let text = try place.read("Lemmaloom/Nat/Round0001.lean")
    #expect(text.contains("Written by a model, answer 2, corrected; 1 of 8 answers were right."))
    #expect(try await corpus.theorems() == [first, second])
  }

  @Test func aWrongProofDoesNotCompile() async throws {
    let place = try Workplace()
    let corpus = try place.create()
    _ = try await corpus.commitRound(
      Make.commit(1, [Make.theorem("Loom.Nat.wrong", "a + 1 = a", script: "rfl")]))
    #expect(try compile("Theory/Nat.lean", in: place.corpus).isEmpty)
    #expect(try compile("Lemmaloom/Nat/Round0001.lean", in: place.corpus).contains("error"))
  }
}
