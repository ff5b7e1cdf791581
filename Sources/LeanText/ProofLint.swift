/// What the texts of a proof may contain besides plain tactics.
public struct ProofLintOptions: Hashable, Sendable {
  /// Whether theorems, lemmas and definitions may stand before the theorem.
  public var helpers: Bool
  /// Options that `set_option … in` may set, to a number up to `optionValueMax` or a truth value.
  public var options: Set<String>
  /// Tactics that are refused: they trust the compiler, leave a `sorry`, or ask something outside Lean.
  public var forbiddenTactics: Set<String>

  public static let defaultOptions: Set<String> = ["maxHeartbeats", "maxRecDepth"]
  public static let defaultForbiddenTactics: Set<String> = [
    "native_decide", "bv_decide", "bv_decide?", "bv_check", "exact?", "apply?", "rw?", "have?",
    "try?", "plausible", "slim_check", "polyrith",
  ]

  public init(
    helpers: Bool = true, options: Set<String> = defaultOptions,
    forbiddenTactics: Set<String> = defaultForbiddenTactics
  ) {
    self.helpers = helpers
    self.options = options
    self.forbiddenTactics = forbiddenTactics
  }

  /// Largest number that an option may be set to; 0, which means no limit, is never allowed.
  static let optionValueMax = 1_000_000
  /// For options where less than that already brings Lean down: it runs out of stack.
  static let optionValueMaxByName = ["maxRecDepth": 10_000]
  /// Brackets within each other. Lean's parser recurses, and runs out of stack or depth behind this.
  static let bracketDepthMax = 256
  /// Namespaces that `open … in` may open. Opening defines nothing, but it makes short names, and the
  /// scoped syntax and instances of imports, say something else than they seem to.
  static let openable: Set<String> = ["Classical"]
}

/// Why a text is not put before Lean, and where.
public struct LintObjection: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A control, invisible or direction-changing character, or a space that Lean has none of.
    case controlCharacter
    /// A comment, string or quoted name that would swallow what is put behind the text.
    case unterminated
    /// Lean's reading depends on the operators that are declared.
    case ambiguous
    case unbalanced
    case tooDeep
    case empty
    /// A word that opens or belongs to a command, an attribute, or a documentation comment.
    case commandWord
    case option
    case opening
    /// A word that stands for a missing proof.
    case sorryWord
    case forbiddenTactic
    /// A name that trusts the compiler, runs code or prints while Lean elaborates.
    case forbiddenName
    case quotation
    case interpolation
    case quotedName
    /// A letter that is none of Lean's, or a word that looks like one that is refused.
    case lookAlike
    /// Helpers: not a sequence of plainly named declarations, each from the first column.
    case declaration
    case nameShadowing
    case helpersNotAllowed
  }

  public let kind: Kind
  /// 1-based.
  public let line: Int
  /// 0-based, in Unicode scalars.
  public let column: Int
  public let text: String

  public var description: String { "line \(line), column \(column): \(text)" }
}

/// Whether the texts of a proof are what they say they are: tactics, and plain declarations before the
/// theorem. Judged by tokens and structure. It keeps out what runs code, declares or switches off
/// something; whether the proof proves anything is Lean's business.
public enum ProofLint {
  /// nil when `script` may stand behind `by`, else the first objection.
  public static func objection(
    toScript script: String, options: ProofLintOptions = ProofLintOptions()
  ) -> LintObjection? {
    if let objection = CharacterLint.objection(to: script) { return objection }
    let linter = TokenLint(LeanTokens(script), options, helpers: nil)
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
    let linter = TokenLint(LeanTokens(helpers), options, helpers: reserved)
    if let objection = linter.objection() { return objection }
    guard !options.helpers, let first = linter.tokens.first else { return nil }
    return linter.objection(.helpersNotAllowed, first, "helpers are not allowed")
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

/// Characters that show something else than what Lean reads; comments and strings included.
private enum CharacterLint {
  static func objection(to text: String) -> LintObjection? {
    var line = 1
    var column = 0
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 0
        continue
      }
      if isRefused(scalar) {
        return LintObjection(
          kind: .controlCharacter, line: line, column: column,
          text: "the character \(code(scalar)), which does not show")
      }
      column += 1
    }
    return nil
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 32 || scalar.value == 127 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  static func code(_ scalar: Unicode.Scalar) -> String {
    "U+" + String(scalar.value, radix: 16, uppercase: true)
  }
}

private struct TokenLint {
  let tokens: [LeanToken]
  private let problem: LeanTextProblem?
  private let options: ProofLintOptions
  /// nil for a script; for helpers the names that they may not take.
  private let reserved: Set<String>?

