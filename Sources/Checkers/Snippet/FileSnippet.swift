import LeanInterface
import LeanText
import Records

/// A whole Lean file with questions about its theorems' axioms after it, for backends that take a text and give messages.
/// A file may hold any command, and so could answer the questions itself: this tells honest files from broken ones, and
/// `lemmaloom check --against` guards against the others.
struct FileSnippet: Sendable {
  let header: String
  let body: String
  private let endText: String
  private let declared: DeclaredTheorems

  init(_ text: String, nonce: UInt64) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    // Imports may only be followed by the rest: what stands between them is comment or nothing.
    let imports = lines.lastIndex { $0.hasPrefix("import ") }.map { $0 + 1 } ?? 0
    let imported = lines[..<imports].filter { $0.hasPrefix("import ") }
    header = imported.isEmpty ? "import Init\n" : imported.map { $0 + "\n" }.joined()
    declared = DeclaredTheorems(in: text)
    endText = "lemmaloom \(Hash64.hex("\(nonce)")) end"
    body =
      lines[imports...].map { $0 + "\n" }.joined() + "#check \"\(endText)\"\n"
      + declared.names.map { "#print axioms _root_.\($0)\n" }.joined()
  }

  func verdict(_ answer: SnippetAnswer, allowed: Set<String>) -> Verdict {
    if let message = answer.message { return .declined(reason: "the REPL answered: \(message)") }
    guard answer.env != nil else { return .declined(reason: "the REPL gave no environment") }
    let messages = answer.messages ?? []
    guard let end = messages.lastIndex(where: { $0.data.hasPrefix("\"\(endText)\"") }) else {
      let why = messages.first(where: \.isError).map { ": \($0.data.prefix(300))" } ?? ""
      return .declined(reason: "the text was not read to its end\(why)")
    }
    let own = messages[..<end]
    let errors = own.filter(\.isError)
    if let limit = errors.first(where: { LeanLimits.isLimit($0.data) }) {
      return .declined(reason: limit.data)
    }
    if !errors.isEmpty {
      return .rejected(reason: .leanError, messages: errors.map { LeanMessage($0) })
    }
    let sorries = own.filter(\.usesSorry)
    if !sorries.isEmpty || !(answer.sorries ?? []).isEmpty {
      return .rejected(reason: .usesSorry, messages: sorries.map { LeanMessage($0) })
    }
    return axioms(Array(messages[(end + 1)...]), allowed)
  }

  private func axioms(_ answers: [SnippetAnswer.Message], _ allowed: Set<String>) -> Verdict {
    if let unnamed = declared.unnamed {
      return .declined(reason: "\(unnamed); --checker lean can judge the file")
    }
    var used: Set<String> = []
    for name in declared.names {
      guard let found = answers.lazy.compactMap({ Audit.axioms(in: $0.data, of: name) }).first
      else {
        return .rejected(reason: .missingTheorem, messages: answers.map { LeanMessage($0) })
      }
      let message = LeanMessage(
        severity: .information, line: 1, column: 0,
        text: "\(name) depends on \(found.joined(separator: ", "))")
      let verdict = Audit.verdict(axioms: found, allowed: allowed, message: message)
      guard verdict.isAccepted else { return verdict }
      used.formUnion(found)
    }
    return .accepted(axioms: used.sorted())
  }
}
