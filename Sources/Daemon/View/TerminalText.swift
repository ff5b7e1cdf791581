/// Texts on a terminal: how wide they are, how to cut them, and what must not reach it.
enum TerminalText {
  /// The text in one line without characters that steer a terminal or turn the direction of
  /// reading.
  static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: result.append(" ")
      // A zero-width joiner makes one picture of several, which terminals disagree about.
      case .format, .surrogate, .privateUse, .unassigned: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Terminal columns of a cleaned text.
  static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// Columns of one grapheme: 0 for a combining mark alone, 2 for East Asian wide characters and
  /// pictures, else 1 (Unicode Standard Annex 11).
  static func width(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control: continue
      default: width = max(width, isWide(scalar) ? 2 : 1)
      }
    }
    // Variation selector 16 asks for the picture.
    if width > 0, character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    return width
  }

  /// The text, cut at a grapheme's end with `mark` where it is wider than `columns`.
  static func cut(_ text: String, to columns: Int, mark: String) -> String {
    if width(text) <= columns { return text }
    let room = columns - width(mark)
    guard room >= 0 else { return String(repeating: ".", count: max(0, columns)) }
    var result = ""
    var used = 0
    for character in text {
      let next = width(character)
      if used + next > room { break }
      result.append(character)
      used += next
    }
    return result + mark
  }

  /// Rows with their columns one below the other, two spaces apart.
  static func table(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count - 1 ? width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      // What is last needs no spaces behind it.
      let end = (row.lastIndex { !$0.isEmpty } ?? -1) + 1
      return row[..<end].enumerated().map { column, text in
        column < end - 1 ? padded(text, to: widths[column]) : text
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// The text with spaces behind it up to `columns`.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// The text in ASCII: Lean's symbols by their ASCII names, anything else as `?`.
  static func ascii(_ text: String) -> String {
    var result = ""
    for character in text {
      if character.isASCII {
        result.append(character)
      } else {
        result += names[character] ?? "?"
      }
    }
    return result
  }

  private static let names: [Character: String] = [
    "→": "->", "↔": "<->", "∀": "forall", "∃": "exists", "¬": "not ", "∧": "/\\", "∨": "\\/",
    "≤": "<=", "≥": ">=", "≠": "!=", "←": "<-", "⟨": "<", "⟩": ">", "λ": "fun", "∘": "o",
    "·": ".", "×": "x", "ℕ": "Nat", "⊢": "|-", "–": "-", "…": "...", "α": "alpha", "β": "beta",
    "γ": "gamma", "₁": "1", "₂": "2", "₃": "3", "│": "|", "─": "-",
  ]

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x25FD...0x25FE,
      0x2614...0x2615, 0x2648...0x2653, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x2705, 0x270A...0x270B,
      0x2728, 0x274C, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x2B1B...0x2B1C, 0x2B50,
      0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x1F18E, 0x1F191...0x1F19A,
      0x1F1E6...0x1F1FF, 0x1F200...0x1F320, 0x1F32D...0x1F64F, 0x1F680...0x1F6FF,
      0x1F7E0...0x1F7EB, 0x1F90C...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

/// What a terminal can show.
struct TerminalStyle: Equatable, Sendable {
  /// Characters beyond ASCII.
  var isUnicode: Bool
  var isColoured: Bool
  /// Whether the cursor can be moved; without that there is no live view.
  var canRedraw: Bool

  /// From the environment: the locale (`LC_ALL` before `LC_CTYPE` before `LANG`), `NO_COLOR`
  /// (no-color.org), `TERM`.
  static func detect(_ environment: [String: String]) -> TerminalStyle {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let encoding = (locale ?? "").lowercased().replacing("-", with: "")
    let terminal = environment["TERM"] ?? ""
    let canRedraw = !terminal.isEmpty && terminal != "dumb"
    return TerminalStyle(
      isUnicode: encoding.contains("utf8"),
      isColoured: canRedraw && (environment["NO_COLOR"] ?? "").isEmpty, canRedraw: canRedraw)
  }

  /// `…` or its ASCII stand-in.
  var cutMark: String { isUnicode ? "…" : "..." }
}
