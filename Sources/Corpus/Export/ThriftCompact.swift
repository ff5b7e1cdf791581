/// Writes values in Thrift's compact protocol, as far as Parquet's file metadata needs it.
struct ThriftCompact {
  private(set) var bytes: [UInt8] = []
  /// Number of the field before, a stack entry an open structure.
  private var lastField: [Int] = [0]

  private enum Kind: UInt8 {
    case int32 = 5
    case int64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  mutating func field(_ number: Int, int32 value: Int) {
    header(number, .int32)
    zigzag(value)
  }

  mutating func field(_ number: Int, int64 value: Int) {
    header(number, .int64)
    zigzag(value)
  }

  mutating func field(_ number: Int, text: String) {
    header(number, .binary)
    self.text(text)
  }

  mutating func field(_ number: Int, structure body: (inout ThriftCompact) -> Void) {
    header(number, .structure)
    structure(body)
  }

  mutating func field(_ number: Int, int32s values: [Int]) {
    list(number, of: .int32, count: values.count)
    for value in values { zigzag(value) }
  }

  mutating func field(_ number: Int, texts values: [String]) {
    list(number, of: .binary, count: values.count)
    for value in values { text(value) }
  }

  mutating func field<Element>(
    _ number: Int, structures elements: [Element],
    _ body: (Element, inout ThriftCompact) -> Void
  ) {
    list(number, of: .structure, count: elements.count)
    for element in elements { structure { body(element, &$0) } }
  }

  /// The fields of a structure without a header: a whole message is one.
  mutating func structure(_ body: (inout ThriftCompact) -> Void) {
    lastField.append(0)
    body(&self)
    lastField.removeLast()
    bytes.append(0)
  }

  private mutating func header(_ number: Int, _ kind: Kind) {
    let last = lastField.count - 1
    let delta = number - lastField[last]
    lastField[last] = number
    if (1...15).contains(delta) {
      bytes.append(UInt8(delta) << 4 | kind.rawValue)
    } else {
      bytes.append(kind.rawValue)
      zigzag(number)
    }
  }

  private mutating func list(_ number: Int, of kind: Kind, count: Int) {
    header(number, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xf0 | kind.rawValue)
      bytes += Self.variable(UInt64(count))
    }
  }

  private mutating func text(_ text: String) {
    let utf8 = Array(text.utf8)
    bytes += Self.variable(UInt64(utf8.count))
    bytes += utf8
  }

  private mutating func zigzag(_ value: Int) {
    let wide = Int64(value)
    bytes += Self.variable(UInt64(bitPattern: (wide << 1) ^ (wide >> 63)))
  }

  /// Seven bits a byte, the lowest first; the top bit says that more follow.
  static func variable(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
    return bytes
  }
}
