import Prover

/// `prover.whole_proof:` a language model that writes whole proofs.
package struct WholeProofSettings: Equatable, Sendable {
  package var model = CompletionModelSettings()
  package var options = WholeProofOptions()
  package var prompt = ""
  package var correctionPrompt = ""
  package var decompose = false

  static let format = Format<WholeProofSettings>.record(
    WholeProofSettings(),
    fields: [
      Field(
        "model", \.model, CompletionModelSettings.format,
        "The model: a server or a checkpoint; empty: none."),
      Field("samples", \.options.samples, .integer(1...4096), "Answers drawn for a statement."),
      Field(
        "corrections", \.options.corrections, .integer(0...8),
        "Times that a failed answer is sent back with Lean's errors."),
      Field(
        "maximum_tokens", \.options.maximumTokens, .integer(1...1_000_000),
        "Tokens of an answer, reasoning included."),
      Field(
        "temperature", \.options.sampling.temperature, .number(0...10), "Sampling temperature."),
      Field(
        "top_p", \.options.sampling.topP, .number(0.01...1),
        "Only the likeliest tokens that together reach this probability; 1: all."),
      Field(
        "concurrent", \.options.concurrent, .integer(1...4096), "Statements worked on side by side."
      ),
      Field(
        "prompt", \.prompt, .text(limit: 4096),
        "File with the prompt; empty: Kimina's, which 'lemmaloom config prompts' prints."),
      Field(
        "correction_prompt", \.correctionPrompt, .text(limit: 4096),
        "File with what is said about a failed answer; empty: the built-in text."),
      Field("errors_max", \.options.errorsMax, .integer(1...64), "Errors told in a correction."),
      Field(
        "feedback_max", \.options.feedbackMax, .integer(200...1_000_000),
        "Characters of a correction's feedback."),
      Field(
        "decompose", \.decompose, .boolean,
        "Ask for a sketch with open steps where whole proofs fail, and prove its steps one by one."),
    ])
}
