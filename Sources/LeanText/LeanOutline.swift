/// A Lean text cut into its commands by its tokens: comments, strings and brackets are respected. It says where things
/// are, not what they mean; that is Lean's to say. Linear time.
public struct LeanOutline: Sendable {
  public struct Command: Sendable {
    /// `theorem`, `def`, `import`, `open`, `axiom`, `#eval` …; empty for text that no command starts.
    public let keyword: String
    /// The whole command, documentation, attributes and modifiers included.
    public let text: String
    /// Of its first token.
    public let start: LeanPlace
    /// Behind its last token.
    public let end: LeanPlace
    /// What it declares; empty where no name follows the keyword.
    public let name: String
    /// 1-based line of its first token.
    public var line: Int { start.line }
    /// What a `theorem`, `lemma` or `example` says; nil for other commands and where the text breaks off before it.
    public let theorem: TheoremText?
  }

  public let commands: [Command]
  /// Why the text cannot be cut with certainty; the commands are those before it.
  public let problem: String?

  public init(_ text: String) {
    let source = TokenSource(text)
    var cutter = CommandCutter(tokens: source.tokens)
    let cuts = cutter.run()
    commands = cuts.map { cut in
      let isTheorem = TheoremText.keywords.contains(cut.keyword)
      let behind = cut.keywordIndex + 1
      let named = cut.tokens.contains(behind) && source.tokens[behind].kind == .word
      return Command(
        keyword: cut.keyword, text: source.text(cut.tokens),
        start: source.tokens[cut.tokens.lowerBound].place,
        end: source.tokens[cut.tokens.upperBound - 1].endPlace,
        name: named ? source.tokens[behind].text : "",
        theorem: isTheorem
          ? TheoremText(source, cut.keywordIndex + 1..<cut.tokens.upperBound, cut.keyword) : nil)
    }
    problem = source.problem ?? cutter.problem
  }

  /// The last theorem of that name.
  public func theorem(named name: String) -> TheoremText? {
    commands.last { $0.theorem?.name == name }?.theorem
  }
}