  init(_ text: LeanTokens, _ options: ProofLintOptions, helpers reserved: Set<String>?) {
    tokens = text.tokens
    problem = text.problem
    self.options = options
    self.reserved = reserved
  }

  func objection(
    _ kind: LintObjection.Kind, _ token: LeanToken, _ text: String
  ) -> LintObjection {
    LintObjection(kind: kind, line: token.line, column: token.column, text: text)
  }

  func objection() -> LintObjection? {
    var open: [LeanToken] = []
    for (index, token) in tokens.enumerated() {
      if let objection = objection(to: token, at: index, depth: open.count) { return objection }
      if token.kind == .opening { open.append(token) }
      if open.count > ProofLintOptions.bracketDepthMax {
        return objection(.tooDeep, token, "over \(ProofLintOptions.bracketDepthMax) open brackets")
      }
      if token.kind == .closing, open.popLast()?.text != Self.opener[token.text] {
        return objection(.unbalanced, token, "'\(token.text)' does not close what is open")
      }
    }
    if let problem {
      return LintObjection(
        kind: problem.kind == .unterminated ? .unterminated : .ambiguous, line: problem.line,
        column: problem.column, text: problem.text)
    }
    if let left = open.last {
      return objection(.unbalanced, left, "'\(left.text)' is not closed")
    }
    if let last = tokens.last, last.text == "in" || last.kind == .docComment {
      return objection(.commandWord, last, "the end would apply to what is put behind the text")
    }
    return nil
  }

  private static let opener = [")": "(", "]": "[", "}": "{", "⟩": "⟨", "⟧": "⟦"]

  private func token(_ index: Int) -> LeanToken? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  private func objection(to token: LeanToken, at index: Int, depth: Int) -> LintObjection? {
    let next = self.token(index + 1)
    let objection: LintObjection? =
      switch token.kind {
      case .docComment where reserved == nil:
        self.objection(
          .commandWord, token, "a documentation comment, which opens a declaration")
      case .interpolated:
        self.objection(.interpolation, token, "a string with '{', which may be code")
      case .backquote: self.objection(.quotation, token, "a quotation")
      case .symbol where token.text == "#" && next?.isGlued == true && next?.kind == .word:
        self.objection(.commandWord, token, "the command '#\(next?.text ?? "")'")
      case .symbol where token.text == "@" && next?.isGlued == true && next?.text == "[":
        self.objection(.commandWord, token, "an attribute")
      case .symbol: objectionToSymbol(token)
      case .word: objectionToWord(token, at: index, depth: depth)
      default: nil
      }
    if objection != nil || reserved == nil { return objection }
    return objectionToDeclaration(token, at: index, depth: depth)
  }

  private func objectionToSymbol(_ token: LeanToken) -> LintObjection? {
    guard let scalar = token.text.unicodeScalars.first, !scalar.isASCII else { return nil }
    let code = CharacterLint.code(scalar)
    switch scalar.properties.generalCategory {
    case .spaceSeparator:
      return objection(.controlCharacter, token, "\(code), which is no space to Lean")
    // Not modifier letters: `ᵒᵖ`, `ᶜ` are operators.
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber:
      if LeanWords.letterOperators.contains(token.text) { return nil }
      return objection(.lookAlike, token, "'\(token.text)' (\(code)) is no letter of Lean's")
    default: return nil
    }
  }

  // MARK: Words

