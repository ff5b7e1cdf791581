import LeanText

/// A command in front of the theorem: a helper, a scope around helpers, something to drop, or a reason to refuse.
struct FrontCommand {
  private let command: LeanOutline.Command
  private let tokens: [LeanToken]
  /// Of the token that gives the command its keyword.
  private let keywordIndex: Int

  init(_ command: LeanOutline.Command) {
    self.command = command
    tokens = LeanTokens(command.text).tokens
    keywordIndex = tokens.firstIndex { $0.text == command.keyword } ?? 0
  }

  /// Puts the command where it belongs among the helpers, or drops it.
  func add(to helpers: inout HelperText, _ statement: TrustedStatement) throws(CutFailure) {
    switch command.keyword {
    case "theorem", "lemma", "def", "abbrev":
      // A draft of the theorem itself.
      if command.theorem?.name == statement.name { return }
      helpers.add(helper: try helperName(), text: textWithoutDroppedPrefixes)
    case "namespace", "section":
      let opening = tokens[...keywordIndex].map(\.text).joined(separator: " ")
      helpers.begin(
        opening, name: word(behind: keywordIndex), isNamespace: command.keyword == "namespace")
    case "end": helpers.end(word(behind: keywordIndex))
    case "variable", "universe", "include", "omit":
      helpers.add(setting: command.text.trimmed)
    case "open": helpers.open(namesOpened(at: keywordIndex))
    case "set_option":
      let option = word(behind: keywordIndex)
      if !Self.isHarmless(option: option) { throw forbidden("the option '\(option)'") }
    case "example", "import", "module", "prelude": return
    case "":
      if tokens.allSatisfy(isPlainModifier) { return }
      throw CutFailure(
        problem: .unreadable, detail: "line \(command.line) of the Lean block starts no command")
    case let keyword where keyword.hasPrefix("#") && keyword != "#exit": return
    default: throw forbidden("the command '\(command.keyword)'")
    }
  }

  /// Names behind `open … in` in front of a declaration.
  var openedInFront: [String] {
    prefixes.flatMap { tokens[$0.lowerBound].text == "open" ? namesOpened(at: $0.lowerBound) : [] }
  }

  // MARK: Helpers

  private func helperName() throws(CutFailure) -> String {
    let declaration = declarationIndex
    let isInPrefix = { (index: Int) in prefixes.contains { $0.contains(index) } }
    // `@[…]`, `unsafe`, … in front of a declaration can change what others mean or run.
    if let odd = tokens[..<declaration].indices.first(where: {
      !isInPrefix($0) && !isPlainModifier(tokens[$0])
    }) {
      throw forbidden("'\(tokens[odd].text)' in front of a declaration")
    }
    for prefix in prefixes {
      let option = word(behind: prefix.lowerBound)
      switch tokens[prefix.lowerBound].text {
      case "attribute": throw forbidden("an attribute")
      case "set_option" where !Self.isHarmless(option: option):
        throw forbidden("the option '\(option)'")
      default: break
      }
    }
    return word(behind: declaration)
  }

  /// Of `theorem`, `def`, …: where `set_option … in` stands in front, the command's keyword too.
  private var declarationIndex: Int {
    let start = prefixes.last?.upperBound ?? 0
    return tokens[start...].firstIndex { $0.text == command.keyword } ?? keywordIndex
  }

  /// `open … in`, `set_option … in`, `include … in` … at the command's beginning.
  private var prefixes: [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while start < tokens.count, CommandWords.has(.withIn, tokens[start].text),
      let end = tokens[start...].firstIndex(where: { $0.text == "in" })
    {
      found.append(start..<end + 1)
      start = end + 1
    }
    return found
  }

  /// Without the options that only change what is shown: proofs may not set them.
  private var textWithoutDroppedPrefixes: String {
    let kept = prefixes.filter { prefix in
      tokens[prefix.lowerBound].text != "set_option"
        || ProofLintOptions.defaultOptions.contains(word(behind: prefix.lowerBound))
    }
    guard kept.count < prefixes.count, let last = prefixes.last else { return command.text.trimmed }
    let lines = command.text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = tokens[min(last.upperBound, tokens.count - 1)]
    var rest = String.UnicodeScalarView()
    rest.append(contentsOf: lines[first.line - 1].unicodeScalars.dropFirst(first.column))
    let texts = kept.map { tokens[$0].map(\.text).joined(separator: " ") }
    return (texts + [String(rest)] + lines[first.line...].map(String.init))
      .joined(separator: "\n").trimmed
  }

  private func isPlainModifier(_ token: LeanToken) -> Bool {
    token.kind == .docComment || ["private", "protected", "noncomputable"].contains(token.text)
  }

  // MARK: Tokens

  /// The word behind a token on its line; empty without one.
  private func word(behind index: Int) -> String {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .word else { return "" }
    return tokens[index + 1].text
  }

  /// `A` and `B.C` of `open A B.C`, `open A (x)`, `open A hiding x`.
  private func namesOpened(at index: Int) -> [String] {
    tokens[(index + 1)...].drop { $0.text == "scoped" }
      .prefix { $0.kind == .word && !["in", "hiding", "renaming"].contains($0.text) }
      .map(\.text)
  }

  private func forbidden(_ what: String) -> CutFailure {
    CutFailure(
      problem: .forbiddenCommand,
      detail: "line \(command.line) of the Lean block has \(what), which proofs may not use")
  }

  // MARK: Options

  /// Options that change no meaning: what is shown, what is warned of, how long is tried, and whether names that nobody
  /// introduced are variables.
  static func isHarmless(option: String) -> Bool {
    HarmlessOptions.contains(option) || harmlessBehindTheHeader.contains(option)
  }

  /// These say something about a statement, but not about the trusted one, which the proof is judged for.
  private static let harmlessBehindTheHeader: Set<String> = [
    "autoImplicit", "relaxedAutoImplicit", "warningAsError", "Elab.async",
    "exponentiation.threshold",
  ]
}

extension String {
  fileprivate var trimmed: String {
    let end = unicodeScalars.lastIndex { !$0.properties.isWhitespace }
    return end.map { String(unicodeScalars[...$0]) } ?? ""
  }
}
