import Completion
import Conjecturer
import Prover

/// A prompt that a file can be put in place of.
struct BuiltInPrompt {
  let name: String
  /// Where the configuration names the file.
  let key: String
  let template: PromptTemplate
  /// What may stand between `{{` and `}}`, and what it stands for.
  let variables: [String: String]

  static let all = proofs + conjectures

  private static let proofs = [
    BuiltInPrompt(
      name: "prover", key: "prover.whole_proof.prompt", template: .kiminaProblem,
      variables: ProverPrompt.problemVariables),
    BuiltInPrompt(
      name: "correction", key: "prover.whole_proof.correction_prompt",
      template: .kiminaCorrection, variables: ProverPrompt.correctionVariables),
  ]

  private static let conjectures = PromptStyle.allCases.compactMap { style -> BuiltInPrompt? in
    guard let template = try? ConjecturePrompt.builtIn(style) else { return nil }
    return BuiltInPrompt(
      name: style.rawValue, key: "conjecturer.prompted.template", template: template,
      variables: Dictionary(
        ConjecturePrompt.variables.map { ($0.name, $0.note) },
        uniquingKeysWith: { first, _ in first }))
  }
}
