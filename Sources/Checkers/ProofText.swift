import LeanInterface
import Records

/// The file in which a candidate proof is compiled.
enum ProofText {
  /// Bytes of a script; what is longer takes Lean longer to read than any honest proof needs.
  static let scriptBytesMax = 256 << 10

  /// nil when name and script may be put into a file, else why not.
  static func objection(to task: ProofTask) -> String? {
    if !isName(task.name) { return "'\(task.name)' is no plain theorem name" }
    if task.script.utf8.count > scriptBytesMax { return "over \(scriptBytesMax) bytes" }
    return TacticText.objection(to: task.script)
  }

  /// Dotted identifiers of ASCII letters, digits, `_` and `'`.
  private static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.first != "_root_"
      && parts.allSatisfy { part in
        guard let first = part.unicodeScalars.first else { return false }
        let isLetter = first.properties.isAlphabetic || first == "_"
        return isLetter
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_'".contains($0)) }
      }
  }

  /// Header, then the one theorem; every line of the script is indented, so none starts a command.
  static func file(_ task: ProofTask) -> String {
    let header = LeanHeader(imports: task.imports, opens: task.opens).text
    let script = task.script.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)" }.joined(separator: "\n")
    return "\(header)theorem \(task.name) \(task.statement.signatureText) := by\n\(script)\n"
  }
}
