import LeanInterface
import LeanText
import Records

/// What a candidate's text must not do, because no comparison afterwards could make up for it: switch the kernel's
/// check off, or run code of its own while Lean reads it, which may do both that and anything else that the process
/// may. Judged by tokens. Declarations, instances, notation and macros that only rewrite are welcome: what they lead
/// to is compared as Lean compiled it.
enum CandidateGate {
  static func rejection(of text: String) -> Verdict? {
    objection(to: text).map { .rejected(reason: .helpersNotAllowed, messages: [$0]) }
  }

  /// nil when the text may go to Lean.
  static func objection(to text: String) -> LeanMessage? {
    let read = LeanTokens(text)
    let scanner = GateScanner(tokens: read.tokens)
    if let found = scanner.objection() { return message(found.text, found.line, found.column) }
    return read.problem.map { message($0.text, $0.line, $0.column) }
  }

  private static func message(_ text: String, _ line: Int, _ column: Int) -> LeanMessage {
    LeanMessage(severity: .error, line: line, column: column, text: "line \(line): \(text)")
  }
}

/// What in a candidate's text is objected to, and where.
struct GateObjection {
  let text: String
  let line: Int
  let column: Int

  init(_ token: LeanToken, _ text: String) {
    self.text = text
    line = token.line
    column = token.column
  }
}

private struct GateScanner {
  let tokens: [LeanToken]

  func objection() -> GateObjection? {
    let forms = MacroForms(tokens)
    if let objection = forms.objection { return objection }
    var declaresSyntax = false
    for (index, token) in tokens.enumerated() {
      let found: GateObjection?
      switch token.kind {
      case .word:
        if GateWords.declareSyntax.contains(token.text) {
          declaresSyntax = true
        } else if GateWords.startCommands.contains(token.text) {
          declaresSyntax = false
        }
        found = objectionToWord(token, at: index)
      case .backquote where !forms.allowed.contains(index):
        found = GateObjection(token, "a quotation outside a macro that only rewrites")
      case .symbol: found = objectionToSymbol(token, at: index, forms.allowed)
      case .string where declaresSyntax && !SyntaxAtom.isHarmless(token.text):
        found = GateObjection(token, "syntax with quotes or comment marks in it")
      case .interpolated where !(declaresSyntax && isAtom(at: index)):
        found = GateObjection(token, "a string with '{', which may be code")
      default: found = nil
      }
      if let found { return found }
    }
    return nil
  }

  private func token(_ index: Int) -> LeanToken? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  /// `"{"` where `notation` and its like take an atom: right behind the word, a precedence or another atom.
  private func isAtom(at index: Int) -> Bool {
    guard SyntaxAtom.isHarmless(tokens[index].text),
      !tokens[index].text.unicodeScalars.contains(where: LeanLetter.continuesName),
      let previous = token(index - 1)
    else { return false }
    if previous.kind == .string || previous.kind == .interpolated { return true }
    if GateWords.declareSyntax.contains(previous.text) { return true }
    return token(index - 2)?.text == ":" && previous.isGlued
  }

  // MARK: Words

  private func objectionToWord(_ token: LeanToken, at index: Int) -> GateObjection? {
    switch token.text {
    case "set_option": return objectionToOption(token, at: index)
    case "attribute" where self.token(index + 1)?.text == "[":
      return objectionToAttributes(at: index + 1)
    default: break
    }
    if GateWords.runsCode(token.text) {
      return GateObjection(token, "the word '\(token.text)', which may run code")
    }
    // Which modules may be imported is asked of what Lean compiled.
    if self.token(index - 1)?.text == "import" { return nil }
    let parts = token.parts.first == "_root_" ? Array(token.parts.dropFirst()) : token.parts
    let isLemma = parts.count > 1 && GateWords.lemmas.contains(parts[1])
    if parts.first == "Lean" && !isLemma {
      return GateObjection(token, "'\(token.text)' is part of Lean's own machinery")
    }
    if parts.first == "debug" && parts.count > 1 {
      return GateObjection(token, "'\(token.text)' switches checks off")
    }
    for part in parts {
      let isUnsafe =
        part.hasSuffix("Unsafe")
        || part.hasPrefix("unsafe") && part.dropFirst(6).first?.isUppercase == true
      if isUnsafe || GateWords.refusedParts.contains(part) {
        return GateObjection(token, "the name '\(part)'")
      }
    }
    return nil
  }

