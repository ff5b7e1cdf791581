import Basics
import LeanInterface
import LeanText
import Records

/// A whole Lean file with questions about the axioms of all that it declares after it, for backends that take a text and
/// give messages. A file may hold any command, and so could answer the questions itself: this tells honest files from
/// broken ones, and `lemmaloom check --against` guards against the others.
struct FileSnippet: Sendable {
  /// The file's imports, one a line.
  let header: String
  /// The rest of the file below a line of its own, and the questions.
  let body: String
  /// What is known without asking: the text is not to be sent.
  let settled: Verdict?
  private let beginText: String
  private let endText: String
  private let declared: DeclaredNames
  /// Where the rest begins in the file: 1-based line, 0-based column, and the file's last line.
  private let place: (line: Int, column: Int, last: Int)

  init(_ text: String, nonce: UInt64) {
    let text = LeanLines.normalized(text)
    let file = LeanFileHeader(text)
    let nonce = Hash64.hex("\(nonce)")
    declared = DeclaredNames(in: text, nonce: nonce)
    settled = Self.settled(file, declared)
    header =
      file.imports.isEmpty ? "import Init\n" : file.modules.map { "import \($0)\n" }.joined()
    beginText = "lemmaloom \(nonce) begin"
    endText = "lemmaloom \(nonce) end"
    place = (
      file.endLine, LeanLines.split(file.text).last?.unicodeScalars.count ?? 0,
      LeanLines.count(text)
    )
    let rest = LeanLines.cut(declared.text, at: file.end).after
    body =
      "#check \"\(beginText)\"\n\(rest)\n#check \"\(endText)\"\n"
      + declared.names.map { "#print axioms _root_.\($0.name)\n" }.joined()
  }

  private static func settled(_ file: LeanFileHeader, _ declared: DeclaredNames) -> Verdict? {
    if let problem = file.problem {
      return .rejected(
        reason: .leanError,
        messages: [
          LeanMessage(
            severity: .error, line: problem.line, column: problem.column, text: problem.text)
        ])
    }
    if file.isModule || file.hasPrelude || file.imports.contains(where: \.importsAll) {
      return .declined(
        reason: "a file of Lean's module system, or one without Init; --checker lean can judge it")
    }
    if let line = declared.exitLine {
      return .declined(reason: "line \(line): what stands behind '#exit' is judged by nobody")
    }
    if let axiom = declared.axiom {
      return .rejected(reason: .forbiddenAxiom, messages: [axiom])
    }
    return declared.isEmpty ? .declined(reason: "the text declares nothing") : nil
  }

  func verdict(_ answer: SnippetAnswer, allowed: Set<String>) -> Verdict {
    if let message = answer.message { return .declined(reason: "the REPL answered: \(message)") }
    guard answer.env != nil else { return .declined(reason: "the REPL gave no environment") }
    let messages = answer.messages ?? []
    guard let begin = messages.firstIndex(where: { $0.data.hasPrefix("\"\(beginText)\"") }),
      let end = messages.lastIndex(where: { $0.data.hasPrefix("\"\(endText)\"") }), begin < end
    else {
      let why = messages.first(where: \.isError).map { ": \($0.data.prefix(300))" } ?? ""
      return .declined(reason: "the text was not read to its end\(why)")
    }
    let first = messages[begin].pos?.line ?? 1
    let own = messages[..<end]
    let errors = own.filter(\.isError)
    if let limit = errors.first(where: { LeanLimits.isLimit($0.data) }) {
      return .declined(reason: limit.data)
    }
    if !errors.isEmpty {
      return .rejected(reason: .leanError, messages: errors.map { placed($0, first) })
    }
    let sorries = own.filter(\.usesSorry)
    if !sorries.isEmpty || !(answer.sorries ?? []).isEmpty {
      return .rejected(reason: .usesSorry, messages: sorries.map { placed($0, first) })
    }
    return axioms(Array(messages[(end + 1)...]), allowed)
  }

  /// The message with the file's own line and column.
  /// - Parameter first: line of the begin's message, which servers count from different beginnings.
  private func placed(_ message: SnippetAnswer.Message, _ first: Int) -> LeanMessage {
    var placed = LeanMessage(message)
    guard message.pos != nil else { return placed }
    let line = placed.line - first - 1
    if line == 0 { placed.column += place.column }
    placed.line = min(place.last, max(1, line + place.line))
    placed.column -= declared.shift(line: placed.line, column: placed.column)
    return placed
  }

  private func axioms(_ answers: [SnippetAnswer.Message], _ allowed: Set<String>) -> Verdict {
    if let unnamed = declared.unnamed {
      return .declined(reason: "\(unnamed); --checker lean can judge the file")
    }
    var used: Set<String> = []
    for declaration in declared.names {
      guard let found = answers.lazy.compactMap({ declaration.axioms(in: $0.data) }).first else {
        return .rejected(
          reason: .missingTheorem,
          messages: [
            LeanMessage(
              severity: .error, line: declaration.line, column: 0,
              text: "Lean does not know '\(declaration.shown)' in the end")
          ])
      }
      let message = LeanMessage(
        severity: .information, line: declaration.line, column: 0,
        text: "\(declaration.shown) depends on \(found.joined(separator: ", "))")
      let verdict = Audit.verdict(axioms: found, allowed: allowed, message: message)
      guard verdict.isAccepted else { return verdict }
      used.formUnion(found)
    }
    return .accepted(axioms: used.sorted())
  }
}
