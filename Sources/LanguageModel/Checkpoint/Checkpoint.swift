import Foundation

/// A checkpoint directory in Hugging Face layout: what `transformers` loads as a
/// `Qwen3ForCausalLM` with its tokenizer, and `optimizer.safetensors` beside it.
struct Checkpoint {
  static let optimizerFile = "optimizer.safetensors"

  let configuration: ModelConfiguration
  let vocabulary: Vocabulary
  private let directory: String

  /// Reads configuration and tokenizer; weights are read by `load`.
  init(directory: String) throws(LanguageModelError) {
    self.directory = directory
    configuration = try FileAccess.decode(
      ModelConfiguration.self, path: directory + "/config.json")
    let path = directory + "/tokenizer.json"
    vocabulary = try FileAccess.decode(TokenizerFile.self, path: path).vocabulary(file: path)
    guard vocabulary.count <= configuration.vocabularySize else {
      throw .checkpoint(
        file: path,
        reason: "\(vocabulary.count) tokens, but vocab_size is \(configuration.vocabularySize)",
        remedy: "take tokenizer.json and config.json from the same checkpoint")
    }
  }

  func load(into weights: Floats, layout: ParameterLayout) throws(LanguageModelError) {
    let file = try Safetensors(path: directory + "/model.safetensors")
    for tensor in layout.tensors {
      try file.copy(tensor.name, shape: tensor.shape, into: weights + tensor.offset)
    }
  }

  /// Leaves a fresh optimizer as it is when the checkpoint has none, as published models do.
  func load(into optimizer: AdamW, layout: ParameterLayout) throws(LanguageModelError) {
    let path = directory + "/" + Checkpoint.optimizerFile
    guard FileManager.default.fileExists(atPath: path) else { return }
    let file = try Safetensors(path: path)
    guard let step = file.metadata["step"].flatMap(Int.init), step >= 0 else {
      throw .checkpoint(
        file: path, reason: "its metadata has no valid step",
        remedy: "remove the file to start the optimizer anew")
    }
    for tensor in layout.tensors {
      for (kind, moments) in [("exp_avg.", optimizer.first), ("exp_avg_sq.", optimizer.second)] {
        try file.copy(
          kind + tensor.name, shape: tensor.shape, into: moments.base + tensor.offset)
      }
    }
    optimizer.step = step
  }

  /// Replaces `directory` with this model; a crash leaves the old checkpoint or the new one.
  static func save(
    to directory: String, transformer: Transformer, optimizer: AdamW, vocabulary: Vocabulary
  ) throws(LanguageModelError) {
    let tensors = transformer.layout.tensors
    let weights = tensors.map { tensor in
      (tensor.name, tensor.shape, UnsafePointer(transformer.weights.base + tensor.offset))
    }
    let moments = [("exp_avg.", optimizer.first), ("exp_avg_sq.", optimizer.second)].flatMap {
      kind, buffer in
      tensors.map { ($0.shape, kind + $0.name, UnsafePointer(buffer.base + $0.offset)) }
        .map { shape, name, values in (name, shape, values) }
    }
    try FileAccess.replaceDirectory(
      directory,
      files: [
        ("config.json", FileAccess.json(transformer.configuration)),
        ("model.safetensors", Safetensors.encode(weights, metadata: ["format": "pt"])),
        (
          optimizerFile,
          Safetensors.encode(moments, metadata: ["format": "pt", "step": "\(optimizer.step)"])
        ),
        ("tokenizer.json", FileAccess.json(TokenizerFile(vocabulary))),
        ("tokenizer_config.json", FileAccess.json(TokenizerConfiguration(vocabulary))),
        ("generation_config.json", FileAccess.json(GenerationConfiguration(vocabulary))),
      ])
  }
}

extension LocalModel {
  /// Writes a checkpoint that `init(directory:workers:)` and Hugging Face tools load. An existing
  /// directory is replaced as a whole: a crash leaves the old checkpoint or the new one. Throws
  /// `.file` with the path and the system's reason.
  public func save(to directory: String) throws(LanguageModelError) {
    try Checkpoint.save(
      to: directory, transformer: transformer, optimizer: optimizer, vocabulary: vocabulary)
  }
}
