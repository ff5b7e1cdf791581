/// Names and holes in Lean text, as far as the configuration has to tell right from wrong. Lean
/// itself judges the rest.
package enum LeanName {
  /// What is wrong with a (dotted) Lean name, worded to follow the key's name, or nil.
  static func problem(with name: String) -> String? {
    isName(name) ? nil : "is '\(name)', which is no Lean name"
  }

  package static func isName(_ name: String) -> Bool {
    name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isIdentifier)
  }

  /// One component of a name.
  static func isIdentifier(_ text: some StringProtocol) -> Bool {
    guard let first = text.unicodeScalars.first, isLetter(first) || first == "_",
      !keywords.contains(String(text))
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      isLetter(scalar) || ("0"..."9").contains(scalar) || "_'!?".unicodeScalars.contains(scalar)
        || (0x2080...0x2089).contains(scalar.value)
    }
  }

  /// Lean's letters: Latin, Greek except λ Π Σ, and letter-like symbols (Lean 4, `isLetterLike`).
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.properties.isAlphabetic }
    return switch scalar.value {
    case 0x3BB, 0x3A0, 0x3A3: false
    case 0x3B1...0x3C9, 0x391...0x3A9, 0x3CA...0x3FB, 0x1F00...0x1FFE, 0x2100...0x214F,
      0x1D49C...0x1D59F:
      true
    default: false
    }
  }

  private static let keywords: Set<String> = [
    "fun", "by", "have", "let", "show", "from", "if", "then", "else", "match", "with", "do", "in",
    "at", "theorem", "axiom", "def", "example", "end", "namespace", "section", "open", "import",
    "where", "forall", "exists", "Type", "Prop", "Sort", "variable", "instance", "sorry",
  ]
}