  private func objectionToOption(_ token: LeanToken, at index: Int) -> GateObjection? {
    guard let name = self.token(index + 1), name.kind == .word, let root = name.parts.first else {
      return GateObjection(token, "an option without a name")
    }
    // `trace.profiler.output` names a file to write.
    guard GateWords.refusedOptions.contains(root) || name.parts.contains("profiler") else {
      return nil
    }
    return GateObjection(token, "the option '\(name.text)', which does more than it may")
  }

  private func objectionToSymbol(
    _ token: LeanToken, at index: Int, _ allowed: Set<Int>
  ) -> GateObjection? {
    guard let next = self.token(index + 1), next.isGlued else { return nil }
    switch token.text {
    case "@" where next.text == "[": return objectionToAttributes(at: index + 1)
    case "#" where GateWords.refusedCommands.contains(next.text):
      return GateObjection(token, "the command '#\(next.text)'")
    case "$" where !allowed.contains(index):
      return GateObjection(token, "'$' for what is not bound by a macro that only rewrites")
    default: return nil
    }
  }

  /// At the opening bracket of a list of attributes: only those that run no code of the declaration.
  private func objectionToAttributes(at start: Int) -> GateObjection? {
    var depth = 0
    var expectsName = false
    for token in tokens[start...] {
      switch token.kind {
      case .opening:
        depth += 1
        if depth == 1 { expectsName = true }
      case .closing:
        depth -= 1
        if depth == 0 { return nil }
      case .symbol where depth == 1 && token.text == ",": expectsName = true
      case .symbol where depth == 1 && token.text == "-": expectsName = false
      case .word where expectsName && ["local", "scoped"].contains(token.text): break
      case .word:
        let isName = expectsName || depth > 1 && GateWords.codeAttributes.contains(token.text)
        if isName && !GateWords.isPlainAttribute(token.text) {
          return GateObjection(token, "the attribute '\(token.text)', which may run code")
        }
        expectsName = false
      default: break
      }
    }
    return nil
  }
}

/// Atoms of declared syntax. Some would make Lean cut the text behind into other tokens than are read here.
private enum SyntaxAtom {
  /// Of a string token, quotes included.
  static func isHarmless(_ token: String) -> Bool {
    let inside = Array(token.unicodeScalars.dropFirst().dropLast())
    let scalars = Array(inside.drop { $0 == " " })
    let brackets = ",;)]}⟩⟧([{⟨⟦".unicodeScalars
    var before: Unicode.Scalar = " "
    for (index, scalar) in scalars.enumerated() {
      let isOperator = !LeanLetter.continuesName(before) && !brackets.contains(before)
      switch scalar {
      case "\"", "\\", "`", "«", "»": return false
      // A comment could begin in the middle of such an atom.
      case "-", "/":
        if !isOperator || before == "-" || before == "/" { return false }
      // `f'` is cut as the identifier that it looks like.
      case "'":
        if !scalars[..<index].allSatisfy(LeanLetter.continuesName)
          || scalars.first.map(LeanLetter.startsName) != true
        {
          return false
        }
      // As in `)r"…"`.
      case "r":
        let isLast = scalars[(index + 1)...].allSatisfy { $0 == "#" || $0 == " " }
        if isLast && brackets.contains(before) { return false }
      default: break
      }
      before = scalar
    }
    return true
  }
}

/// What the words of Lean, Batteries and Mathlib do, as far as the gate has to know.
enum GateWords {
  /// Commands that declare syntax.
  static let declareSyntax: Set<String> = [
    "notation", "notation3", "infix", "infixl", "infixr", "prefix", "postfix", "syntax", "macro",
    "macro_rules", "declare_syntax_cat",
  ]

  /// Reserved words that start a command and stand in no term, so that what is before them has ended.
  static let startCommands: Set<String> = [
    "theorem", "def", "abbrev", "example", "instance", "axiom", "opaque", "inductive", "structure",
    "class", "namespace", "section", "end", "variable", "universe", "attribute", "export",
    "mutual", "noncomputable", "private", "protected", "partial", "notation", "infix", "infixl",
    "infixr", "prefix", "postfix", "syntax", "macro", "macro_rules", "declare_syntax_cat", "open",
    "set_option", "local", "scoped", "deriving", "add_decl_doc", "include", "omit", "nonrec",
    "seal",
    "unseal",
  ]