/// Tokens with the text that they stand in.
struct TokenSource {
  let tokens: [LeanToken]
  let problem: String?
  private let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]

  init(_ text: String) {
    let read = LeanTokens(text)
    tokens = read.tokens
    problem = read.problem.map { "line \($0.line): \($0.text)" }
    scalars = Array(text.unicodeScalars)
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where scalar == "\n" { starts.append(index + 1) }
    lineStarts = starts
  }

  private func start(_ token: LeanToken) -> Int { lineStarts[token.line - 1] + token.column }
  private func end(_ token: LeanToken) -> Int {
    min(scalars.count, start(token) + token.text.unicodeScalars.count)
  }

  /// As written, from the first token to the last.
  func text(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return Self.string(scalars[start(tokens[first])..<end(tokens[last])])
  }

  /// As written, with comments between the tokens and a `--` behind the last on its line, and without the indentation that
  /// all lines have in common. The first line is indented as if nothing stood in front of it.
  func block(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    let token = tokens[first]
    let own = start(token)..<end(tokens[last])
    let next = last + 1 < tokens.count ? start(tokens[last + 1]) : scalars.count
    let rest = scalars[min(own.upperBound, next)..<next].prefix { $0 != "\n" }
    // A comment that goes on below would lose its end.
    let isWhole = !zip(rest, rest.dropFirst()).contains { $0 == "/" && $1 == "-" }
    var text = scalars[own] + (isWhole ? rest : [])
    while text.last?.properties.isWhitespace == true { text.removeLast() }
    let columns = Dictionary(
      range.map { (tokens[$0].line - token.line, tokens[$0].column) }, uniquingKeysWith: min)
    // A single line has no indentation to keep: many on one long line would cost its length each.
    guard text.contains("\n") else { return Self.string(text) }
    let indent = columns.values.min() ?? 0
    let padding = [Unicode.Scalar](repeating: " ", count: token.column)
    return (padding + text).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let spaces = line.prefix { $0 == " " }.count
      return Self.string(line.dropFirst(min(indent, spaces)))
    }.joined(separator: "\n")
  }

  /// The tokens of one line with single spaces. Of several, as written, since Lean's layout depends on line breaks and
  /// columns: the first stands on a line of its own, where each of them keeps its column.
  func laidOut(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    if tokens[first].line == tokens[last].endPlace.line { return plain(range) }
    return "\n" + String(repeating: " ", count: tokens[first].column) + text(range)
  }

  /// The tokens with single spaces where there was any space, without comments.
  func plain(_ range: Range<Int>) -> String {
    var text = ""
    for index in range {
      if index > range.lowerBound, !tokens[index].isGlued { text += " " }
      text += tokens[index].text
    }
    return text
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

/// Finds where commands start.
private struct CommandCutter {
  struct Cut {
    var tokens: Range<Int>
    var keyword = ""
    /// Of the token that gave the keyword.
    var keywordIndex: Int
  }

  let tokens: [LeanToken]
  private(set) var problem: String?
  private var cuts: [Cut] = []
  private var depth = 0

  init(tokens: [LeanToken]) { self.tokens = tokens }

  mutating func run() -> [Cut] {
    for index in tokens.indices {
      let token = tokens[index]
      if let word = keyword(at: index) {
        if depth > 0 { note("line \(token.line): '\(word)' within brackets") }
        depth = 0
        begin(word, at: index)
        continue
      }
      if startsPrefix(at: index) {
        begin("", at: index)
      } else if cuts.isEmpty {
        begin("", at: index)
      }
      if token.kind == .opening { depth += 1 }
      if token.kind == .closing {
        if depth == 0 { note("line \(token.line): '\(token.text)' closes nothing") }
        depth = max(0, depth - 1)
      }
    }
    if depth > 0 { note("\(depth) brackets are open at the end") }
    close(at: tokens.count)
    return cuts
  }

  private mutating func note(_ text: String) { if problem == nil { problem = text } }

  /// A keyword behind a prefix (modifiers, attributes, `open … in`) goes on with the same command.
  private mutating func begin(_ word: String, at index: Int) {
    if let last = cuts.indices.last, isPrefix(cuts[last], before: index) {
      if !word.isEmpty {
        cuts[last].keyword = word
        cuts[last].keywordIndex = index
      }
      return
    }
    close(at: index)
    cuts.append(Cut(tokens: index..<index + 1, keyword: word, keywordIndex: index))
  }

  private mutating func close(at index: Int) {
    guard let last = cuts.indices.last else { return }
    cuts[last].tokens = cuts[last].tokens.lowerBound..<index
  }

  /// Whether all of the command so far stands in front of a declaration.
  private func isPrefix(_ cut: Cut, before index: Int) -> Bool {
    if cut.keyword.isEmpty { return startsPrefix(at: cut.tokens.lowerBound) }
    let before = tokens[..<index].last { !Self.modifiers.contains($0.text) }
    return Self.withIn.contains(cut.keyword) && before?.text == "in"
  }

  private func keyword(at index: Int) -> String? {
    let token = tokens[index]
    if token.kind == .symbol, token.text == "#", token.column == 0, index + 1 < tokens.count,
      tokens[index + 1].isGlued, tokens[index + 1].kind == .word
    {
      return "#" + tokens[index + 1].text
    }
    // `h.prefix` is a field.
    let isField = index > 0 && token.isGlued && tokens[index - 1].text == "."
    guard token.kind == .word, !isField else { return nil }
    // At the start of a line even within brackets: then those were never closed.
    if Self.declarations.contains(token.text) {
      return depth == 0 || token.column == 0 ? token.text : nil
    }
    // `noncomputable section`
    let isBehindModifier =
      token.text == "section" && index > 0 && tokens[index - 1].line == token.line
      && Self.modifiers.contains(tokens[index - 1].text)
    return (token.column == 0 || isBehindModifier) && Self.commands.contains(token.text)
      ? token.text : nil
  }

  /// Documentation, an attribute or a modifier.
  private func startsPrefix(at index: Int) -> Bool {
    let token = tokens[index]
    guard depth == 0 else { return false }
    switch token.kind {
    case .docComment: return true
    case .symbol:
      return token.text == "@" && token.column == 0 && index + 1 < tokens.count
        && tokens[index + 1].text == "[" && tokens[index + 1].isGlued
    case .word: return token.column == 0 && Self.modifiers.contains(token.text)
    default: return false
    }
  }

  private static let declarations: Set<String> = [
    "theorem", "lemma", "example", "def", "abbrev", "axiom", "opaque", "instance", "structure",
    "inductive", "class", "macro", "macro_rules", "syntax", "notation", "elab", "elab_rules",
    "infix", "infixl", "infixr", "prefix", "postfix", "declare_syntax_cat", "initialize",
  ]
  private static let modifiers: Set<String> = [
    "private", "protected", "noncomputable", "unsafe", "partial", "local", "scoped", "nonrec",
    "public", "meta",
  ]
  private static let withIn: Set<String> = [
    "open", "set_option", "include", "omit", "attribute", "variable",
  ]
  private static let commands: Set<String> = withIn.union([
    "import", "prelude", "module", "namespace", "section", "end", "universe", "export", "mutual",
    "run_cmd", "run_elab", "run_meta", "alias", "deriving", "simproc", "dsimproc", "unseal", "seal",
    "register_option", "add_decl_doc", "init_quot",
  ])
}
