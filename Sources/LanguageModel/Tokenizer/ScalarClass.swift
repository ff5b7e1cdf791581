/// What the pre-tokenizer's regular expression asks of a character.
enum ScalarClass: UInt8 {
  /// None of the others: punctuation, symbols, marks, control characters, what is not assigned.
  case other
  /// `\p{L}`
  case letter
  /// `\p{N}`
  case number
  /// `\s`: the property White_Space.
  case space

  /// The Unicode version of the library's regular expressions: letters and digits of later versions are `other` for it,
  /// and must be here for the same ids.
  static let unicodeVersion = 16

  private static let basicPlane: [ScalarClass] = (0..<0x10000).map { value in
    Unicode.Scalar(UInt32(value)).map(ScalarClass.init(properties:)) ?? .other
  }

  init(_ value: UInt32) {
    if value < 0x10000 {
      self = ScalarClass.basicPlane[Int(value)]
    } else {
      self = Unicode.Scalar(value).map(ScalarClass.init(properties:)) ?? .other
    }
  }

  private init(properties scalar: Unicode.Scalar) {
    let properties = scalar.properties
    if properties.isWhitespace {
      self = .space
      return
    }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = .letter
    case .decimalNumber, .letterNumber, .otherNumber:
      self = .number
    default:
      self = .other
      return
    }
    if let age = properties.age, age.major > ScalarClass.unicodeVersion { self = .other }
  }
}

/// Text as checked UTF-8, read scalar by scalar.
struct UTF8Text {
  let bytes: UnsafeBufferPointer<UInt8>

  var count: Int { bytes.count }

  /// The scalar that starts at `index`, and its length in bytes. The bytes must be valid UTF-8.
  @inline(__always)
  func scalar(at index: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    let second = UInt32(bytes[index + 1] & 0x3F)
    if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
    let third = UInt32(bytes[index + 2] & 0x3F)
    if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
    let fourth = UInt32(bytes[index + 3] & 0x3F)
    return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
  }

  /// Class and length of the scalar that starts at `index`; at the end nil.
  @inline(__always)
  func scalarClass(at index: Int) -> (kind: ScalarClass, length: Int)? {
    guard index < bytes.count else { return nil }
    let (value, length) = scalar(at: index)
    return (ScalarClass(value), length)
  }
}
