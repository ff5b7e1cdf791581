import Foundation

/// The safetensors format: eight bytes of header length, a JSON header, the tensors' bytes.
/// Little-endian, as are all machines that Swift runs on here. F32, F16 and BF16 are read.
struct Safetensors: Sendable {
  struct Tensor: Equatable, Sendable {
    let type: ScalarType
    let shape: [Int]
    /// Where its bytes lie in the data, row-major, as many as type and shape say.
    let range: Range<Int>
  }

  /// Longest header that is read, as in the reference implementation.
  static let headerBytesMax = 100_000_000

  let file: String
  let metadata: [String: String]
  let tensors: [String: Tensor]
  private let bytes: FileBytes
  /// Where the data begins in the file.
  private let start: Int

  /// Checks a whole file but for its numbers. Throws `.checkpoint` for anything that is not a sound
  /// safetensors file: lengths, offsets, shapes, overlaps, gaps, unknown types.
  init(path: String, copiedBytesMax: Int = FileBytes.copiedBytesMax) throws(LanguageModelError) {
    try self.init(FileBytes(path: path, copiedBytesMax: copiedBytesMax), file: path)
  }

  init(data: Data, file: String) throws(LanguageModelError) {
    try self.init(FileBytes(data), file: file)
  }

  private init(_ bytes: FileBytes, file: String) throws(LanguageModelError) {
    func wrong(_ reason: String) -> LanguageModelError {
      .checkpoint(
        file: file, reason: reason, remedy: "it is damaged or not a safetensors file; restore it")
    }
    guard bytes.count >= 8 else { throw wrong("only \(bytes.count) bytes long") }
    let declared = bytes.base.loadUnaligned(as: UInt64.self)
    guard declared <= Safetensors.headerBytesMax, Int(declared) <= bytes.count - 8 else {
      throw wrong("header of \(declared) bytes in a file of \(bytes.count)")
    }
    let header: SafetensorsHeader
    do {
      let json = Data(bytes: bytes.base + 8, count: Int(declared))
      header = try JSONDecoder().decode(SafetensorsHeader.self, from: json)
    } catch {
      throw wrong("the header is not the JSON of tensors (\(FileAccess.summary(error)))")
    }
    self.file = file
    self.bytes = bytes
    metadata = header.metadata
    start = 8 + Int(declared)
    do {
      tensors = try Safetensors.check(header.entries, bytes: bytes.count - start)
    } catch {
      throw wrong(error.reason)
    }
  }

  private struct Defect: Error { let reason: String }

  private static func check(_ entries: [String: SafetensorsHeader.Entry], bytes: Int)
    throws(Defect) -> [String: Tensor]
  {
    var result: [String: Tensor] = [:]
    for (name, entry) in entries { result[name] = try check(name, entry, bytes: bytes) }
    var end = 0
    for (name, tensor) in result.sorted(by: {
      let (a, b) = ($0.value.range, $1.value.range)
      return (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound)
    }) {
      guard tensor.range.lowerBound == end else {
        throw Defect(reason: "data before tensor \(name) overlaps or has a gap")
      }
      end = tensor.range.upperBound
    }
    guard end == bytes else {
      throw Defect(reason: "\(bytes) bytes of data where the tensors take \(end)")
    }
    return result
  }

  private static func check(_ name: String, _ entry: SafetensorsHeader.Entry, bytes: Int)
    throws(Defect) -> Tensor
  {
    guard let type = ScalarType(rawValue: entry.type) else {
      throw Defect(
        reason: "tensor \(name) has dtype \(entry.type), not one of "
          + ScalarType.allCases.map(\.rawValue).joined(separator: ", "))
    }
    var size = type.size
    for dimension in entry.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else {
        throw Defect(reason: "tensor \(name) has the impossible shape \(entry.shape)")
      }
      size = product
    }
    guard entry.offsets.count == 2, entry.offsets[0] >= 0, entry.offsets[1] <= bytes,
      entry.offsets[0] <= entry.offsets[1], entry.offsets[1] - entry.offsets[0] == size
    else {
      throw Defect(
        reason: "tensor \(name) with shape \(entry.shape) has data_offsets \(entry.offsets) in "
          + "\(bytes) bytes of data")
    }
    return Tensor(type: type, shape: entry.shape, range: entry.offsets[0]..<entry.offsets[1])
  }

  /// A tensor's type and bytes where they lie in the file, at any alignment; they are readable as
  /// long as this value or a copy of it lives. Throws `.checkpoint` when it is absent, has another
  /// shape or holds a number that is not finite.
  func numbers(_ name: String, shape: [Int]) throws(LanguageModelError)
    -> (type: ScalarType, bytes: UnsafeRawPointer)
  {
    guard let tensor = tensors[name] else {
      throw .checkpoint(
        file: file, reason: "tensor \(name) is missing",
        remedy: "take weights and config.json from the same checkpoint")
    }
    guard tensor.shape == shape else {
      throw .checkpoint(
        file: file, reason: "tensor \(name) has shape \(tensor.shape), config.json says \(shape)",
        remedy: "take weights and config.json from the same checkpoint")
    }
    let source = bytes.base + start + tensor.range.lowerBound
    guard tensor.type.isFinite(source, count: tensor.range.count / tensor.type.size) else {
      throw .checkpoint(
        file: file, reason: "tensor \(name) holds a number that is not finite",
        remedy: "restore an earlier checkpoint")
    }
    return (tensor.type, source)
  }

  /// Copies tensor `name` into `target`, as f32 whatever it is in the file. Throws what `numbers`
  /// throws.
  func copy(_ name: String, shape: [Int], into target: Floats) throws(LanguageModelError) {
    let (type, source) = try numbers(name, shape: shape)
    type.widen(source, into: target, count: shape.reduce(1, *))
  }
}

/// The JSON header: names to entries, and strings under `__metadata__`.
struct SafetensorsHeader: Codable {
  struct Entry: Codable {
    var type: String
    var shape: [Int]
    var offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case type = "dtype"
      case shape
      case offsets = "data_offsets"
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  private static let metadataName = Name(stringValue: "__metadata__")
  var metadata: [String: String]
  var entries: [String: Entry]

  init(metadata: [String: String], entries: [String: Entry]) {
    self.metadata = metadata
    self.entries = entries
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Name.self)
    metadata = [:]
    entries = [:]
    for name in fields.allKeys {
      if name.stringValue == SafetensorsHeader.metadataName.stringValue {
        metadata = try fields.decode([String: String].self, forKey: name)
      } else {
        entries[name.stringValue] = try fields.decode(Entry.self, forKey: name)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Name.self)
    try fields.encode(metadata, forKey: SafetensorsHeader.metadataName)
    for (name, entry) in entries {
      try fields.encode(entry, forKey: Name(stringValue: name))
    }
  }
}
