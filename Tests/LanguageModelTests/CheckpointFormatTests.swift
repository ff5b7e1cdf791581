import Foundation
import TestSupport
import Testing

@testable import LanguageModel

/// Checkpoints as others publish them: shards, types, fields of `config.json`.
@Suite struct CheckpointFormatTests {
  private let configuration = ModelConfiguration(
    vocabularySize: 11, width: 12, layerCount: 2, headCount: 2, keyValueHeadCount: 1, headSize: 6,
    feedForwardWidth: 14, tiesEmbeddings: false, maximumPositions: 32)

  /// Weights as `ModelCheckpoint.load` reads them.
  private func weights(_ directory: String) throws -> [Float] {
    let checkpoint = try ModelCheckpoint(directory: directory)
    let layout = ParameterLayout(checkpoint.configuration)
    let buffer = FloatBuffer(layout.count)
    try checkpoint.load(into: buffer.base, layout: layout)
    return buffer.array
  }

  @Test func createdCheckpointsHoldTheSeedsWeights() async throws {
    try await withTemporaryFolder { folder in
      let model = try Transformer(configuration, seed: 5, workers: 1)
      for type in [ScalarType.float32, .bfloat16] {
        let path = folder + "/\(type.rawValue)"
        try ModelCheckpoint.create(
          in: path, configuration: configuration, seed: 5, type: type,
          otherFiles: ["tokenizer.json": Data("{}".utf8)])
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        #expect(names == ["config.json", "model.safetensors", "tokenizer.json"])
        let expected = model.weights.array.map {
          type == .float32 ? $0 : Float(bitPattern: UInt32(BFloat16Bits.nearest($0)) << 16)
        }
        #expect(try weights(path) == expected)
        let config = try String(contentsOfFile: path + "/config.json", encoding: .utf8)
        #expect(config.contains("\"torch_dtype\":\"\(type.configurationName)\""))
        #expect(config.contains("\"dtype\":\"\(type.configurationName)\""))
        #expect(try ModelCheckpoint(directory: path).configuration == configuration)
      }
    }
  }

