import Prover
import Records

/// Models asked for whole proofs.
struct WholeProofEvalProver: EvalProver {
  let name = "whole-proof"
  let prover: WholeProofProver
  let settings: [String: String]

  func imports(for problem: EvalProblem) -> [String] { problem.header.imports }

  func sample(
    _ problems: [EvalProblem], ordinals: Range<Int>,
    finished: @escaping @Sendable (Int, ProofSample) async throws -> Void
  ) async throws {
    let tasks = problems.map { problem in
      WholeProofTask(
        name: Self.theoremName(problem.name), signature: problem.signature,
        identity: "\(problem.suite) \(problem.name)", header: problem.header,
        informal: problem.informalText)
    }
    try await prover.prove(tasks, ordinals: ordinals) { index, samples in
      for sample in samples { try await finished(index, sample) }
    }
  }

  /// The problem's own name where Lean takes it as it is.
  static func theoremName(_ name: String) -> String {
    let word = name.map {
      $0.isASCII && ($0.isLetter || $0.isNumber || "_'".contains($0)) ? $0 : "_"
    }
    let isStart = word.first.map { $0.isLetter || $0 == "_" } ?? false
    return (isStart ? "" : "problem_") + String(word)
  }
}
