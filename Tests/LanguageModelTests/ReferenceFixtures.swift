import Foundation
import TestSupport
import Testing

@testable import LanguageModel

/// A tiny model that `transformers` saved, with what PyTorch makes of it: see make.py beside the folders.
struct ReferenceFixture {
  static let names = ["gqa1", "gqa2", "gqa4"].flatMap { [$0 + "-tied", $0 + "-untied"] }
  static let root = Project.folder + "/Tests/Fixtures/language-model"

  struct Case: Decodable {
    var sequences: [[Int32]]
    var loss: Float
  }

  let folder: String
  let model: Transformer

  init(_ name: String, workers: Int = 1) throws {
    folder = Self.root + "/" + name
    let configuration = try JSONDecoder().decode(
      ModelConfiguration.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/config.json"))
    )
    model = try Transformer(configuration, workers: workers)
    let weights = try ReferenceTensors(folder + "/model.safetensors")
    for tensor in model.layout.tensors {
      model.weights.base.advanced(by: tensor.offset).update(
        from: try weights.values(tensor.name, shape: tensor.shape), count: tensor.count)
    }
  }

  func json<Value: Decodable>(_ type: Value.Type, _ file: String) throws -> Value {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)))
  }

  func tensors(_ file: String) throws -> ReferenceTensors {
    try ReferenceTensors(folder + "/" + file)
  }

  /// The largest error of any tensor of the model's flat array `values`, with that tensor's name.
  func worst(_ values: Floats, against expected: ReferenceTensors, prefix: String = "") throws
    -> (error: Float, name: String)
  {
    var worst: (error: Float, name: String) = (0, "none")
    for tensor in model.layout.tensors {
      let own = Array(UnsafeBufferPointer(start: values + tensor.offset, count: tensor.count))
      let error = relativeError(
        own, try expected.values(prefix + tensor.name, shape: tensor.shape))
      if !(error <= worst.error) { worst = (error, tensor.name) }
    }
    return worst
  }
}

/// Float tensors of a safetensors file.
struct ReferenceTensors {
  private let file: Safetensors

  init(_ path: String) throws { file = try Safetensors(path: path) }

  func values(_ name: String, shape: [Int]) throws -> [Float] {
    let buffer = FloatBuffer(shape.reduce(1, *))
    try file.copy(name, shape: shape, into: buffer.base)
    return buffer.array
  }
}

/// max |a − b| / max(1e-6, max |b|).
func relativeError(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  let scale = max(1e-6, b.map(abs).max() ?? 0)
  let differences = zip(a, b).map { abs($0 - $1) }
  return differences.contains { !$0.isFinite } ? .infinity : (differences.max() ?? 0) / scale
}

extension Transformer {
  /// All rows' logits, [tokens, vocabulary], of the sequences packed into one batch.
  func packedLogits(_ sequences: [[Int32]]) -> [Float] {
    var packed = PackedBatch()
    for tokens in sequences {
      packed.appendSequence(
        tokens, rows: Array(tokens.indices), headCount: configuration.headCount)
    }
    rope.reserve(positions: sequences.map(\.count).max() ?? 0)
    decoder.forward(packed, workers[0], weights: weights.base, training: false)
    computeLogits(rows: packed.rowCount, workers[0])
    return Array(
      UnsafeBufferPointer(
        start: workers[0].logits.base, count: packed.rowCount * configuration.vocabularySize))
  }
}
