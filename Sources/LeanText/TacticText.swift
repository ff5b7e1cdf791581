/// Whether a candidate is tactic text by its tokens: a batch is only as isolated as its text.
public enum TacticText {
  /// Words that no tactic text contains as a token: they open a command, or stand for a missing proof.
  static let forbidden: Set<String> = [
    "theorem", "lemma", "def", "abbrev", "example", "axiom", "opaque", "instance", "inductive",
    "structure", "class", "namespace", "section", "end", "variable", "universe", "import",
    "prelude", "macro", "macro_rules", "syntax", "notation", "infix", "infixl", "infixr", "prefix",
    "postfix", "elab", "elab_rules", "initialize", "run_cmd", "run_tac", "run_elab", "attribute",
    "export", "mutual", "unsafe", "partial", "noncomputable", "private", "protected",
    "set_option", "open", "sorry", "admit", "stop", "sorryAx", "native_decide", "ofReduceBool",
    "implemented_by", "extern", "init_quot", "declare_syntax_cat", "local", "scoped", "deriving",
    "include", "omit", "add_decl_doc", "unseal", "seal", "builtin_initialize", "simproc",
    "dsimproc", "register_option", "recommended_spelling", "binder_predicate",
  ]

  /// nil when `text` may stand in a batch, else why not.
  public static func objection(to text: String) -> String? {
    if text.allSatisfy(\.isWhitespace) { return "empty" }
    if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) {
      return "a control character"
    }
    return objectionToTokens(of: Array(text))
  }

  private static func objectionToTokens(of characters: [Character]) -> String? {
    let closing: [Character: Character] = [")": "(", "]": "[", "}": "{", "⟩": "⟨"]
    var open: [Character] = []
    var at = 0
    while at < characters.count {
      let character = characters[at]
      let following = at + 1 < characters.count ? characters[at + 1] : " "
      if character == "/" && following == "-" || character == "-" && following == "/" {
        return "a block comment"
      }
      if character == "\"" || character == "«" || character == "`" {
        return "a string, quoted name or quotation"
      }
      if character == "#" { return "a command" }
      if character == "-" && following == "-" {
        while at < characters.count, characters[at] != "\n" { at += 1 }
        continue
      }
      if TermStart.isIdentifierStart(character) {
        var end = at + 1
        while end < characters.count, TermStart.isIdentifierPart(characters[end]) { end += 1 }
        let word = String(characters[at..<end])
        if let bad = forbiddenPart(of: word) { return "the word '\(bad)'" }
        at = end
        continue
      }
      if "([{⟨".contains(character) { open.append(character) }
      if let opener = closing[character], open.popLast() != opener {
        return "an unmatched '\(character)'"
      }
      at += 1
    }
    return open.last.map { "an unmatched '\($0)'" }
  }

  private static func forbiddenPart(of word: String) -> String? {
    word.split(separator: ".").map(String.init).first { forbidden.contains($0) }
  }

  private enum TermStart {
    static func isIdentifierStart(_ character: Character) -> Bool {
      (character.isLetter && character != "λ") || character == "_"
    }
    static func isIdentifierPart(_ character: Character) -> Bool {
      isIdentifierStart(character) || character.isNumber || "'.!?".contains(character)
    }
  }
}
