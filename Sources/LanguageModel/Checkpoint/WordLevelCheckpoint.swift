import Foundation

/// A checkpoint directory in Hugging Face layout with a word-level tokenizer: what `transformers`
/// loads as a `Qwen3ForCausalLM`, and `optimizer.safetensors` beside it.
struct WordLevelCheckpoint {
  let model: ModelCheckpoint
  let vocabulary: Vocabulary
  var configuration: ModelConfiguration { model.configuration }

  /// Reads configuration and tokenizer; weights are read by `load`.
  init(directory: String) throws(LanguageModelError) {
    model = try ModelCheckpoint(directory: directory)
    let path = directory + "/tokenizer.json"
    vocabulary = try FileAccess.decode(TokenizerFile.self, path: path).vocabulary(file: path)
    let rows = model.configuration.vocabularySize
    guard vocabulary.count <= rows else {
      throw .checkpoint(
        file: path, reason: "\(vocabulary.count) tokens, but vocab_size is \(rows)",
        remedy: "take tokenizer.json and config.json from the same checkpoint")
    }
  }

  func load(into weights: Floats, layout: ParameterLayout) throws(LanguageModelError) {
    try model.load(into: weights, layout: layout)
  }

  func load(into optimizer: AdamW, layout: ParameterLayout) throws(LanguageModelError) {
    try model.load(into: optimizer, layout: layout)
  }

  /// Replaces `directory` with this model; a crash leaves the old checkpoint or the new one.
  static func save(
    to directory: String, transformer: Transformer, optimizer: AdamW, vocabulary: Vocabulary,
    type: ScalarType
  ) throws(LanguageModelError) {
    try ModelCheckpoint.save(
      to: directory, transformer: transformer, optimizer: optimizer, type: type,
      otherFiles: [
        "tokenizer.json": FileAccess.json(TokenizerFile(vocabulary)),
        "tokenizer_config.json": FileAccess.json(TokenizerConfiguration(vocabulary)),
        "generation_config.json": FileAccess.json(GenerationConfiguration(vocabulary)),
      ])
  }
}

extension LocalModel {
  /// Writes a checkpoint that `init(directory:workers:)` and Hugging Face tools load; `type` is
  /// float32 or bfloat16, which halves the file and rounds the weights. An existing directory is
  /// replaced as a whole: a crash leaves the old checkpoint or the new one. Throws `.file` with the
  /// path and the system's reason.
  public func save(to directory: String, type: ScalarType = .float32) throws(LanguageModelError) {
    try WordLevelCheckpoint.save(
      to: directory, transformer: transformer, optimizer: optimizer, vocabulary: vocabulary,
      type: type)
  }
}
