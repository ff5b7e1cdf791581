/// Characters that show something else than what Lean reads; comments and strings included.
enum CharacterLint {
  static func objection(to text: String) -> LintObjection? {
    var line = 1
    var column = 0
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 0
        continue
      }
      if isRefused(scalar) {
        return LintObjection(
          kind: .controlCharacter, line: line, column: column,
          text: "the character \(code(scalar)), which does not show or is no space to Lean")
      }
      column += 1
    }
    return nil
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 32 || scalar.value == 127 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    "U+" + String(scalar.value, radix: 16, uppercase: true)
  }
}
