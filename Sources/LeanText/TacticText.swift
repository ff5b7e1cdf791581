/// Whether a candidate is tactic text by its tokens: a batch is only as isolated as its text. Stricter than what is asked
/// of a proof that stands alone.
public enum TacticText {
  private static let options = ProofLintOptions(
    helpers: false, options: [], forbiddenTactics: ["native_decide"])

  /// nil when `text` may stand in a batch, else why not.
  public static func objection(to text: String) -> String? {
    if let objection = ProofLint.objection(toScript: text, options: options) {
      return objection.text
    }
    return LeanTokens(text).tokens.lazy.compactMap(objection).first
  }

  private static func objection(to token: LeanToken) -> String? {
    switch token.kind {
    // Lines of a batch are moved to the right, and with them those of a string.
    case .string, .interpolated: "a string"
    case .backquote: "a quotation"
    case .word where token.text.contains("«"): "a quoted name"
    case .word where token.isKeyword("open"): "the word 'open'"
    case .symbol where token.text == "#": "a command"
    default: nil
    }
  }
}
