import Foundation

/// Writes a safetensors file tensor by tensor: no more than one block of it is in memory.
struct SafetensorsWriter {
  /// What the header says of a tensor, in the order in which the tensors follow.
  struct Entry {
    let name: String
    let shape: [Int]
    var count: Int { shape.reduce(1, *) }
  }

  /// Numbers that are converted at once.
  private static let blockCount = 1 << 16

  let type: ScalarType
  private let output: OutputFile

  /// Creates the file and writes its header. `type` is float32 or bfloat16.
  init(path: String, type: ScalarType, entries: [Entry], metadata: [String: String])
    throws(LanguageModelError)
  {
    guard type != .float16 else {
      throw .input(
        field: "scalar type to write", value: type.rawValue, remedy: "write F32 or BF16")
    }
    self.type = type
    let header = try SafetensorsWriter.header(entries, type: type, metadata: metadata)
    output = try OutputFile(path: path)
    try output.write(header)
  }

  /// Length and JSON, filled up with blanks so that the data begins at a multiple of eight bytes,
  /// as the format asks for.
  static func header(_ entries: [Entry], type: ScalarType, metadata: [String: String])
    throws(LanguageModelError) -> Data
  {
    var header = SafetensorsHeader(metadata: metadata, entries: [:])
    var offset = 0
    for entry in entries {
      let size = entry.count * type.size
      header.entries[entry.name] = SafetensorsHeader.Entry(
        type: type.rawValue, shape: entry.shape, offsets: [offset, offset + size])
      offset += size
    }
    var json = try FileAccess.json(header)
    json.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
  }

  /// The next tensor's numbers, or a part of them. bfloat16 are rounded to nearest, ties to even.
  func append(_ values: UnsafePointer<Float>, count: Int) throws(LanguageModelError) {
    guard type == .bfloat16 else {
      return try output.write(UnsafeRawBufferPointer(start: values, count: 4 * count))
    }
    var block = [UInt16](repeating: 0, count: min(count, SafetensorsWriter.blockCount))
    var at = 0
    while at < count {
      let size = min(block.count, count - at)
      for index in 0..<size { block[index] = BFloat16Bits.nearest(values[at + index]) }
      let failure = block.withUnsafeBytes {
        output.attempt(UnsafeRawBufferPointer(rebasing: $0[..<(2 * size)]))
      }
      if let failure { throw failure }
      at += size
    }
  }

  /// Makes the file durable and closes it.
  func finish() throws(LanguageModelError) { try output.finish() }
}

extension Safetensors {
  /// The bytes of a small F32 file with these tensors, in this order.
  static func encode(
    _ tensors: [(name: String, shape: [Int], values: UnsafePointer<Float>)],
    metadata: [String: String]
  ) throws(LanguageModelError) -> Data {
    let entries = tensors.map { SafetensorsWriter.Entry(name: $0.name, shape: $0.shape) }
    var data = try SafetensorsWriter.header(entries, type: .float32, metadata: metadata)
    for (tensor, entry) in zip(tensors, entries) {
      data.append(UnsafeBufferPointer(start: tensor.values, count: entry.count))
    }
    return data
  }
}

/// A file that is being written. Closed when it is finished or given up.
final class OutputFile {
  private let path: String
  private var descriptor: Int32

  init(path: String) throws(LanguageModelError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileAccess.failure("create", path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ data: Data) throws(LanguageModelError) {
    if let failure = data.withUnsafeBytes({ attempt($0) }) { throw failure }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(LanguageModelError) {
    if let failure = attempt(bytes) { throw failure }
  }

  /// Writes all of `bytes`; what went wrong, for callers inside closures.
  func attempt(_ bytes: UnsafeRawBufferPointer) -> LanguageModelError? {
    var done = 0
    while done < bytes.count {
      let written = Foundation.write(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return FileAccess.failure("write", path) }
      done += written
    }
    return nil
  }

  func finish() throws(LanguageModelError) {
    guard fsync(descriptor) == 0 else { throw FileAccess.failure("sync", path) }
    close(descriptor)
    descriptor = -1
  }
}
