import Checkers
import Completion
import Foundation
import LeanInterface
import LeanText
import Prover
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Evaluation
@testable import Workbench

/// Answers with a proof that does not hold; told what is wrong with it, with one that does.
private struct TeachableModel: CompletionModel {
  let name = "teachable"

  func complete(_ request: CompletionRequest) async -> ModelAnswer<CompletionBatch> {
    guard case .chat(let messages) = request.prompt, let last = messages.last?.content else {
      return .declined(reason: "no conversation")
    }
    let wasTold = messages.count > 2 && last.contains("rfl")
    let text = """
      <think>
      Equality can be turned around.
      ```tactics
      \(wasTold ? "exact h.symm" : "rfl")
      ```
      </think>
      ```lean4
      theorem turned {α : Type} [Inhabited α] (a b : α) (h : a = b) : b = a := by
        \(wasTold ? "exact h.symm" : "rfl")
      ```
      """
    return .answer(
      CompletionBatch(
        completions: (0..<request.count).map { _ in Completion(text: text, finish: .stop) },
        usage: TokenUsage(prompt: 10, completion: 20 * request.count)))
  }

  func stream(_ request: CompletionRequest) -> AsyncThrowingStream<CompletionPiece, any Error> {
    AsyncThrowingStream { $0.finish() }
  }

  func score(_ continuations: [String], after prompt: Prompt) async -> ModelAnswer<[Float]> {
    .declined(reason: "does not score")
  }
}

/// From a line of JSON to pass@k, with a real Lean that reviews and judges; the model alone is made up.
@Suite struct EvalWholeProofTests {
  private static let line =
    #"{"name":"turned","formal_statement":"theorem turned {α : Type} [Inhabited α] (a b : α) (h : a = b) : b = a := by sorry"}"#

  private func pool() async throws -> LeanPool {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    let configuration = try Configuration.parse(text)
    let toolchain = try await testToolchain()
    return configuration.proofPool(
      LeanPool(toolchain: toolchain, options: configuration.lean.options), compiled: "")
  }

  /// So the time of checkers is in the metrics of the phase `check`, which come from the run's pool.
  @Test func checkersShareTheBudgetOfTheRunsPool() async throws {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    let configuration = try Configuration.parse(text)
    let toolchain = try await testToolchain()
    let pool = LeanPool(toolchain: toolchain, options: configuration.lean.options)
    let folder = try TemporaryFolder()
    let checkers = try configuration.checkers(
      named: ["batch"], pool, sources: folder.path, compiled: folder.path)
    #expect(try await checkers.first?.check(file: "theorem a : True := trivial").isAccepted == true)
    let statistics = await pool.statistics
    #expect(statistics.processes >= 2 && statistics.busySeconds > 0, "\(statistics)")
  }

  @Test func aCorrectionCountsAfterItsTurn() async throws {
    let folder = try TemporaryFolder()
    let suites = try JSONLinesSuite.read(Self.line, file: "f.jsonl", name: "f")
    let pool = try await pool()
    let prover = WholeProofEvalProver(
      prover: WholeProofProver(
        model: TeachableModel(),
        reviewer: LeanReviewer(pool: pool, lint: ProofLintOptions()),
        options: WholeProofOptions(samples: 2, corrections: 1)), settings: [:])
    let settings = EvalSettings(common: [:], provers: [:], suites: [:])
    let file = try SampleFile(folder: folder.path, settings: settings)
    let checker = try LeanChecker(pool: pool, folder: folder.path)
    let runner = EvalRunner(
      suites: suites, panel: Panel(checkers: [checker], quorum: .all), file: file, samples: 2,
      retryDeclined: false)
    try await runner.run(prover)
    let key = SampleFile.Key(prover: "whole-proof", suite: "f", problem: "turned")
    let samples = (await file.samples[key] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    #expect(samples.map(\.solvedAtTurn) == [2, 2], "\(samples)")
    let report = EvalReport(
      samples: 2, ks: [1, 2], settings: settings,
      runs: [(prover: "whole-proof", suite: suites[0], samples: ["turned": samples])])
    let turns = try #require(report.results.first?.turns)
    try #require(turns.count == 2)
    #expect(turns[0].pass.map(\.value) == [0, 0] && turns[1].pass.map(\.value) == [1, 1])
    #expect(turns[0].outcomes == ["rejected": 2] && turns[1].outcomes == ["proved": 2])
    // The proof's own binders are all introduced: the checkers hold it against the quantified statement.
    #expect(samples.first?.script == "exact h.symm")
    #expect(suites[0].problems[0].introduction == "intro α _ a b h")
  }

  /// A proof of something else than the statement is no proof, whatever the prover says.
  @Test func theStatementIsTheTrustedOne() async throws {
    let suites = try JSONLinesSuite.read(Self.line, file: "f.jsonl", name: "f")
    let problem = try #require(suites.first?.problems.first)
    let checker = try LeanChecker(pool: try await pool())
    let tasks = ["exact h.symm", "exact h", "intro x", "sorry"].enumerated().map { index, script in
      problem.proofTask(
        ProofSample(ordinal: index, turns: [], script: script), imports: problem.header.imports)
    }
    let verdicts = try await checker.check(tasks)
    #expect(
      verdicts.map(\.kind) == ["accepted", "rejected", "rejected", "rejected"], "\(verdicts)")
  }
}
