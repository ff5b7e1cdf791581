import Foundation
import TestSupport
import Testing

@testable import LanguageModel

@Suite struct CheckpointTests {
  private let words = ["<pad>", "<eos>", "→", "∧", "p", "q"]

  private func trainedModel(workers: Int = 1) async throws -> LocalModel {
    let model = try LocalModel(
      configuration: ModelConfiguration(
        width: 16, layerCount: 1, headCount: 2, keyValueHeadCount: 1, headSize: 8,
        feedForwardWidth: 32, tiesEmbeddings: false, maximumPositions: 32),
      vocabulary: try Vocabulary(words), seed: 3, workers: workers)
    for _ in 0..<3 { _ = try await step(model) }
    return model
  }

  private func step(_ model: LocalModel) async throws -> TrainingLoss {
    try await model.train(
      sequences: [SequenceSample(tokens: [1, 3, 4, 5, 2])], options: TrainingOptions())
  }

  @Test func savedModelGoesOnAsIfNeverStopped() async throws {
    try await withTemporaryFolder { folder in
      let model = try await trainedModel()
      let path = folder + "/checkpoint"
      try await model.save(to: path)
      let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      #expect(
        names == [
          "config.json", "generation_config.json", "model.safetensors", "optimizer.safetensors",
          "tokenizer.json", "tokenizer_config.json",
        ])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["checkpoint"])
      let copy = try LocalModel(directory: path, workers: 1)
      #expect(await copy.vocabulary == model.vocabulary)
      #expect(await copy.configuration == model.configuration)
      #expect(try await step(copy) == (try await step(model)))
      let sequences: [[Int32]] = [[1, 2, 3, 4, 5, 0]]
      #expect(
        try await copy.logProbabilities(of: sequences)
          == (try await model.logProbabilities(of: sequences)))
      // Saving over a checkpoint replaces it as a whole, and the same state gives the same bytes.
      try Data("junk".utf8).write(to: URL(fileURLWithPath: path + "/junk"))
      try await model.save(to: path)
      try await copy.save(to: folder + "/copy")
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names)
      for name in names {
        #expect(
          try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
            == Data(contentsOf: URL(fileURLWithPath: folder + "/copy/" + name)), "\(name)")
      }
    }
  }

  @Test func leftoversOfAKilledSaveAreSweptAway() async throws {
    try await withTemporaryFolder { folder in
      let model = try await trainedModel()
      try FileManager.default.createDirectory(
        atPath: folder + "/.c.partial/x", withIntermediateDirectories: true)
      try await model.save(to: folder + "/c")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["c"])
    }
  }

  /// What loading throws after `change` to a sound checkpoint.
  private func failure(_ change: (String) throws -> Void) async throws -> LanguageModelError? {
    try await withTemporaryFolder { folder in
      try await trainedModel().save(to: folder + "/c")
      try change(folder + "/c")
      do {
        _ = try LocalModel(directory: folder + "/c", workers: 1)
        return nil
      } catch let error as LanguageModelError {
        return error
      }
    }
  }

  private func replace(_ path: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old))
    try text.replacingOccurrences(of: old, with: new).write(
      toFile: path, atomically: false, encoding: .utf8)
  }

  @Test(arguments: [
    (#""model_type":"qwen3""#, #""model_type":"llama""#, "model_type is llama"),
    (#""head_dim":8"#, #""head_dim":16"#, "has shape"),
    (#""head_dim":8"#, #""head_dim":7"#, "head_dim is 7"),
    (#""hidden_size":16"#, #""hidden_size":-1"#, "hidden_size is -1"),
    (#""vocab_size":7"#, #""vocab_size":99999999999"#, "vocab_size is 99999999999"),
    (#""vocab_size":7"#, #""vocab_size":3"#, "vocab_size is 3"),
    (#""num_attention_heads":2"#, #""num_attention_heads":"two""#, "num_attention_heads"),
    (#""rope_scaling":null"#, #""rope_scaling":{"factor":2}"#, "rope_scaling"),
    (#""hidden_act":"silu""#, #""hidden_act":"gelu""#, "hidden_act is gelu"),
    (#""num_hidden_layers":1"#, #""num_hidden_layers":2"#, "model.layers.1"),
    (#""intermediate_size":32"#, #""intermediate_size":9999999"#, "has shape"),
  ]) func wrongConfigurationNamesTheField(_ old: String, _ new: String, _ expected: String)
    async throws
  {
    let error = try await failure { try replace($0 + "/config.json", old, new) }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }

  @Test func damagedFilesNameTheFile() async throws {
    for name in ["config.json", "model.safetensors", "optimizer.safetensors", "tokenizer.json"] {
      let error = try await failure {
        try Data("{".utf8).write(to: URL(fileURLWithPath: $0 + "/" + name))
      }
      #expect(error?.description.contains(name) == true, "\(name): \(String(describing: error))")
    }
    for name in ["config.json", "model.safetensors", "tokenizer.json"] {
      let error = try await failure { try FileManager.default.removeItem(atPath: $0 + "/" + name) }
      #expect(error?.description.contains(name) == true, "\(name): \(String(describing: error))")
    }
    let without = try await failure {
      try FileManager.default.removeItem(atPath: $0 + "/optimizer.safetensors")
    }
    #expect(without == nil, "a model without optimizer state is a sound one")
  }

  @Test func wrongTokenizersAreRefused() async throws {
    for (old, new, expected) in [
      ("WordLevel", "BPE", "BPE"), ("WhitespaceSplit", "ByteLevel", "ByteLevel"),
      (#""→":3"#, #""→":9"#, "the id"), (#""→":3"#, #""→":4"#, "the id"),
      (#""unk_token":"<unk>""#, #""unk_token":"?""#, "unk_token ?"),
    ] {
      let error = try await failure { try replace($0 + "/tokenizer.json", old, new) }
      #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    }
  }

  @Test func unwritablePlaceIsAnError() async throws {
    try await withTemporaryFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      let model = try await trainedModel()
      let error = await #expect(throws: LanguageModelError.self) {
        try await model.save(to: folder + "/file/checkpoint")
      }
      #expect(error?.description.contains("/file/") == true)
    }
  }

  @Test func configurationOfNewerTransformersIsRead() throws {
    let json = """
      {"model_type":"qwen3","vocab_size":9,"hidden_size":8,"num_hidden_layers":1,
       "num_attention_heads":2,"num_key_value_heads":1,"head_dim":4,"intermediate_size":12,
       "rms_norm_eps":1e-5,"max_position_embeddings":64,"tie_word_embeddings":true,
       "rope_parameters":{"rope_theta":1000000,"rope_type":"default"}}
      """
    let c = try JSONDecoder().decode(ModelConfiguration.self, from: Data(json.utf8))
    #expect(c.ropeTheta == 1_000_000)
    #expect(c.normEpsilon == 1e-5)
    #expect(c.tiesEmbeddings)
    let again = try JSONDecoder().decode(
      ModelConfiguration.self, from: try JSONEncoder().encode(c))
    #expect(again == c)
  }
}
