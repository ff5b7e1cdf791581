/// Why the bytes of a compiled module cannot be read.
public enum OleanError: Error, Equatable, CustomStringConvertible {
  case notOlean
  case unknownVersion(Int)
  /// More than `OleanLimits` allows; `what` names the limit.
  case tooLarge(what: String)
  /// Bytes at `offset` that are not what Lean writes there.
  case malformed(expected: String, offset: Int)

  public var description: String {
    switch self {
    case .notOlean: "not a compiled Lean module"
    case .unknownVersion(let version):
      "a compiled Lean module of format \(version); this build reads format "
        + "\(OleanBytes.knownVersion)"
    case .tooLarge(let what): "a compiled Lean module over its limit: \(what)"
    case .malformed(let expected, let offset):
      "a broken compiled Lean module: no \(expected) at byte \(offset)"
    }
  }
}

/// Bounds of what is read from one compiled module.
public struct OleanLimits: Hashable, Sendable {
  public var bytesMax = 256 << 20
  /// Terms of one module; a term is counted once for each list of universe parameters that it stands under.
  public var termsMax = 20_000_000
  /// Parts of one name.
  public var namePartsMax = 256
  /// Levels within each other.
  public var levelDepthMax = 256
  /// Parameters and maxima that one level is the largest of.
  public var levelAtomsMax = 256

  public init() {}
}

/// The objects of a compiled module, every access checked against the bytes.
///
/// A header of 96 bytes: `olean`, the format, flags, Lean's version (33 bytes), its commit (40), the
/// address that pointers count from, the root. Then objects, each of 8 bytes (reference count 4, size 2,
/// number of fields 1, tag 1) and its fields. A word is a small number when odd, else a pointer. Lean
/// writes an object behind all that it points to, and that is asked for here: no reading can go in circles.
struct OleanBytes {
  static let knownVersion = 2
  private static let headerSize = 96

  enum Value: Hashable {
    case small(UInt64)
    /// Place in the file.
    case object(Int)
  }

  /// A constructor: its tag, and fields that are values; other fields follow as plain bytes.
  struct Object {
    let offset: Int
    let tag: Int
    let fields: Int
    let size: Int
  }

  private let bytes: [UInt8]
  private let base: UInt64
  let leanVersion: String
  let root: Value

  init(_ bytes: [UInt8], limits: OleanLimits) throws(OleanError) {
    if bytes.count > limits.bytesMax { throw .tooLarge(what: "\(limits.bytesMax) bytes") }
    guard bytes.count >= 6, bytes.starts(with: "olean".utf8) else { throw .notOlean }
    guard bytes[5] == UInt8(Self.knownVersion) else { throw .unknownVersion(Int(bytes[5])) }
    guard bytes.count >= Self.headerSize else {
      throw .malformed(expected: "header", offset: bytes.count)
    }
    self.bytes = bytes
    leanVersion = String(decoding: bytes[7..<40].prefix { $0 != 0 }, as: UTF8.self)
    base = Self.word(bytes, 80)
    root = try Self.value(Self.word(bytes, 88), base: base, below: bytes.count, at: 88)
  }

  // MARK: Words

  /// `offset + 8` must be within the bytes.
  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  private func word(at offset: Int) throws(OleanError) -> UInt64 {
    guard offset >= 0, offset <= bytes.count - 8 else {
      throw .malformed(expected: "word", offset: offset)
    }
    return Self.word(bytes, offset)
  }

  private static func value(
    _ word: UInt64, base: UInt64, below limit: Int, at place: Int
  ) throws(OleanError) -> Value {
    if word & 1 == 1 { return .small(word >> 1) }
    guard word >= base, let offset = Int(exactly: word - base), offset >= headerSize,
      offset % 8 == 0, offset < limit
    else { throw .malformed(expected: "pointer to an earlier object", offset: place) }
    return .object(offset)
  }

  /// What the word at `place` means, in an object that starts at `owner`.
  private func value(at place: Int, in owner: Int) throws(OleanError) -> Value {
    try Self.value(try word(at: place), base: base, below: owner, at: place)
  }

  // MARK: Objects

  private enum Tag {
    static let constructorMax = 244
    static let array = 246
    static let string = 249
    static let natural = 250
  }

  /// The offset of an object with this tag.
  private func place(_ value: Value, tag: Int, _ expected: String) throws(OleanError) -> Int {
    guard case .object(let offset) = value else { throw .malformed(expected: expected, offset: 0) }
    let header = try word(at: offset)
    guard Int(header >> 56) == tag else { throw .malformed(expected: expected, offset: offset) }
    return offset
  }

