/// The tokens of a Lean text, cut as Lean cuts them: `<--x` is `<-`, `-`, `x`, and `:=-- x` ends in a comment. Where
/// operators of a library or of the text itself could make a difference (`LeanTextProblem.Kind.ambiguous`) it says so
/// instead of guessing. Lean's own rules: src/Lean/Parser/Basic.lean, `tokenFn` and `whitespace`. Linear time.
public struct LeanTokens: Sendable {
  public let tokens: [LeanToken]
  /// The first problem; the tokens are those before it.
  public let problem: LeanTextProblem?

  public init(_ text: String) {
    var scanner = LeanScanner(text)
    scanner.scan()
    tokens = scanner.tokens
    problem = scanner.problem
  }
}
