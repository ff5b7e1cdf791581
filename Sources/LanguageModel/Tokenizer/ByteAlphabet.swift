/// The alphabet of byte-level BPE (Radford et al. 2019, section 2.2): one printable character for each byte, so that any
/// text is a word over 256 symbols and no text is unknown. Printable Latin-1 bytes stand for themselves; the other 68
/// have the characters from U+0100 on, in the order of their bytes.
enum ByteAlphabet {
  /// Character of each byte.
  static let symbols: [Unicode.Scalar] = {
    var table = [Unicode.Scalar](repeating: " ", count: 256)
    var spare: UInt16 = 0x100
    for byte in UInt8.min...UInt8.max {
      if isPrintable(byte) {
        table[Int(byte)] = Unicode.Scalar(byte)
      } else {
        table[Int(byte)] = Unicode.Scalar(spare) ?? " "
        spare += 1
      }
    }
    return table
  }()

  /// The bytes in the order of their ids in a new vocabulary: printable ones first.
  static let order: [UInt8] =
    (UInt8.min...UInt8.max).filter(isPrintable)
    + (UInt8.min...UInt8.max).filter { !isPrintable($0) }

  private static let bytes: [UInt32: UInt8] = Dictionary(
    uniqueKeysWithValues: symbols.enumerated().map { ($1.value, UInt8($0)) })

  private static func isPrintable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
    default: false
    }
  }

  /// How a vocabulary writes `bytes`.
  static func token(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(symbols[Int(byte)]) }
    return String(text)
  }

  /// What a token stands for. A token with a character outside the alphabet (an added token, in general) stands for its
  /// own UTF-8.
  static func bytes(of token: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(token.utf8.count)
    for scalar in token.unicodeScalars {
      guard let byte = bytes[scalar.value] else { return Array(token.utf8) }
      result.append(byte)
    }
    return result
  }
}
