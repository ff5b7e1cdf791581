import Foundation
import LeanInterface
import Records

/// Asks Lean for the axioms of imported constants, in a file that imports what the trusted file does and holds nothing
/// else.
enum AxiomQuestions {
  /// Commands that make Lean print the axioms of `name`; `index` tells the questions of one file apart.
  static func snippet(_ name: ConstantName, index: Int) -> String {
    if let text = identifier(name) { return "#print axioms \(text)" }
    // No text of Lean's is a name with numbers in it (`_private.M.0.f`), but a macro can build one.
    let word = "lemmaloom_axioms_\(index)"
    let syntax = ".ident .none ⟨\"\", ⟨0⟩, ⟨0⟩⟩ \(term(name)) .nil"
    return "macro \"\(word)\" : command => `(#print axioms $(⟨\(syntax)⟩))\n\(word)"
  }

  /// Every part in `«»`, since a part may be one of Lean's words; nil where no identifier says the name.
  private static func identifier(_ name: ConstantName) -> String? {
    var parts: [String] = []
    for part in name.parts {
      guard case .text(let bytes) = part else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      let isWritable = text.unicodeScalars.allSatisfy {
        $0.value >= 32 && $0 != "«" && $0 != "»"
      }
      guard isWritable, !bytes.isEmpty, Array(text.utf8) == bytes else { return nil }
      parts.append("«\(text)»")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ".")
  }

  /// Lean text for the name as a value of type `Lean.Name`.
  private static func term(_ name: ConstantName) -> String {
    name.parts.reduce(".anonymous") { prefix, part in
      switch part {
      case .number(let number): return "(.num \(prefix) \(number))"
      case .text(let bytes):
        let text = String(decoding: bytes, as: UTF8.self)
        return "(.str \(prefix) \"\(escaped(text))\")"
      }
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.value < 32 || scalar == "\"" || scalar == "\\" {
        let code = String(scalar.value, radix: 16)
        let padding = String(repeating: "0", count: 4 - code.count)
        result.append(contentsOf: "\\u\(padding)\(code)".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The axioms that Lean listed; nil when it did not.
  static func axioms(in outcome: SnippetOutcome) -> [String]? {
    guard case .finished(let messages, _) = outcome,
      !messages.contains(where: { $0.severity == .error }),
      let text = messages.last(where: { $0.severity == .information })?.text
    else { return nil }
    if text.hasSuffix("' does not depend on any axioms") { return [] }
    guard text.hasSuffix("]"), let start = text.range(of: "' depends on axioms: [") else {
      return nil
    }
    return text[start.upperBound...].dropLast().split(separator: ",")
      .map { $0.split(whereSeparator: \.isWhitespace).joined() }
  }
}
