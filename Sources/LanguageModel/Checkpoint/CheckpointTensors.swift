import Foundation

/// The weights of a checkpoint directory: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` names.
struct CheckpointTensors: Sendable {
  static let wholeFile = "model.safetensors"
  static let indexFile = "model.safetensors.index.json"

  private let files: [Safetensors]
  /// Which of `files` holds a tensor.
  private let places: [String: Int]
  /// What errors about missing tensors name.
  private let origin: String

  /// Where both are, the whole file counts, as in `transformers`. Throws `.checkpoint` for unsound
  /// files and for an index that does not fit its shards.
  init(directory: String, copiedBytesMax: Int = FileBytes.copiedBytesMax)
    throws(LanguageModelError)
  {
    let whole = directory + "/" + CheckpointTensors.wholeFile
    let index = directory + "/" + CheckpointTensors.indexFile
    let manager = FileManager.default
    guard !manager.fileExists(atPath: whole), manager.fileExists(atPath: index) else {
      let file = try Safetensors(path: whole, copiedBytesMax: copiedBytesMax)
      files = [file]
      places = file.tensors.mapValues { _ in 0 }
      origin = whole
      return
    }
    origin = index
    let map = try FileAccess.decode(CheckpointIndex.self, path: index).weightMap
    var opened: [Safetensors] = []
    var numbers: [String: Int] = [:]
    for name in Set(map.values).sorted() {
      try CheckpointTensors.validate(shard: name, index: index)
      numbers[name] = opened.count
      opened.append(
        try Safetensors(path: directory + "/" + name, copiedBytesMax: copiedBytesMax))
    }
    files = opened
    places = map.compactMapValues { numbers[$0] }
    for (tensor, shard) in map {
      guard let place = places[tensor], files[place].tensors[tensor] != nil else {
        throw .checkpoint(
          file: index, reason: "tensor \(tensor) is not in \(shard), where the index has it",
          remedy: "take index and shards from the same checkpoint")
      }
    }
    for (place, file) in files.enumerated() {
      if let stray = file.tensors.keys.sorted().first(where: { places[$0] != place }) {
        throw .checkpoint(
          file: file.file,
          reason: "tensor \(stray) lies here, but the index has it in \(map[stray] ?? "no shard")",
          remedy: "take index and shards from the same checkpoint")
      }
    }
  }

  /// Shards lie beside their index: a name with a path in it could reach any file.
  private static func validate(shard name: String, index: String) throws(LanguageModelError) {
    guard name.hasSuffix(".safetensors"), !name.hasPrefix("."),
      !name.contains(where: { $0 == "/" || $0 == "\\" || $0 == "\0" })
    else {
      throw .checkpoint(
        file: index, reason: "shard name \"\(name)\" is no plain name of a .safetensors file",
        remedy: "name files in the index's own folder")
    }
  }

  /// As `Safetensors.numbers`.
  func numbers(_ name: String, shape: [Int]) throws(LanguageModelError)
    -> (type: ScalarType, bytes: UnsafeRawPointer)
  {
    try file(of: name).numbers(name, shape: shape)
  }

  /// As `Safetensors.copy`.
  func copy(_ name: String, shape: [Int], into target: Floats) throws(LanguageModelError) {
    try file(of: name).copy(name, shape: shape, into: target)
  }

  /// Types of all tensors.
  var types: Set<ScalarType> {
    Set(files.flatMap { $0.tensors.values.map(\.type) })
  }

  private func file(of name: String) throws(LanguageModelError) -> Safetensors {
    guard let place = places[name] else {
      throw .checkpoint(
        file: origin, reason: "tensor \(name) is missing",
        remedy: "take weights and config.json from the same checkpoint")
    }
    return files[place]
  }
}

/// `model.safetensors.index.json`: which shard holds a tensor.
private struct CheckpointIndex: Decodable {
  var weightMap: [String: String]

  enum CodingKeys: String, CodingKey { case weightMap = "weight_map" }
}