  func object(_ value: Value, _ expected: String) throws(OleanError) -> Object {
    guard case .object(let offset) = value else { throw .malformed(expected: expected, offset: 0) }
    return try object(at: offset, expected)
  }

  func object(at offset: Int, _ expected: String) throws(OleanError) -> Object {
    let header = try word(at: offset)
    let tag = Int(header >> 56)
    let fields = Int(header >> 48 & 0xff)
    let size = Int(header >> 32 & 0xffff)
    guard tag <= Tag.constructorMax, size >= 8 + 8 * fields, size <= bytes.count - offset else {
      throw .malformed(expected: expected, offset: offset)
    }
    return Object(offset: offset, tag: tag, fields: fields, size: size)
  }

  /// The same, with exactly this tag and number of fields.
  func object(
    _ value: Value, tag: Int, fields: Int, _ expected: String
  ) throws(OleanError) -> Object {
    let object = try object(value, expected)
    guard object.tag == tag, object.fields == fields else {
      throw .malformed(expected: expected, offset: object.offset)
    }
    return object
  }

  func field(_ object: Object, _ index: Int) throws(OleanError) -> Value {
    guard index < object.fields else {
      throw .malformed(expected: "field \(index)", offset: object.offset)
    }
    return try value(at: object.offset + 8 + 8 * index, in: object.offset)
  }

  /// A byte behind the fields.
  func byte(_ object: Object, _ index: Int) throws(OleanError) -> UInt8 {
    let offset = 8 + 8 * object.fields + index
    guard index >= 0, offset < object.size else {
      throw .malformed(expected: "byte \(index) behind the fields", offset: object.offset)
    }
    return bytes[object.offset + offset]
  }

  func flag(_ object: Object, _ index: Int) throws(OleanError) -> Bool {
    try byte(object, index) != 0
  }

  // MARK: Data

  func array(_ value: Value, _ expected: String) throws(OleanError) -> [Value] {
    let offset = try place(value, tag: Tag.array, expected)
    let count = try word(at: offset + 8)
    guard count <= UInt64(max(0, bytes.count - offset - 24) / 8) else {
      throw .malformed(expected: expected, offset: offset)
    }
    var values: [Value] = []
    values.reserveCapacity(Int(count))
    for index in 0..<Int(count) {
      values.append(try self.value(at: offset + 24 + 8 * index, in: offset))
    }
    return values
  }

  func list(_ start: Value, _ expected: String) throws(OleanError) -> [Value] {
    var values: [Value] = []
    var rest = start
    while case .object = rest {
      let cell = try object(rest, tag: 1, fields: 2, expected)
      values.append(try field(cell, 0))
      rest = try field(cell, 1)
    }
    guard rest == .small(0) else { throw .malformed(expected: expected, offset: 0) }
    return values
  }

  /// UTF-8 as stored: no two different strings are equal here.
  func string(_ value: Value) throws(OleanError) -> [UInt8] {
    let offset = try place(value, tag: Tag.string, "string")
    let size = try word(at: offset + 8)
    guard offset <= bytes.count - 33, size >= 1, size <= UInt64(bytes.count - offset - 32) else {
      throw .malformed(expected: "string", offset: offset)
    }
    let end = offset + 32 + Int(size) - 1
    guard bytes[end] == 0 else { throw .malformed(expected: "string's end", offset: end) }
    return Array(bytes[(offset + 32)..<end])
  }

  /// A natural number in words of 64 bits, lowest first, the highest not zero.
  func natural(_ value: Value) throws(OleanError) -> [UInt64] {
    if case .small(let number) = value { return number == 0 ? [] : [number] }
    let offset = try place(value, tag: Tag.natural, "number")
    // GMP's: words allocated (4 bytes), words used (4, negative for a negative number), their address.
    let count = Int(try word(at: offset + 8) >> 32)
    guard bytes[6] & 1 == 1, count > 0, count <= (bytes.count - offset) / 8 else {
      throw .malformed(expected: "number", offset: offset)
    }
    var words: [UInt64] = []
    for index in 0..<count { words.append(try word(at: offset + 24 + 8 * index)) }
    while words.last == 0 { words.removeLast() }
    return words
  }

  /// A number that fits.
  func integer(_ value: Value) throws(OleanError) -> Int {
    guard case .small(let number) = value, let integer = Int(exactly: number) else {
      throw .malformed(expected: "small number", offset: 0)
    }
    return integer
  }
}
