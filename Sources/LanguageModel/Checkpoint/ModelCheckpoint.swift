import Basics
import Foundation

/// Configuration and weights of a checkpoint directory in Hugging Face layout, whatever its
/// tokenizer is.
public struct ModelCheckpoint: Sendable {
  static let optimizerFile = "optimizer.safetensors"

  public let directory: String
  public let configuration: ModelConfiguration
  /// Tokens that end a text: `eos_token_id` of `generation_config.json`, else of `config.json`.
  public let endTokens: [Int32]

  /// Reads the configuration; weights are read by those who use them. Throws `.configuration` or
  /// `.checkpoint` naming what is wrong.
  public init(directory: String) throws(LanguageModelError) {
    self.directory = directory
    let path = directory + "/config.json"
    configuration = try FileAccess.decode(ModelConfiguration.self, path: path)
    let generation = directory + "/generation_config.json"
    var ends: [Int32]?
    if FileManager.default.fileExists(atPath: generation) {
      ends = try FileAccess.decode(EndTokens.self, path: generation).ids
    }
    if ends == nil { ends = try FileAccess.decode(EndTokens.self, path: path).ids }
    endTokens = ends ?? []
    try TokenTree.validate(endTokens, configuration, field: "eos_token_id of \(directory)")
  }

  /// Numbers in all tensors together.
  public var parameterCount: Int { ParameterLayout(configuration).count }

  /// How the weights are stored. Opens the weight files and throws what they do.
  public func scalarTypes() throws(LanguageModelError) -> Set<ScalarType> {
    try CheckpointTensors(directory: directory).types
  }

  /// `eos_token_id`: absent, null, one id or a list.
  private struct EndTokens: Decodable {
    let ids: [Int32]?

    enum CodingKeys: String, CodingKey { case end = "eos_token_id" }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      if let list = try? fields.decode([Int32].self, forKey: .end) {
        ids = list
      } else {
        ids = try fields.decodeIfPresent(Int32.self, forKey: .end).map { [$0] }
      }
    }
  }

  // MARK: Loading into f32

  func load(into weights: Floats, layout: ParameterLayout) throws(LanguageModelError) {
    let files = try CheckpointTensors(directory: directory)
    for tensor in layout.tensors {
      try files.copy(tensor.name, shape: tensor.shape, into: weights + tensor.offset)
    }
  }

  /// Leaves a fresh optimizer as it is when the checkpoint has none, as published models do.
  func load(into optimizer: AdamW, layout: ParameterLayout) throws(LanguageModelError) {
    let path = directory + "/" + ModelCheckpoint.optimizerFile
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

  // MARK: Writing

  /// Writes a new model with weights drawn from `seed`, one tensor in memory at a time.
  /// `otherFiles` are those of its tokenizer, by name.
  public static func create(
    in directory: String, configuration: ModelConfiguration, seed: UInt64,
    type: ScalarType = .float32, otherFiles: [String: Data] = [:]
  ) throws(LanguageModelError) {
    try configuration.validate()
    let layout = ParameterLayout(configuration)
    let largest = layout.tensors.map(\.count).max() ?? 0
    let buffer = FloatBuffer(largest)
    try save(
      to: directory, configuration, type: type, otherFiles: otherFiles, moments: nil
    ) { index in
      layout.initialize(tensor: index, buffer.base, seed: seed)
      return UnsafePointer(buffer.base)
    }
  }

  /// Replaces `directory` with this model; a crash leaves the old checkpoint or the new one.
  static func save(
    to directory: String, transformer: Transformer, optimizer: AdamW?, type: ScalarType,
    otherFiles: [String: Data]
  ) throws(LanguageModelError) {
    let tensors = transformer.layout.tensors
    try save(
      to: directory, transformer.configuration, type: type, otherFiles: otherFiles,
      moments: optimizer
    ) { UnsafePointer(transformer.weights.base + tensors[$0].offset) }
  }

  /// `numbers` gives those of the tensor with an index; they are used before the next are asked for.
  private static func save(
    to directory: String, _ configuration: ModelConfiguration, type: ScalarType,
    otherFiles: [String: Data], moments: AdamW?,
    numbers: @escaping (Int) -> UnsafePointer<Float>
  ) throws(LanguageModelError) {
    let tensors = ParameterLayout(configuration).tensors
    var files = otherFiles.sorted { $0.key < $1.key }.map { FileAccess.NewFile($0.key, $0.value) }
    let config = try FileAccess.json(
      ConfigurationFile(configuration: configuration, scalarType: type))
    files.append(FileAccess.NewFile("config.json", config))
    if let moments {
      files.append(
        FileAccess.NewFile(optimizerFile) { path throws(LanguageModelError) in
          try write(moments, tensors, to: path)
        })
    }
    files.append(
      FileAccess.NewFile(CheckpointTensors.wholeFile) { path throws(LanguageModelError) in
        try write(tensors, type: type, numbers: numbers, to: path)
      })
    try FileAccess.replaceDirectory(directory, files: files)
  }

  private static func write(
    _ tensors: [ParameterLayout.Tensor], type: ScalarType,
    numbers: (Int) -> UnsafePointer<Float>, to path: String
  ) throws(LanguageModelError) {
    let writer = try SafetensorsWriter(
      path: path, type: type, entries: tensors.map { .init(name: $0.name, shape: $0.shape) },
      metadata: ["format": "pt"])
    for (index, tensor) in tensors.enumerated() {
      try writer.append(numbers(index), count: tensor.count)
    }
    try writer.finish()
  }

  private static func write(
    _ optimizer: AdamW, _ tensors: [ParameterLayout.Tensor], to path: String
  ) throws(LanguageModelError) {
    let kinds = [("exp_avg.", optimizer.first), ("exp_avg_sq.", optimizer.second)]
    let writer = try SafetensorsWriter(
      path: path, type: .float32,
      entries: kinds.flatMap { kind, _ in
        tensors.map { .init(name: kind + $0.name, shape: $0.shape) }
      },
      metadata: ["format": "pt", "step": "\(optimizer.step)"])
    for (_, buffer) in kinds {
      for tensor in tensors {
        try writer.append(buffer.base + tensor.offset, count: tensor.count)
      }
    }
    try writer.finish()
  }

  /// `config.json` with the type of the weights beside it.
  private struct ConfigurationFile: Encodable {
    let configuration: ModelConfiguration
    let scalarType: ScalarType

    /// Under the names of older and newer versions of `transformers`.
    enum CodingKeys: String, CodingKey {
      case scalarType = "torch_dtype"
      case newScalarType = "dtype"
    }

    func encode(to encoder: any Encoder) throws {
      try configuration.encode(to: encoder)
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(scalarType.configurationName, forKey: .scalarType)
      try fields.encode(scalarType.configurationName, forKey: .newScalarType)
    }
  }
}

extension ParameterLayout {
  /// One tensor as `initialize` fills it.
  func initialize(tensor index: Int, _ target: Floats, seed: UInt64) {
    let tensor = tensors[index]
    guard tensor.decays else { return target.update(repeating: 1, count: tensor.count) }
    var generator = SplitMix64(seed: seed, stream: UInt64(index))
    let deviation = ParameterLayout.deviation(tensor, layerCount: layers.count)
    for at in 0..<tensor.count { target[at] = generator.normal() * deviation }
  }
}
