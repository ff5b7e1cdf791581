import LeanInterface
import LeanText

/// Macros of a candidate that only rewrite text into text that stands there: every right side is a quotation, and
/// every `$` in it is bound on the left. Any other macro computes what Lean is to read next, `set_option
/// debug.skipKernelTC` among others, and no token of that need be in the text.
struct MacroForms {
  /// Tokens of quotations and antiquotations of such macros.
  private(set) var allowed: Set<Int> = []
  /// Where a macro does more.
  private(set) var objection: GateObjection?

  private let tokens: [LeanToken]
  private var categories: Set<String> = ["term", "tactic", "command", "conv", "doElem"]
  /// Parsers named in declared syntax, and the tokens that name them.
  private var parsers: Set<String> = []
  private var parserPlaces: Set<Int> = []

  init(_ tokens: [LeanToken]) {
    self.tokens = tokens
    for (index, token) in tokens.enumerated() where token.text == "declare_syntax_cat" {
      if let name = self.token(index + 1), name.kind == .word { categories.insert(name.text) }
    }
    for (index, token) in tokens.enumerated() where token.kind == .word && objection == nil {
      switch token.text {
      case "macro": readMacro(at: index)
      case "macro_rules": readRules(at: index)
      case "syntax": readSyntax(at: index)
      default: break
      }
    }
    refuseParserNames()
  }

  /// A declaration of the candidate's would take precedence over Lean's parser of that name, and be run as one.
  private mutating func refuseParserNames() {
    if parsers.isEmpty { return }
    for (index, token) in tokens.enumerated() where token.kind == .word {
      if parserPlaces.contains(index) || token.parts.allSatisfy({ !parsers.contains($0) }) {
        continue
      }
      // `$x:num`
      if self.token(index - 1)?.text == ":", self.token(index - 3)?.text == "$" { continue }
      return refuse(index, "'\(token.text)' besides the parser that declared syntax names")
    }
  }

  private func token(_ index: Int) -> LeanToken? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  private mutating func refuse(_ index: Int, _ text: String) {
    guard objection == nil, let token = token(min(index, tokens.count - 1)) else { return }
    objection = GateObjection(token, text)
  }

  // MARK: The three commands

  /// `macro "word" x:term : tactic => quotation`.
  private mutating func readMacro(at start: Int) {
    var bound: Set<String> = []
    var index = start + 1
    var depth = 0
    while !isArrow(at: index) {
      guard let token = token(index) else { return refuse(index, "a macro without '=>'") }
      if let end = endOfSetting(at: index) {
        index = end
        continue
      }
      if token.kind == .opening { depth += 1 }
      if token.kind == .closing { depth -= 1 }
      if token.kind == .word {
        let isBinder =
          depth == 0 && self.token(index + 1)?.text == ":" && !isBehindColon(index)
          && self.token(index + 1)?.isGlued == true
        if isBinder {
          bound.insert(token.text)
        } else if !takesItem(at: index) {
          return refuse(index, "'\(token.text)' in a macro's syntax")
        }
      }
      index += 1
    }
    guard let end = readQuotation(at: index + 1, bound: bound) else { return }
    if !isEnd(at: end) { refuse(end, "code behind a macro's quotation") }
  }

  /// `macro_rules | pattern => quotation | …`.
  private mutating func readRules(at start: Int) {
    var index = endOfSetting(at: start + 1) ?? start + 1
    guard isBar(at: index) else { return refuse(index, "rules of a macro without '|'") }
    while isBar(at: index) {
      var bound: Set<String> = []
      while isBar(at: index) {
        index += 1
        if token(index)?.text == "_" {
          index += 1
          continue
        }
        let first = index
        guard let end = readQuotation(at: index, bound: nil) else { return }
        index = end
        for place in first..<end where tokens[place].text == "$" {
          if let name = token(place + 1), name.kind == .word { bound.insert(name.text) }
        }
      }
      guard isArrow(at: index) else { return refuse(index, "a macro's pattern with code in it") }
      guard let end = readQuotation(at: index + 1, bound: bound) else { return }
      index = end
    }
    if !isEnd(at: index) { refuse(index, "code behind a macro's quotation") }
  }

  /// `syntax "word" term : tactic`: no parser but Lean's own.
  private mutating func readSyntax(at start: Int) {
    var index = start + 1
    while let token = token(index) {
      if let end = endOfSetting(at: index) {
        index = end
        continue
      }
      if isEnd(at: index) { return }
      if token.text == ":", let category = self.token(index + 1),
        categories.contains(category.text)
      {
        guard let next = self.token(index + 2) else { return }
        if next.column == 0 { return }
      }
      if token.kind == .word && !takesItem(at: index) {
        return refuse(index, "'\(token.text)' in declared syntax")
      }
      index += 1
    }
  }

