/// What holds for scripts and helpers alike, token by token.
struct TokenLint {
  let tokens: [LeanToken]
  private let problem: LeanTextProblem?
  private let options: ProofLintOptions
  private let isScript: Bool

  init(_ text: LeanTokens, _ options: ProofLintOptions, isScript: Bool) {
    tokens = text.tokens
    problem = text.problem
    self.options = options
    self.isScript = isScript
  }

  func objection() -> LintObjection? {
    var open: [LeanToken] = []
    for (index, token) in tokens.enumerated() {
      if let objection = objection(to: token, at: index, depth: open.count) { return objection }
      if token.kind == .opening { open.append(token) }
      if open.count > ProofLintOptions.bracketDepthMax {
        let text = "over \(ProofLintOptions.bracketDepthMax) open brackets"
        return LintObjection(.tooDeep, token, text)
      }
      if token.kind == .closing, open.popLast()?.text != Self.opener[token.text] {
        return LintObjection(.unbalanced, token, "'\(token.text)' does not close what is open")
      }
    }
    if let problem { return LintObjection(problem) }
    if let left = open.last {
      return LintObjection(.unbalanced, left, "'\(left.text)' is not closed")
    }
    if let last = tokens.last, last.isKeyword("in") || last.kind == .docComment {
      return LintObjection(
        .commandWord, last, "the end would apply to what is put behind the text")
    }
    return nil
  }

  private static let opener = [")": "(", "]": "[", "}": "{", "⟩": "⟨", "⟧": "⟦"]

  private func token(_ index: Int) -> LeanToken? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  private func objection(to token: LeanToken, at index: Int, depth: Int) -> LintObjection? {
    let next = self.token(index + 1)
    switch token.kind {
    // Whether the word in front is a keyword is Lean's to say: without it the string ends elsewhere.
    case .interpolated: return LintObjection(.ambiguous, token, "a string that may hold code")
    case .docComment where isScript:
      return LintObjection(
        .commandWord, token, "a documentation comment, which opens a declaration")
    case .symbol where token.text == "#" && next?.isGlued == true && next?.kind == .word:
      return LintObjection(.commandWord, token, "the command '#\(next?.text ?? "")'")
    // Among helpers it would hold for what stands behind the proof.
    case .symbol where token.text == "@" && next?.text == "[" && next?.isGlued == true:
      return LintObjection(.commandWord, token, "an attribute")
    case .word: return objectionToWord(token, at: index, depth: depth)
    default: return nil
    }
  }

  // MARK: Words

  private func objectionToWord(_ token: LeanToken, at index: Int, depth: Int) -> LintObjection? {
    let word = token.text
    if let name = token.parts.first(where: Self.placeholderNames.contains) {
      return LintObjection(.sorryWord, token, "the name '\(name)' in place of a proof")
    }
    if token.isBareName { return nil }
    switch word {
    case "set_option": return objectionToOption(token, at: index)
    case "open" where isScript: return objectionToOpen(token, at: index)
    case "scoped" where self.token(index - 1)?.text == "open": return nil
    case "native" where setsNative(token, at: index, depth: depth):
      return LintObjection(.forbiddenTactic, token, "'native' trusts the compiler")
    case "trace" where self.token(index + 1)?.kind == .string:
      return LintObjection(.forbiddenTactic, token, "'trace' prints among Lean's messages")
    default: break
    }
    if options.forbiddenTactics.contains(word) {
      return LintObjection(.forbiddenTactic, token, "the tactic '\(word)'")
    }
    let roles = CommandWords.roles(word)
    if roles.contains(.placeholder) {
      return LintObjection(.sorryWord, token, "the word '\(word)' in place of a proof")
    }
    let refused: WordRoles =
      isScript
      ? [.command, .lineCommand, .modifier, .runsCode, .declarationPart] : [.runsCode]
    // Among helpers it makes instances.
    if !isScript, word == "deriving" {
      return LintObjection(.commandWord, token, "the word '\(word)'")
    }
    return roles.isDisjoint(with: refused)
      ? nil : LintObjection(.commandWord, token, "the word '\(word)'")
  }

  /// What `sorry` is made of.
  private static let placeholderNames: Set<String> = ["sorryAx", "admitGoal", "mkSorry"]

  /// `+native`, or `native :=` within brackets, where `native_decide` is refused.
  private func setsNative(_ token: LeanToken, at index: Int, depth: Int) -> Bool {
    guard options.forbiddenTactics.contains("native_decide") else { return false }
    if token.isGlued, self.token(index - 1)?.text == "+" { return true }
    return depth > 0 && self.token(index + 1)?.text == ":="
  }

  /// Limits are there for the text that the proof stands in; a proof lifts none of them.
  private func objectionToOption(_ token: LeanToken, at index: Int) -> LintObjection? {
    guard let name = self.token(index + 1), name.kind == .word,
      options.options.contains(name.text)
    else {
      let name = self.token(index + 1)?.text ?? ""
      return LintObjection(.option, token, "the option '\(name)' is not among those allowed")
    }
    guard self.token(index + 3)?.text == "in", let value = self.token(index + 2) else {
      return LintObjection(.option, token, "an option that is not set for one tactic ('in')")
    }
    if value.kind == .word, value.text == "true" || value.text == "false" { return nil }
    let largest =
      ProofLintOptions.optionValueMaxByName[name.text] ?? ProofLintOptions.optionValueMax
    guard value.kind == .number, let number = Int(value.text), (1...largest).contains(number) else {
      return LintObjection(.option, value, "'\(name.text)' must be between 1 and \(largest)")
    }
    return nil
  }

  /// Names follow, in brackets too, and then `in`.
  private func objectionToOpen(_ token: LeanToken, at index: Int) -> LintObjection? {
    let names = tokens[(index + 1)...].prefix { !$0.isKeyword("in") }
    let isList = names.allSatisfy { name in
      name.kind == .word
        && CommandWords.roles(name.text).isDisjoint(with: [.command, .lineCommand])
        || ["(", ")", "→", "->", ","].contains(name.text)
    }
    if !names.isEmpty, isList, names.endIndex < tokens.endIndex { return nil }
    return LintObjection(.opening, token, "'open' without 'in'")
  }
}
