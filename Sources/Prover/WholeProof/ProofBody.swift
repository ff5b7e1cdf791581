import LeanInterface
import LeanText

/// The body of a theorem as tactic text.
struct ProofBody {
  let theorem: TheoremText

  init(_ theorem: TheoremText) { self.theorem = theorem }

  func script() throws(CutFailure) -> String {
    let script: String
    switch theorem.body {
    case .missing: throw CutFailure(problem: .noProof, detail: "the theorem has no ':='")
    case .tactics(let text): script = text
    case .term(let text): script = Self.exact(text)
    case .equations(let text):
      let own = theorem.name.split(separator: ".").last.map(String.init) ?? theorem.name
      if LeanTokens(text).tokens.contains(where: { $0.kind == .word && $0.parts.contains(own) }) {
        throw CutFailure(
          problem: .equationsBody, detail: "the theorem's equations call the theorem itself")
      }
      // Without recursion the equations are those of a function.
      script = "exact (fun\n\(text)\n)"
    }
    try check(script)
    return script
  }

  /// Every line keeps its columns, and a comment at the end does not reach the bracket.
  private static func exact(_ term: String) -> String {
    let isPlain = LeanLines.count(term) == 1 && !term.contains("--")
    return isPlain ? "exact (\(term))" : "exact (\n\(term)\n)"
  }

  private func check(_ script: String) throws(CutFailure) {
    let read = LeanTokens(script)
    let tokens = read.tokens
    if let problem = read.problem {
      throw CutFailure(problem: .unreadable, detail: "the proof breaks off: \(problem.text)")
    }
    if tokens.isEmpty || isEmptyTerm(tokens) {
      throw CutFailure(problem: .noProof, detail: "the theorem's proof is empty")
    }
    var lastLine = 0
    for (index, token) in tokens.enumerated() {
      let isFirst = token.line > lastLine
      lastLine = token.line
      // A field: `x.prefix`.
      if token.isBareName { continue }
      if token.kind == .word, CommandWords.has(.declarationPart, token.text) {
        throw CutFailure(
          problem: .whereClause, detail: "the proof goes on behind its body: '\(token.text)'")
      }
      // Behind an open bracket a declaration is a part of the body by its tokens, but Lean gives the bracket up there.
      let isCommand =
        token.kind == .word && CommandWords.has(.command, token.text)
        || token.text == "#" && isFirst && index + 1 < tokens.count && tokens[index + 1].isGlued
          && tokens[index + 1].kind == .word
      if isCommand {
        throw CutFailure(
          problem: .forbiddenCommand, detail: "the proof has the command '\(token.text)' within")
      }
    }
  }

  /// `exact ()` of a term that is only a comment.
  private func isEmptyTerm(_ tokens: [LeanToken]) -> Bool {
    guard case .term = theorem.body else { return false }
    return tokens.count <= 3
  }
}