  private func objectionToWord(_ token: LeanToken, at index: Int, depth: Int) -> LintObjection? {
    let word = token.text
    switch word {
    case "set_option": return objectionToOption(token, at: index)
    case "open": return objectionToOpen(token, at: index)
    case "scoped" where self.token(index - 1)?.text == "open": return nil
    case "native" where setsNative(token, at: index, depth: depth):
      return objection(.forbiddenTactic, token, "'native' trusts the compiler")
    case "trace" where self.token(index + 1)?.kind == .string:
      return objection(.forbiddenTactic, token, "'trace' prints among Lean's messages")
    default: break
    }
    if isCommand(word) { return objection(.commandWord, token, "the word '\(word)'") }
    if options.forbiddenTactics.contains(word) {
      return objection(.forbiddenTactic, token, "the tactic '\(word)'")
    }
    if LeanWords.placeholders.contains(word) {
      return objection(.sorryWord, token, "the word '\(word)' in place of a proof")
    }
    let parts = token.parts
    if LeanWords.isMeta(parts) {
      return objection(.forbiddenName, token, "'\(word)' is part of Lean's own machinery")
    }
    for part in parts {
      if LeanWords.placeholderNames.contains(part) {
        return objection(.sorryWord, token, "the name '\(part)' in place of a proof")
      }
      if LeanWords.isForbiddenName(part) {
        return objection(.forbiddenName, token, "the name '\(part)'")
      }
      if part.isEmpty || part.contains(where: \.isWhitespace) {
        return objection(.quotedName, token, "a name with spaces, or without a letter")
      }
      if let meant = LookAlike.ascii(part), isRefusedWord(meant) {
        return objection(.lookAlike, token, "'\(part)' looks like '\(meant)'")
      }
    }
    return nil
  }

  private func isCommand(_ word: String) -> Bool {
    if LeanWords.commands.contains(word) { return true }
    if reserved == nil {
      return LeanWords.startsDeclaration(word) || LeanWords.declarationParts.contains(word)
    }
    return false
  }

  private func isRefusedWord(_ word: String) -> Bool {
    LeanWords.commands.contains(word) || LeanWords.declarations.contains(word)
      || LeanWords.placeholders.contains(word) || LeanWords.placeholderNames.contains(word)
      || LeanWords.isForbiddenName(word) || options.forbiddenTactics.contains(word)
      || ["set_option", "open"].contains(word)
  }

  /// `+native`, or `native :=` within brackets.
  private func setsNative(_ token: LeanToken, at index: Int, depth: Int) -> Bool {
    if token.isGlued, self.token(index - 1)?.text == "+" { return true }
    return depth > 0 && self.token(index + 1)?.text == ":="
  }

  private func objectionToOption(_ token: LeanToken, at index: Int) -> LintObjection? {
    guard let name = self.token(index + 1), name.kind == .word,
      options.options.contains(name.text)
    else {
      let name = self.token(index + 1)?.text ?? ""
      return objection(.option, token, "the option '\(name)' is not among those allowed")
    }
    guard self.token(index + 3)?.text == "in", let value = self.token(index + 2) else {
      return objection(.option, token, "an option that is not set for one tactic ('in')")
    }
    if value.kind == .word, value.text == "true" || value.text == "false" { return nil }
    let largest =
      ProofLintOptions.optionValueMaxByName[name.text] ?? ProofLintOptions.optionValueMax
    guard value.kind == .number, let number = Int(value.text), (1...largest).contains(number) else {
      return objection(.option, value, "'\(name.text)' must be between 1 and \(largest)")
    }
    return nil
  }

  private func objectionToOpen(_ token: LeanToken, at index: Int) -> LintObjection? {
    let nameIndex = index + (self.token(index + 1)?.text == "scoped" ? 2 : 1)
    if let name = self.token(nameIndex), ProofLintOptions.openable.contains(name.text),
      self.token(nameIndex + 1)?.text == "in"
    {
      return nil
    }
    return objection(.opening, token, "'open' of anything but 'Classical … in'")
  }

  // MARK: Helpers

