/// `prover.whole_proof:` a language model that writes whole proofs.
package struct WholeProofSettings: Equatable, Codable, Sendable {
  package var model = CompletionModelSettings()
  package var samples = 8
  package var corrections = 1
  package var maximumTokens = 8192
  package var temperature = 0.6
  package var topP = 0.95
  package var concurrent = 16
  package var prompt = ""
  package var correctionPrompt = ""
  package var errorsMax = 3
  package var feedbackMax = 3000
  package var decompose = false

  static let format = Format<WholeProofSettings>.record(
    WholeProofSettings(),
    fields: [
      Field(
        "model", \.model, CompletionModelSettings.format,
        "The model: a server or a checkpoint; empty: none."),
      Field("samples", \.samples, .integer(1...4096), "Answers drawn for a statement."),
      Field(
        "corrections", \.corrections, .integer(0...8),
        "Times that a failed answer is sent back with Lean's errors."),
      Field(
        "maximum_tokens", \.maximumTokens, .integer(1...1_000_000),
        "Tokens of an answer, reasoning included."),
      Field("temperature", \.temperature, .number(0...10), "Sampling temperature."),
      Field(
        "top_p", \.topP, .number(0.01...1),
        "Only the likeliest tokens that together reach this probability; 1: all."),
      Field("concurrent", \.concurrent, .integer(1...4096), "Statements worked on side by side."),
      Field(
        "prompt", \.prompt, .text(limit: 4096),
        "File with the prompt; empty: Kimina's, which 'lemmaloom config prompts' prints."),
      Field(
        "correction_prompt", \.correctionPrompt, .text(limit: 4096),
        "File with what is said about a failed answer; empty: the built-in text."),
      Field("errors_max", \.errorsMax, .integer(1...64), "Errors told in a correction."),
      Field(
        "feedback_max", \.feedbackMax, .integer(200...1_000_000),
        "Characters of a correction's feedback."),
      Field(
        "decompose", \.decompose, .boolean,
        "Ask for a sketch with open steps where whole proofs fail, and prove its steps one by one."),
    ])
}
