import LeanInterface
import Records

/// Reads a verdict off a backend's messages about a composed text.
struct SnippetJudge: Sendable {
  let axioms: Set<String>

  func verdict(_ answer: SnippetAnswer, on snippet: ComposedSnippet) -> Verdict {
    if let message = answer.message { return .declined(reason: "the REPL answered: \(message)") }
    guard answer.env != nil else { return .declined(reason: "the REPL gave no environment") }
    let messages = answer.messages ?? []
    guard let begin = line(of: snippet.beginText, in: messages) else {
      let why = messages.first(where: \.isError).map { ": \($0.data.prefix(300))" } ?? ""
      return .declined(reason: "the header does not work there\(why)")
    }
    // Lines from the first number's on; errors without a place are the candidate's.
    let placed = messages.map { message in
      (message, line: message.pos.map { $0.line - begin } ?? snippet.firstCandidateLine)
    }
    if let broken = placed.first(where: { $0.0.isError && $0.line < snippet.firstCandidateLine }) {
      return .declined(
        reason: "header or statement do not compile there: \(broken.0.data.prefix(300))")
    }
    guard
      line(of: snippet.endText, in: messages).map({ $0 - begin }) == snippet.lastCandidateLine + 1
    else { return .declined(reason: "no answer about the theorem: the text ended before it") }
    // A proof that breaks off is reported where Lean finds the next command, on the end's own line.
    let candidate = placed.filter {
      $0.line <= snippet.lastCandidateLine + ($0.0.isError ? 1 : 0)
    }
    if let rejection = rejection(candidate, answer, snippet) { return rejection }
    return audit(placed, snippet)
  }

  private func line(of text: String, in messages: [SnippetAnswer.Message]) -> Int? {
    messages.first { $0.severity == "info" && $0.data.hasPrefix(text) }?.pos?.line
  }

  private func rejection(
    _ candidate: [(SnippetAnswer.Message, line: Int)], _ answer: SnippetAnswer,
    _ snippet: ComposedSnippet
  ) -> Verdict? {
    func relative(_ entries: [(SnippetAnswer.Message, line: Int)]) -> [LeanMessage] {
      entries.map { message, line in
        snippet.layout.placed(
          LeanMessage(message),
          line: min(line, snippet.lastCandidateLine) - snippet.firstCandidateLine + 1)
      }
    }
    let errors = candidate.filter(\.0.isError)
    if let limit = errors.first(where: { LeanLimits.isLimit($0.0.data) }) {
      return .declined(reason: limit.0.data)
    }
    if !errors.isEmpty { return .rejected(reason: .leanError, messages: relative(errors)) }
    let sorries = candidate.filter(\.0.usesSorry)
    if !sorries.isEmpty || !(answer.sorries ?? []).isEmpty {
      return .rejected(reason: .usesSorry, messages: relative(sorries))
    }
    return nil
  }

  private func audit(_ placed: [(SnippetAnswer.Message, line: Int)], _ snippet: ComposedSnippet)
    -> Verdict
  {
    let type = placed.filter { $0.line == snippet.typeLine && $0.0.isError }.map(\.0)
    let answers = placed.filter { $0.line == snippet.axiomsLine }.map(\.0)
    let unknown = answers.filter(\.isError)
    if !unknown.isEmpty {
      return .rejected(reason: .missingTheorem, messages: unknown.map { LeanMessage($0) })
    }
    if let limit = type.first(where: { LeanLimits.isLimit($0.data) }) {
      return .declined(reason: limit.data)
    }
    if !type.isEmpty {
      return .rejected(reason: .statementDiffers, messages: type.map { LeanMessage($0) })
    }
    guard let answer = answers.first(where: { $0.severity == "info" }),
      let used = Audit.axioms(in: answer.data, of: snippet.name)
    else { return .declined(reason: "no answer about the theorem's axioms") }
    return Audit.verdict(axioms: used, allowed: axioms, message: LeanMessage(answer))
  }
}
