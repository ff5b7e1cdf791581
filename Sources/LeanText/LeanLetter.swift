/// What Lean takes for a letter; src/Init/Meta/Defs.lean, `isLetterLike` and `isSubScriptAlnum`.
public enum LeanLetter {
  public static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 65...90, 97...122, 95: true
    case ..<0x80: false
    case 0x3bb, 0x3a0, 0x3a3: false
    case 0xc0...0xff: scalar.value != 0xd7 && scalar.value != 0xf7
    case 0x100...0x17f, 0x3b1...0x3c9, 0x391...0x3a9, 0x3ca...0x3fb: true
    case 0x1f00...0x1ffe, 0x2100...0x214f, 0x1d49c...0x1d59f: true
    default: false
    }
  }

  public static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 48...57, 39, 33, 63: true
    case 0x2080...0x2089, 0x2090...0x209c, 0x1d62...0x1d6a, 0x2c7c: true
    default: startsName(scalar)
    }
  }

  public static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

  /// Digits of `0x1f`, `0b10` and `0o17` by the letter; nil for another letter.
  public static func digits(ofBase letter: Unicode.Scalar) -> ((Unicode.Scalar) -> Bool)? {
    switch letter {
    case "x", "X": return { $0.properties.isASCIIHexDigit }
    case "b", "B": return { (48...49).contains($0.value) }
    case "o", "O": return { (48...55).contains($0.value) }
    default: return nil
    }
  }
}
