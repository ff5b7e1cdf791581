import Completion

extension ProverPrompt {
  /// What a whole-proof prover is asked first about a theorem; data sets for training ask the same.
  public func first(for task: WholeProofTask) -> Prompt { problem.prompt(task.values) }
}