  @Test func wordLevelModelsAreSavedRounded() async throws {
    try await withTemporaryFolder { folder in
      let model = try LocalModel(
        configuration: configuration, vocabulary: try Vocabulary(["a", "b"]), seed: 1, workers: 1)
      try await model.save(to: folder + "/m", type: .bfloat16)
      let copy = try LocalModel(directory: folder + "/m", workers: 1)
      #expect(await copy.vocabulary == model.vocabulary)
      let (a, b) = (await copy.weightsSnapshot().weights, await model.weightsSnapshot().weights)
      for (rounded, exact) in zip(a, b) { #expect(abs(rounded - exact) <= abs(exact) * 0x1p-8) }
      #expect(a != b)
    }
  }

  // MARK: Shards

  /// The created checkpoint, cut into two shards with an index.
  private func shard(_ directory: String) throws {
    try ModelCheckpoint.create(in: directory, configuration: configuration, seed: 6)
    let tensors = ParameterLayout(configuration).tensors
    let all = try weights(directory)
    var map: [String: String] = [:]
    for (part, range) in [tensors[..<7], tensors[7...]].enumerated() {
      let name = "model-0000\(part + 1)-of-00002.safetensors"
      let writer = try SafetensorsWriter(
        path: directory + "/" + name, type: .float32,
        entries: range.map { .init(name: $0.name, shape: $0.shape) }, metadata: [:])
      for tensor in range {
        map[tensor.name] = name
        try Array(all[tensor.offset..<tensor.offset + tensor.count]).withUnsafeBufferPointer {
          try writer.append(try #require($0.baseAddress), count: tensor.count)
        }
      }
      try writer.finish()
    }
    try FileManager.default.removeItem(atPath: directory + "/model.safetensors")
    try write(map, directory)
  }

  private struct Index: Codable {
    var metadata = ["total_size": 1]
    var weightMap: [String: String]

    enum CodingKeys: String, CodingKey {
      case metadata
      case weightMap = "weight_map"
    }
  }

  private func write(_ map: [String: String], _ directory: String) throws {
    try JSONEncoder().encode(Index(weightMap: map)).write(
      to: URL(fileURLWithPath: directory + "/model.safetensors.index.json"))
  }

  @Test func shardsHoldTheSameWeights() async throws {
    try await withTemporaryFolder { folder in
      try ModelCheckpoint.create(in: folder + "/a", configuration: configuration, seed: 6)
      try shard(folder + "/b")
      #expect(try weights(folder + "/a") == weights(folder + "/b"))
      // Where both are, the whole file counts.
      try FileManager.default.copyItem(
        atPath: folder + "/a/model.safetensors", toPath: folder + "/b/model.safetensors")
      try write(["x": "../y.safetensors"], folder + "/b")
      #expect(try weights(folder + "/a") == weights(folder + "/b"))
    }
  }

  @Test func unsoundIndexesAreRefusedWithTheirReason() async throws {
    let first = "model-00001-of-00002.safetensors"
    let second = "model-00002-of-00002.safetensors"
    let tensors = ParameterLayout(configuration).tensors.map(\.name)
    let cases: [(String, (inout [String: String]) -> Void)] = [
      ("no plain name", { $0[tensors[0]] = "../b/" + first }),
      ("no plain name", { $0[tensors[0]] = "/etc/passwd" }),
      ("no plain name", { $0[tensors[0]] = ".safetensors" }),
      ("no plain name", { $0[tensors[0]] = "config.json" }),
      ("No such file", { $0[tensors[0]] = "model-00003-of-00003.safetensors" }),
      ("is not in \(second)", { $0[tensors[0]] = second }),
      ("lies here, but the index has it in no shard", { $0[tensors[3]] = nil }),
      ("is not in \(first)", { $0["model.layers.9.x"] = first }),
    ]
    try await withTemporaryFolder { folder in
      try shard(folder + "/b")
      let data = try Data(
        contentsOf: URL(fileURLWithPath: folder + "/b/model.safetensors.index.json"))
      let map = try JSONDecoder().decode(Index.self, from: data).weightMap
      for (expected, change) in cases {
        var changed = map
        change(&changed)
        try write(changed, folder + "/b")
        let error = #expect(throws: LanguageModelError.self) { try weights(folder + "/b") }
        #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
      }
      try Data("{}".utf8).write(
        to: URL(fileURLWithPath: folder + "/b/model.safetensors.index.json"))
      let error = #expect(throws: LanguageModelError.self) { try weights(folder + "/b") }
      #expect(error?.description.contains("weight_map") == true)
    }
  }

  // MARK: config.json

  /// Fields as published Qwen3 models have them, with `changes` to their text.
  private func configuration(_ more: String, without: [String] = []) throws -> ModelConfiguration {
    let fields = [
      ("architectures", #"["Qwen3ForCausalLM"]"#), ("model_type", #""qwen3""#),
      ("vocab_size", "151936"), ("hidden_size", "1024"), ("num_hidden_layers", "28"),
      ("num_attention_heads", "16"), ("num_key_value_heads", "8"), ("head_dim", "128"),
      ("intermediate_size", "3072"), ("rms_norm_eps", "1e-06"), ("hidden_act", #""silu""#),
      ("max_position_embeddings", "40960"), ("max_window_layers", "28"), ("rope_theta", "1000000"),
      ("rope_scaling", "null"), ("sliding_window", "null"), ("use_sliding_window", "false"),
      ("attention_bias", "false"), ("attention_dropout", "0.0"), ("tie_word_embeddings", "true"),
      ("torch_dtype", #""bfloat16""#), ("transformers_version", #""4.51.0""#),
      ("use_cache", "true"), ("bos_token_id", "151643"), ("eos_token_id", "151645"),
      ("initializer_range", "0.02"),
    ].filter { !without.contains($0.0) }.map { "\"\($0)\":\($1)" }
    let text = "{" + (fields + (more.isEmpty ? [] : [more])).joined(separator: ",") + "}"
    return try JSONDecoder().decode(ModelConfiguration.self, from: Data(text.utf8))
  }

  @Test func publishedConfigurationsAreRead() throws {
    let expected = ModelConfiguration(
      vocabularySize: 151_936, width: 1024, layerCount: 28, headCount: 16, keyValueHeadCount: 8,
      headSize: 128, feedForwardWidth: 3072, ropeTheta: 1_000_000, normEpsilon: 1e-6,
      tiesEmbeddings: true, maximumPositions: 40_960)
    #expect(try configuration("") == expected)
    // As newer versions of transformers write it.
    let layers = (0..<28).map { _ in "\"full_attention\"" }.joined(separator: ",")
    let newer = try configuration(
      #""rope_parameters":{"rope_theta":1000000,"rope_type":"default"},"dtype":"bfloat16","#
        + "\"layer_types\":[\(layers)],\"pad_token_id\":null",
      without: ["rope_theta", "rope_scaling", "torch_dtype"])
    #expect(newer == expected)
    let scaling = #""rope_scaling":{"rope_type":"default"}"#
    #expect(try configuration(scaling, without: ["rope_scaling"]) == expected)
  }

  @Test(arguments: [
    ("rope_scaling", #"{"type":"yarn","factor":4.0}"#, "rope_scaling.rope_type is yarn"),
    ("rope_scaling", #"{"rope_type":"linear","factor":4.0}"#, "rope_scaling.rope_type is linear"),
    ("rope_parameters", #"{"rope_type":"yarn"}"#, "rope_parameters.rope_type is yarn"),
    ("rope_parameters", #"{"rope_theta":5.0}"#, "rope_theta is 1000000.0, but 5.0"),
    ("use_sliding_window", "true", "use_sliding_window is true"),
    ("layer_types", #"["full_attention","sliding_attention"]"#, "layer_types is sliding_attention"),
    ("attention_bias", "true", "attention_bias is true"),
    ("model_type", #""qwen3_moe""#, "model_type is qwen3_moe"),
    ("hidden_act", #""gelu""#, "hidden_act is gelu"),
    ("quantization_config", #"{"quant_method":"awq"}"#, "quantization_config is set"),
  ]) func whatIsNotBuiltIsRefusedByName(_ field: String, _ value: String, _ expected: String) {
    let error = #expect(throws: LanguageModelError.self) {
      try configuration("\"\(field)\":\(value)", without: [field])
    }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }

  @Test func endTokensAreThoseOfTheFiles() async throws {
    try await withTemporaryFolder { folder in
      try ModelCheckpoint.create(in: folder + "/c", configuration: configuration, seed: 1)
      let config = try String(contentsOfFile: folder + "/c/config.json", encoding: .utf8)
      func ends(_ inConfig: String?, _ inGeneration: String?) throws -> [Int32] {
        let text = inConfig.map { config.dropLast() + ",\"eos_token_id\":\($0)}" } ?? config[...]
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/c/config.json"))
        let path = folder + "/c/generation_config.json"
        try? FileManager.default.removeItem(atPath: path)
        if let inGeneration { try Data(inGeneration.utf8).write(to: URL(fileURLWithPath: path)) }
        return try ModelCheckpoint(directory: folder + "/c").endTokens
      }
      #expect(try ends(nil, nil) == [])
      #expect(try ends("7", nil) == [7])
      #expect(try ends("null", "{}") == [])
      #expect(try ends("7", "{}") == [7])
      #expect(try ends("7", #"{"eos_token_id":[3,4]}"#) == [3, 4])
      #expect(try ends("[1,2]", #"{"eos_token_id":5}"#) == [5])
      #expect(throws: LanguageModelError.self) { try ends("11", nil) }
      #expect(throws: LanguageModelError.self) { try ends("\"end\"", nil) }
    }
  }
}