  // MARK: Quotations

  /// Reads `` `(…) `` or `` `(tactic| …) `` and allows it; the index behind. `bound`: what `$` may stand before; nil
  /// for a pattern, where it binds. nil after an objection.
  private mutating func readQuotation(at start: Int, bound: Set<String>?) -> Int? {
    guard let quote = token(start), quote.kind == .backquote, quote.text == "`",
      let opening = token(start + 1), opening.text == "(", opening.isGlued
    else {
      refuse(start, "a macro that computes what it stands for")
      return nil
    }
    if let kind = token(start + 2), kind.kind == .word, token(start + 3)?.text == "|",
      !categories.contains(kind.text)
    {
      refuse(start + 2, "a quotation of kind '\(kind.text)'")
      return nil
    }
    allowed.insert(start)
    var depth = 0
    var index = start + 1
    while let token = token(index) {
      if token.kind == .opening { depth += 1 }
      if token.kind == .closing { depth -= 1 }
      if depth == 0 { return index + 1 }
      // The atoms of such syntax need not be in sight: `notation $s => …`.
      if token.kind == .word && GateWords.declareSyntax.contains(token.text) {
        refuse(index, "a macro that declares syntax")
        return nil
      }
      if token.text == "$", let next = self.token(index + 1), next.isGlued {
        let isSplice = next.text == "["
        let isName =
          next.kind == .word && !next.text.contains(".") && bound?.contains(next.text) != false
        guard isSplice || isName else {
          refuse(index, "'$' for what the macro does not bind")
          return nil
        }
        allowed.insert(index)
      }
      index += 1
    }
    refuse(start, "a quotation that is not closed")
    return nil
  }

  // MARK: Small forms

  private func isArrow(at index: Int) -> Bool {
    token(index)?.text == "=>"
  }

  /// `|`, and not the start of a longer operator.
  private func isBar(at index: Int) -> Bool {
    guard token(index)?.text == "|" else { return false }
    guard let next = token(index + 1), next.isGlued else { return true }
    return next.kind == .backquote
  }

  /// `(name := x)`, `(priority := high)`, `(kind := x)`: the index behind.
  private func endOfSetting(at index: Int) -> Int? {
    guard token(index)?.text == "(", let word = token(index + 1),
      ["name", "priority", "kind"].contains(word.text), token(index + 2)?.text == ":=",
      let value = token(index + 3),
      value.kind == .word || value.kind == .number, token(index + 4)?.text == ")"
    else { return nil }
    return index + 5
  }

  /// Whether nothing of the command before can go on here.
  private func isEnd(at index: Int) -> Bool {
    guard let token = token(index) else { return true }
    switch token.kind {
    case .docComment: return true
    case .word: return GateWords.startCommands.contains(token.text) || token.text == "lemma"
    case .symbol:
      let next = self.token(index + 1)
      return token.text == "@" && next?.text == "[" && next?.isGlued == true
        || token.text == "#" && next?.kind == .word && next?.isGlued == true && token.column == 0
    default: return false
    }
  }

  private func isBehindColon(_ index: Int) -> Bool {
    token(index - 1)?.text == ":" && token(index)?.isGlued == true
  }

  /// Whether the word may stand in declared syntax: a category, a precedence, or a parser, which is noted.
  private mutating func takesItem(at index: Int) -> Bool {
    let word = tokens[index].text
    if categories.contains(word) { return true }
    if isBehindColon(index), ["max", "min", "lead", "arg"].contains(word) { return true }
    guard Self.knownParsers.contains(word) else { return false }
    parsers.insert(word)
    parserPlaces.insert(index)
    return true
  }

  /// Parsers of Lean's own and their combinators, by the names that need no namespace.
  private static let knownParsers: Set<String> = [
    "ident", "num", "str", "char", "name", "scientific", "hole", "binderIdent", "tacticSeq",
    "tacticSeqIndentGt", "convSeq", "bracketedBinder", "letDecl", "haveDecl", "matchRhs",
    "matchAlts", "rcasesPat", "rintroPat", "binderPred", "ppSpace", "ppLine", "ppIndent",
    "ppDedent", "ppGroup", "ppHardSpace", "colGt", "colGe", "colEq", "noWs", "ws", "linebreak",
    "withPosition", "withoutPosition", "many", "many1", "manyIndent", "many1Indent", "optional",
    "sepBy", "sepBy1", "sepByIndent", "sepBy1Indent", "sepByIndentSemicolon",
    "sepBy1IndentSemicolon", "atomic", "lookahead", "notFollowedBy", "group", "patternIgnore",
  ]
}