  private func objectionToDeclaration(
    _ token: LeanToken, at index: Int, depth: Int
  ) -> LintObjection? {
    let previous = self.token(index - 1)
    let next = self.token(index + 1)
    if token.kind != .docComment && !LeanWords.startsDeclaration(token.text) {
      // `set_option … in` and `open … in` may stand before a declaration.
      if index > 0 || token.text == "set_option" || token.text == "open" { return nil }
      return objection(.declaration, token, "helpers start with '\(token.text.prefix(40))'")
    }
    let continuesStart =
      previous.map { LeanWords.modifiers.contains($0.text) || $0.kind == .docComment } ?? false
    if depth > 0 || !(token.column == 0 || continuesStart) {
      return objection(
        .declaration, token, "'\(token.text.prefix(40))' starts no line: one declaration a line")
    }
    if LeanWords.declarations.contains(token.text) { return objectionToName(next, of: token) }
    guard let next, next.kind == .docComment || LeanWords.startsDeclaration(next.text) else {
      return objection(.declaration, token, "no declaration follows")
    }
    return nil
  }

  private func objectionToName(_ name: LeanToken?, of declaration: LeanToken) -> LintObjection? {
    guard let name, name.kind == .word else {
      return objection(.declaration, declaration, "a '\(declaration.text)' without a name")
    }
    if name.text.contains(".") || name.text.contains("«") || name.text == "_" {
      return objection(.declaration, name, "'\(name.text)' is no plain name of one part")
    }
    if LookAlike.mixesAlphabets(name.text) {
      return objection(.lookAlike, name, "'\(name.text)' mixes letters that look the same")
    }
    if reserved?.contains(name.text) == true {
      return objection(.nameShadowing, name, "'\(name.text)' already means something here")
    }
    return nil
  }
}

/// What Lean's words do, as far as the lint has to know.
private enum LeanWords {
  /// May open a helper. Scripts may contain none of these.
  static let declarations: Set<String> = ["theorem", "lemma", "def", "abbrev"]
  /// May precede those. Both restrict what can be done with the declaration, and change nothing else.
  static let modifiers: Set<String> = ["private", "noncomputable"]
  static func startsDeclaration(_ word: String) -> Bool {
    declarations.contains(word) || modifiers.contains(word)
  }

  /// Belong to a declaration behind its body; scripts are a body only.
  static let declarationParts: Set<String> = ["where", "termination_by", "decreasing_by"]

  /// Open or modify a command of Lean, Batteries or Mathlib, run code while Lean elaborates, or name
  /// an attribute that changes what is run. `set_option` and `open` have rules of their own.
  static let commands: Set<String> = [
    "abbreviation", "add_aesop_rules", "add_decl_doc", "alias", "assert_not_exists",
    "assert_not_imported", "attribute", "axiom", "binder_predicate", "builtin_dsimproc",
    "builtin_dsimproc_decl", "builtin_initialize", "builtin_simproc", "builtin_simproc_decl",
    "by_elab", "class", "coinductive", "coinductive_fixpoint", "compile_def",
    "compile_inductive", "csimp", "dbg_trace", "declare_aesop_rule_sets",
    "declare_command_config_elab", "declare_config_elab", "declare_simp_like_tactic",
    "declare_syntax_cat", "deprecated_module", "deprecated_syntax", "deriving", "dsimproc",
    "dsimproc_decl", "elab", "elab_rules", "elab_stx_quot", "end", "eval_expr", "example",
    "export", "extend_docs", "extern", "gen_injective_theorems", "grind_pattern",
    "grind_propagator", "implemented_by", "import", "include", "include_bytes", "include_str",
    "inductive", "inductive_fixpoint", "infix", "infixl", "infixr", "init_quot", "initialize",
    "initialize_simps_projections", "instance", "irreducible_def", "library_note", "local",
    "macro", "macro_rules", "meta", "mutual", "namespace", "nonrec", "notation", "notation3",
    "omit", "opaque", "panic", "panic!", "partial", "partial_fixpoint", "postfix", "prefix",
    "prelude", "proof_wanted", "protected", "public", "recall", "recall?",
    "recommended_spelling", "register_builtin_option", "register_error_explanation",
    "register_grind_attr", "register_label_attr", "register_option", "register_parser_alias",
    "register_simp_attr", "register_tactic_tag", "run_cmd", "run_elab", "run_meta", "run_tac",
    "scoped", "seal", "section", "set_library_suggestions", "show_panel_widgets", "simproc",
    "simproc_decl", "structure", "suppress_compilation", "syntax", "tactic_extension",
    "test_extern", "unif_hint", "universe", "unreachable!", "unsafe", "unseal",
    "unsuppress_compilation", "variable", "variables", "with_weak_namespace",
  ]

