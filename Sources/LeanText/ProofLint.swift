/// Whether the texts of a proof are what they say they are: tactics that do not end their theorem and swallow nothing of
/// what is put behind them, and named declarations before it. Judged by tokens and structure, for the sake of the text
/// that they are put into and for early reasons; whether the proof proves anything is Lean's business.
public enum ProofLint {
  /// nil when `script` may stand behind `by`, else the first objection.
  public static func objection(
    toScript script: String, options: ProofLintOptions = ProofLintOptions()
  ) -> LintObjection? {
    if let objection = CharacterLint.objection(to: script) { return objection }
    let linter = TokenLint(LeanTokens(script), options, isScript: true)
    if let objection = linter.objection() { return objection }
    return linter.tokens.isEmpty
      ? LintObjection(kind: .empty, line: 1, column: 0, text: "the script is empty") : nil
  }

  /// nil when `helpers` may stand before the theorem, else the first objection. No helper may have a
  /// name in `reserved`: the theorem's own and those that its statement mentions, see `names(in:)`.
  public static func objection(
    toHelpers helpers: String, options: ProofLintOptions = ProofLintOptions(),
    reserved: Set<String> = []
  ) -> LintObjection? {
    if let objection = CharacterLint.objection(to: helpers) { return objection }
    let read = LeanTokens(helpers)
    let linter = TokenLint(read, options, isScript: false)
    if let objection = linter.objection() { return objection }
    let lint = HelperLint(TokenSource(helpers, read), reserved: reserved)
    if let objection = lint.objection() { return objection }
    guard !options.helpers, let first = read.tokens.first else { return nil }
    return LintObjection(.helpersNotAllowed, first, "helpers are not allowed")
  }

  /// All words of a text and their dotted parts, without `«»`.
  public static func names(in text: String) -> Set<String> {
    var names: Set<String> = []
    for token in LeanTokens(text).tokens where token.kind == .word {
      names.insert(token.text)
      names.formUnion(token.parts)
    }
    return names
  }
}
