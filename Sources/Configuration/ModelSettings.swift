import LanguageModel
import Trainer

/// `model:` the embedded transformers.
package struct ModelSettings: Equatable, Sendable {
  package var prover = ModelConfiguration.embedded
  package var conjecturer = ModelConfiguration.embedded
  package var workers = 2

  static let format = Format<ModelSettings>.record(
    ModelSettings(),
    fields: [
      Field("prover", \.prover, ModelConfiguration.format, "Ranks tactics at a goal."),
      Field("conjecturer", \.conjecturer, ModelConfiguration.format, "Writes statements."),
      Field("workers", \.workers, .integer(1...256), "Threads that train and rank."),
    ])
}

extension ModelConfiguration {
  /// The shape of an embedded transformer; its vocabulary comes from the domains.
  package static let embedded = ModelConfiguration(maximumPositions: 256)

  static let format = Format<ModelConfiguration>.record(
    embedded,
    fields: [
      Field("width", \.width, .integer(16...16_384), "Size of the hidden state, a multiple of 16."),
      Field("layers", \.layerCount, .integer(1...256), "Decoder layers."),
      Field("heads", \.headCount, .integer(1...256), "Query heads."),
      Field(
        "key_value_heads", \.keyValueHeadCount, .integer(1...256),
        "Key and value heads; heads is a multiple of it."),
      Field("head_size", \.headSize, .integer(16...1024), "Size of a head, a multiple of 16."),
      Field(
        "feed_forward", \.feedForwardWidth, .integer(16...65_536),
        "Inner size of the feed-forward block, a multiple of 16."),
    ],
    check: { $0.findings() })

  private func findings() -> [Finding] {
    var findings: [Finding] = []
    // Kernels work on vectors of 16 floats.
    for (key, size) in [
      ("width", width), ("head_size", headSize), ("feed_forward", feedForwardWidth),
    ]
    where size % 16 != 0 {
      findings.append(Finding(key, "is \(size); it must be a multiple of 16"))
    }
    if headCount % keyValueHeadCount != 0 {
      findings.append(
        Finding(
          "key_value_heads", "is \(keyValueHeadCount), which does not divide heads (\(headCount))"))
    }
    return findings
  }
}

/// `training:` what both models learn after each round.
package struct TrainingSettings: Equatable, Sendable {
  package var replay = 20_000
  package var options = TrainerOptions()

  static let format = Format<TrainingSettings>.record(
    TrainingSettings(),
    fields: [
      Field(
        "steps", \.options.proverSteps, .integer(0...1_000_000),
        "Optimizer steps of the prover a round; 0: none."
      ),
      Field("batch", \.options.proverBatch, .integer(1...4096), "Goals in a step."),
      Field(
        "candidates", \.options.candidates, .integer(2...1024),
        "Candidates of a goal in training, the right one included."),
      Field("learning_rate", \.options.learningRate, .number(0...1), "AdamW's step size."),
      Field(
        "weight_decay", \.options.weightDecay, .number(0...1), "AdamW's decoupled weight decay."),
      Field(
        "warmup_steps", \.options.warmUpSteps, .integer(0...1_000_000),
        "Steps over which the learning rate rises from 0."),
      Field("clip", \.options.clip, .number(0.001...1000), "Largest norm of a gradient."),
      Field(
        "replay", \.replay, .integer(1...10_000_000), "Newest examples that training draws from."),
      Field(
        "conjecturer_steps", \.options.conjecturerSteps, .integer(0...1_000_000),
        "Optimizer steps of the conjecturer a round; 0: none."),
      Field(
        "conjecturer_batch", \.options.conjecturerBatch, .integer(1...4096),
        "Statements in such a step."),
    ])
}