  /// Tactics and terms that leave a goal open.
  static let placeholders: Set<String> = ["sorry", "admit", "stop", "mk_sorry"]
  /// Names of the same, refused as a part of a dotted or quoted name too.
  static let placeholderNames: Set<String> = ["sorry", "sorryAx", "admitGoal", "mkSorry"]

  /// Symbols of Lean's and Mathlib's that are letters or digits to Unicode.
  static let letterOperators: Set<String> = ["λ", "Π", "Σ", "𝟘", "𝟙"]

  private static let forbiddenNames: Set<String> = [
    "ofReduceBool", "ofReduceNat", "reduceBool", "reduceNat", "trustCompiler", "lcProof",
    "lcUnreachable", "lcAny", "lcErased", "lcCast", "dbgTrace", "dbgTraceVal", "dbgTraceIfShared",
    "dbgStackTrace", "dbgSleep", "panicCore", "panicWithPos", "panicWithPosWithDecl", "evalExpr",
    "evalExpr'", "evalConst", "evalDecl", "IO", "BaseIO", "EIO",
  ]

  /// Values of tactic options are run as code, so that `unsafeIO` and its like reach the machine
  /// through `simp (maxSteps := …)`.
  static func isForbiddenName(_ part: String) -> Bool {
    if forbiddenNames.contains(part) || part.hasSuffix("Unsafe") { return true }
    return part.hasPrefix("unsafe") && part.dropFirst(6).first?.isUppercase == true
  }

  /// A name in Lean's own namespace, but for lemmas that printed proofs mention.
  static func isMeta(_ parts: [String]) -> Bool {
    let name = parts.first == "_root_" ? parts.dropFirst() : parts[...]
    guard name.first == "Lean" else { return false }
    let lemmas: Set<String> = ["Omega", "Grind", "Order", "RArray"]
    return !name.dropFirst().prefix(1).contains(where: lemmas.contains)
  }
}

/// Letters that Lean accepts in names and that look like ASCII ones.
private enum LookAlike {
  private static let twins: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳϹ\u{212a}ℹ".unicodeScalars, "ABEZHIKMNOPTYXocjCKi".unicodeScalars),
    uniquingKeysWith: { first, _ in first })
  private static let relatives: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    zip(
      "αγεηικνρστυχωıſℂℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴⅅⅆⅇⅈⅉ".unicodeScalars,
      "ayeniKvpotuxwisCgHHHhIILlNPQRRRZZBCeEFMoDdeij".lowercased().unicodeScalars),
    uniquingKeysWith: { first, _ in first })

  /// The word in the ASCII letters that its letters look like; nil when they all are ASCII.
  static func ascii(_ word: String) -> String? {
    if word.utf8.count == word.unicodeScalars.count { return nil }
    var letters = String.UnicodeScalarView()
    for scalar in word.unicodeScalars { letters.append(ascii(scalar)) }
    return String(letters)
  }

  private static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let twin = twins[scalar] ?? relatives[scalar] { return twin }
    // Mathematical alphabets: 26 capitals, then 26 small letters each.
    guard (0x1d400...0x1d6a3).contains(scalar.value) else { return scalar }
    let index = UInt8((scalar.value - 0x1d400) % 52)
    return Unicode.Scalar(index < 26 ? 65 + index : 97 + index - 26)
  }

  /// Whether ASCII letters stand beside letters that look exactly like some.
  static func mixesAlphabets(_ name: String) -> Bool {
    name.unicodeScalars.contains { twins[$0] != nil }
      && name.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
  }
}