  static func runsCode(_ word: String) -> Bool {
    runCode.contains(word) || word.hasPrefix("builtin_") || word.hasSuffix("simproc")
      || word.hasSuffix("simproc_decl")
  }

  private static let runCode: Set<String> = [
    "run_cmd", "run_tac", "run_elab", "run_meta", "run_conv", "by_elab", "elab", "elab_rules",
    "elab_stx_quot", "initialize", "unsafe", "implemented_by", "extern", "csimp", "init_quot",
    "register_option", "register_builtin_option", "register_simp_attr", "register_label_attr",
    "register_parser_alias", "register_tactic_tag", "register_error_explanation",
    "declare_config_elab", "declare_command_config_elab", "declare_simp_like_tactic",
    "binder_predicate", "grind_propagator", "set_library_suggestions", "set_premise_selector",
    "tactic_extension",
    "compile_def", "compile_inductive", "suppress_compilation", "eval_expr", "dbg_trace",
    "include_str", "include_bytes", "test_extern",
  ]

  /// After `#`.
  static let refusedCommands: Set<String> = [
    "eval", "eval!", "html", "widget", "sample", "test", "exec", "leansearch", "loogle", "moogle",
    "statesearch", "search", "test_extern", "eval_expr",
  ]

  /// Parts of names. `autoParam` runs the text that its argument computes.
  static let refusedParts: Set<String> = [
    "autoParam", "interpolatedStr", "skipKernelTC", "byAsSorry", "proofAsSorry",
    "terminalTacticsAsSorry", "reduceBool", "reduceNat", "ofReduceBool", "ofReduceNat",
    "trustCompiler", "lcProof", "lcUnreachable", "lcAny", "lcErased", "lcCast", "dbgTrace",
    "dbgTraceVal", "dbgTraceIfShared", "dbgStackTrace", "dbgSleep", "evalExpr", "evalExpr'",
    "evalConst", "evalDecl", "IO", "BaseIO", "EIO",
  ]

  /// Namespaces of `Lean` that hold lemmas.
  static let lemmas: Set<String> = ["Omega", "Grind", "Order", "RArray"]

  /// First parts of options' names. `doc.verso` makes code of documentation comments, `sat.solver` names a program to start.
  static let refusedOptions: Set<String> = [
    "debug", "internal", "interpreter", "compiler", "bootstrap", "experimental", "Elab", "server",
    "doc", "sat",
  ]

  static func isPlainAttribute(_ name: String) -> Bool {
    plainAttributes.contains(name) || name.hasSuffix("_simps")
  }

  private static let plainAttributes: Set<String> = [
    "simp", "simps", "dsimp", "simp_all", "seval", "ext", "refl", "rfl", "symm", "trans", "congr",
    "gcongr", "norm_cast", "push_cast", "push", "pull", "elab_as_elim",
    "elab_without_expected_type",
    "reducible", "irreducible", "semireducible", "implicit_reducible", "instance_reducible",
    "instance", "default_instance", "class", "inline", "always_inline", "macro_inline", "noinline",
    "specialize", "nospecialize", "coe", "match_pattern", "deprecated", "inherit_doc", "nolint",
    "to_additive", "to_dual", "mk_iff", "induction_eliminator", "cases_eliminator", "recursor",
    "grind", "fun_prop", "mono", "bound", "continuity", "measurability", "aesop", "expose",
    "reassoc", "stacks", "nontriviality", "wf_preprocess",
  ]

  /// Attributes that make code of a declaration, where they are given to another attribute: `(attr := macro f)`.
  static let codeAttributes: Set<String> = [
    "macro", "elab", "term_elab", "command_elab", "tactic", "conv_elab", "init", "builtin_init",
    "delab", "app_delab", "app_unexpander", "term_parser", "command_parser", "tactic_parser",
    "norm_num", "positivity", "simproc", "env_linter", "widget_module", "command_code_action",
    "deriving_handler", "export", "run_parser_attribute_hooks", "parenthesizer", "formatter",
  ]
}
