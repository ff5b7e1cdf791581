import Basics
import LanguageModel
import Prover
import Records
import Workbench

extension Workbench {
  /// The configured whole-proof prover.
  /// - Throws: `WorkbenchError.usage` where no model is set.
  func wholeProofEvalProver() throws -> WholeProofEvalProver {
    let configured = configuration.prover.wholeProof
    guard
      let prover = try configuration.wholeProofProver(
        configuration.proofPool(pool, compiled: compiled))
    else {
      throw WorkbenchError.usage(
        "--prover whole-proof needs a model: set prover.whole_proof.model.url and .name, or .checkpoint"
      )
    }
    let options = prover.options
    return WholeProofEvalProver(
      prover: prover,
      settings: [
        "corrections": "\(options.corrections)", "errors_max": "\(options.errorsMax)",
        "feedback_max": "\(options.feedbackMax)", "maximum_tokens": "\(options.maximumTokens)",
        "model": configured.model.label,
        "prompt": Hash64.hex(prover.prompt.problem.text + prover.prompt.correction.text),
        "seed": "\(options.seed)", "temperature": "\(options.sampling.temperature)",
        "top_p": "\(options.sampling.topP)",
      ])
  }
}
