/// `model:` the embedded transformers.
package struct ModelSettings: Equatable, Codable, Sendable {
  package var prover = TransformerSettings()
  package var conjecturer = TransformerSettings()
  package var workers = 2

  static let format = Format<ModelSettings>.record(
    ModelSettings(),
    fields: [
      Field("prover", \.prover, TransformerSettings.format, "Ranks tactics at a goal."),
      Field("conjecturer", \.conjecturer, TransformerSettings.format, "Writes statements."),
      Field("workers", \.workers, .integer(1...256), "Threads that train and rank."),
    ])
}

/// The shape of one transformer.
package struct TransformerSettings: Equatable, Codable, Sendable {
  package var width = 64
  package var layers = 2
  package var heads = 4
  package var keyValueHeads = 2
  package var headSize = 16
  package var feedForward = 192

  static let format = Format<TransformerSettings>.record(
    TransformerSettings(),
    fields: [
      Field("width", \.width, .integer(16...16_384), "Size of the hidden state, a multiple of 16."),
      Field("layers", \.layers, .integer(1...256), "Decoder layers."),
      Field("heads", \.heads, .integer(1...256), "Query heads."),
      Field(
        "key_value_heads", \.keyValueHeads, .integer(1...256),
        "Key and value heads; heads is a multiple of it."),
      Field("head_size", \.headSize, .integer(16...1024), "Size of a head, a multiple of 16."),
      Field(
        "feed_forward", \.feedForward, .integer(16...65_536),
        "Inner size of the feed-forward block, a multiple of 16."),
    ],
    check: { $0.findings() })

  private func findings() -> [Finding] {
    var findings: [Finding] = []
    // Kernels work on vectors of 16 floats.
    for (key, size) in [("width", width), ("head_size", headSize), ("feed_forward", feedForward)]
    where size % 16 != 0 {
      findings.append(Finding(key, "is \(size); it must be a multiple of 16"))
    }
    if heads % keyValueHeads != 0 {
      findings.append(
        Finding("key_value_heads", "is \(keyValueHeads), which does not divide heads (\(heads))"))
    }
    return findings
  }
}

/// `training:` what both models learn after each round.
package struct TrainingSettings: Equatable, Codable, Sendable {
  package var steps = 500
  package var batch = 32
  package var candidates = 16
  package var learningRate = 0.001
  package var weightDecay = 0.1
  package var warmupSteps = 50
  package var clip = 1.0
  package var replay = 20_000
  package var conjecturerSteps = 60
  package var conjecturerBatch = 32

  static let format = Format<TrainingSettings>.record(
    TrainingSettings(),
    fields: [
      Field(
        "steps", \.steps, .integer(0...1_000_000), "Optimizer steps of the prover a round; 0: none."
      ),
      Field("batch", \.batch, .integer(1...4096), "Goals in a step."),
      Field(
        "candidates", \.candidates, .integer(2...1024),
        "Candidates of a goal in training, the right one included."),
      Field("learning_rate", \.learningRate, .number(0...1), "AdamW's step size."),
      Field("weight_decay", \.weightDecay, .number(0...1), "AdamW's decoupled weight decay."),
      Field(
        "warmup_steps", \.warmupSteps, .integer(0...1_000_000),
        "Steps over which the learning rate rises from 0."),
      Field("clip", \.clip, .number(0.001...1000), "Largest norm of a gradient."),
      Field(
        "replay", \.replay, .integer(1...10_000_000), "Newest examples that training draws from."),
      Field(
        "conjecturer_steps", \.conjecturerSteps, .integer(0...1_000_000),
        "Optimizer steps of the conjecturer a round; 0: none."),
      Field(
        "conjecturer_batch", \.conjecturerBatch, .integer(1...4096), "Statements in such a step."),
    ])
}
