import Records

/// A prover that is measured.
protocol EvalProver: Sendable {
  /// `search/ensemble`, `whole-proof`: results go by it.
  var name: String { get }
  /// What its samples depend on, for people; a folder of results holds samples of one setting only.
  var settings: [String: String] { get }
  /// Modules that its proofs of a problem may use.
  func imports(for problem: EvalProblem) -> [String]
  /// Samples of each problem. What it calls a proof is a claim: the checkers judge it afterwards.
  /// - Parameter finished: hears of each sample with the index of its problem.
  func sample(
    _ problems: [EvalProblem], ordinals: Range<Int>,
    finished: @escaping @Sendable (Int, ProofSample) async throws -> Void
  ) async throws
}
