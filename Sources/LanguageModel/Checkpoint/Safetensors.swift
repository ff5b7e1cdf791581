import Foundation

/// The safetensors format: eight bytes of header length, a JSON header, the tensors' bytes.
/// Little-endian, as are all machines that Swift runs on here. Only F32 is read and written.
struct Safetensors {
  struct Tensor: Equatable {
    let shape: [Int]
    /// Row-major, as many as the shape says.
    let range: Range<Int>
  }

  /// Longest header that is read, as in the reference implementation.
  static let headerBytesMax = 100_000_000

  let file: String
  let metadata: [String: String]
  let tensors: [String: Tensor]
  private let data: Data

  /// Reads and checks a whole file. Throws `.checkpoint` for anything that is not a sound
  /// safetensors file: lengths, offsets, shapes, overlaps, gaps, unknown types.
  init(path: String) throws(LanguageModelError) {
    try self.init(data: FileAccess.read(path), file: path)
  }

  init(data: Data, file: String) throws(LanguageModelError) {
    func wrong(_ reason: String) -> LanguageModelError {
      .checkpoint(
        file: file, reason: reason, remedy: "it is damaged or not a safetensors file; restore it")
    }
    guard data.count >= 8 else { throw wrong("only \(data.count) bytes long") }
    let declared = data.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    guard declared <= Safetensors.headerBytesMax, Int(declared) <= data.count - 8 else {
      throw wrong("header of \(declared) bytes in a file of \(data.count)")
    }
    let start = data.startIndex + 8 + Int(declared)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: data[data.startIndex + 8..<start])
    } catch {
      throw wrong("the header is not the JSON of tensors (\(FileAccess.summary(error)))")
    }
    self.file = file
    self.metadata = header.metadata
    self.data = Data(data[start...])
    do {
      tensors = try Safetensors.check(header.entries, bytes: self.data.count)
    } catch {
      throw wrong(error.reason)
    }
  }

  private struct Defect: Error { let reason: String }

  private static func check(_ entries: [String: Header.Entry], bytes: Int) throws(Defect)
    -> [String: Tensor]
  {
    var result: [String: Tensor] = [:]
    var ranges: [(range: Range<Int>, name: String)] = []
    for (name, entry) in entries {
      guard entry.type == "F32" else {
        throw Defect(reason: "tensor \(name) has dtype \(entry.type), not F32")
      }
      var size = 4
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
      let range = entry.offsets[0]..<entry.offsets[1]
      result[name] = Tensor(shape: entry.shape, range: range)
      ranges.append((range, name))
    }
    var end = 0
    for (range, name) in ranges.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard range.lowerBound == end else {
        throw Defect(reason: "data before tensor \(name) overlaps or has a gap")
      }
      end = range.upperBound
    }
    guard end == bytes else {
      throw Defect(reason: "\(bytes) bytes of data where the tensors take \(end)")
    }
    return result
  }

  /// Copies tensor `name` into `target`. Throws `.checkpoint` when it is absent, has another shape
  /// or holds a number that is not finite.
  func copy(_ name: String, shape: [Int], into target: Floats) throws(LanguageModelError) {
    guard let tensor = tensors[name] else {
      throw .checkpoint(
        file: file, reason: "tensor \(name) is missing",
        remedy: "take model.safetensors and config.json from the same checkpoint")
    }
    guard tensor.shape == shape else {
      throw .checkpoint(
        file: file, reason: "tensor \(name) has shape \(tensor.shape), config.json says \(shape)",
        remedy: "take model.safetensors and config.json from the same checkpoint")
    }
    let count = tensor.range.count / 4
    let isFinite = data.withUnsafeBytes { bytes in
      var sum: Float = 0
      for index in 0..<count {
        let offset = tensor.range.lowerBound + 4 * index
        target[index] = bytes.loadUnaligned(fromByteOffset: offset, as: Float.self)
        // 0 · x is 0 for every finite x and NaN for all others.
        sum += target[index] * 0
      }
      return sum == 0
    }
    guard isFinite else {
      throw .checkpoint(
        file: file, reason: "tensor \(name) holds a number that is not finite",
        remedy: "restore an earlier checkpoint")
    }
  }

  /// The bytes of a file with these tensors, in this order.
  static func encode(
    _ tensors: [(name: String, shape: [Int], values: UnsafePointer<Float>)],
    metadata: [String: String]
  ) throws(LanguageModelError) -> Data {
    var header = Header(metadata: metadata, entries: [:])
    var offset = 0
    for tensor in tensors {
      let size = tensor.shape.reduce(4, *)
      header.entries[tensor.name] = Header.Entry(
        type: "F32", shape: tensor.shape, offsets: [offset, offset + size])
      offset += size
    }
    var json = try FileAccess.json(header)
    // Tensors start at a multiple of eight bytes, as the format asks for; blanks fill the gap.
    json.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8))
    var data = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    data.reserveCapacity(8 + json.count + offset)
    data.append(json)
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *)
      data.append(UnsafeBufferPointer(start: tensor.values, count: count))
    }
    return data
  }

  /// The JSON header: names to entries, and strings under `__metadata__`.
  private struct Header: Codable {
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

    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { return nil }
    }

    static let metadataName = Name(stringValue: "__metadata__")
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
        if name.stringValue == Header.metadataName.stringValue {
          metadata = try fields.decode([String: String].self, forKey: name)
        } else {
          entries[name.stringValue] = try fields.decode(Entry.self, forKey: name)
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Name.self)
      try fields.encode(metadata, forKey: Header.metadataName)
      for (name, entry) in entries {
        try fields.encode(entry, forKey: Name(stringValue: name))
      }
    }
  }
}
