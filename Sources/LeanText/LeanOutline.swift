/// A Lean text cut into its commands by its tokens: comments, strings and brackets are respected. It says where things
/// are, not what they mean; that is Lean's to say. Linear time.
public struct LeanOutline: Sendable {
  public struct Command: Sendable {
    /// `theorem`, `def`, `import`, `open`, `axiom`, `#eval` …; empty for text that no command starts.
    public let keyword: String
    /// What the keyword is followed by, as written: a declaration's, namespace's or section's name. Empty for none.
    public let name: String
    /// Modifiers in front of the keyword: `private`, `noncomputable` …
    public let modifiers: [String]
    /// Parts of the namespace in which it stands, as written.
    public let namespace: [String]
    /// Whether it stands in a namespace, section or mutual block.
    public let isInScope: Bool
    /// The name of what it declares, as it can be asked for from the root; empty where there is none.
    public let fullName: String
    /// The whole command, documentation, attributes and modifiers included.
    public let text: String
    /// 1-based line of its first token.
    public let line: Int
    /// 0-based column of its first token, in Unicode scalars.
    public let column: Int
    /// 1-based line of its keyword.
    public let keywordLine: Int
    /// Its Unicode scalars, from its first token to its last.
    public let scalars: Range<Int>
    /// What a `theorem`, `lemma` or `example` says; nil for other commands and where the text breaks off before it.
    public let theorem: TheoremText?

    public var roles: WordRoles { CommandWords.roles(keyword) }
    public var isPrivate: Bool { modifiers.contains("private") }
  }

  /// Without documentation of the module (`/-! … -/`).
  public let commands: [Command]
  /// Why the text cannot be cut with certainty; the commands are those before it.
  public let problem: String?

  /// Namespaces, sections and mutual blocks that are open at the end.
  public let openScopes: Int

  public init(_ text: String) { self.init(TokenSource(text)) }

  init(_ source: TokenSource) {
    var cutter = CommandCutter(tokens: source.tokens)
    let cuts = cutter.run()
    var scopes = LeanScopes()
    var problem = source.problem.map { "line \($0.line): \($0.text)" } ?? cutter.problem
    commands = cuts.map { cut in
      let command = Command(source, cut, scopes)
      if !scopes.take(cut.keyword, command.nameParts), problem == nil {
        problem = "line \(command.keywordLine): 'end' closes nothing"
      }
      return command
    }
    self.problem = problem
    openScopes = scopes.depth
  }

  /// The last theorem of that name.
  public func theorem(named name: String) -> TheoremText? {
    commands.last { $0.theorem?.name == name }?.theorem
  }
}

extension LeanOutline.Command {
  fileprivate init(_ source: TokenSource, _ cut: CommandCutter.Cut, _ scopes: LeanScopes) {
    let tokens = source.tokens
    keyword = cut.keyword
    let roles = CommandWords.roles(cut.keyword)
    let range = cut.keywordIndex + 1..<cut.tokens.upperBound
    let takesName = !roles.isDisjoint(with: [.declares, .opensScope, .closesScope])
    name = takesName ? Self.name(tokens, range, keyword) : ""
    modifiers = tokens[cut.tokens.lowerBound..<cut.keywordIndex].map(\.text)
      .filter { CommandWords.has(.modifier, $0) }
    namespace = scopes.namespace
    fullName = roles.contains(.declares) && !name.isEmpty ? scopes.fullName(of: name) : ""
    text = source.text(cut.tokens)
    line = tokens[cut.tokens.lowerBound].line
    column = tokens[cut.tokens.lowerBound].column
    isInScope = scopes.depth > 0
    keywordLine = tokens[cut.keywordIndex].line
    scalars =
      tokens[cut.tokens.lowerBound].offset..<tokens[cut.tokens.upperBound - 1].end
    theorem = roles.contains(.proves) ? TheoremText(source, range, cut.keyword) : nil
  }

  fileprivate var nameParts: [String] {
    name.isEmpty ? [] : LeanToken.writtenParts(of: name)
  }

  private static func name(_ tokens: [LeanToken], _ range: Range<Int>, _ keyword: String) -> String
  {
    var index = range.lowerBound
    guard keyword != "example", keyword != "mutual" else { return "" }
    // `class inductive C`, `instance (priority := low) i : …`
    while range.contains(index), ["inductive", "abbrev"].contains(tokens[index].text) { index += 1 }
    if keyword == "instance", range.contains(index), tokens[index].text == "(" {
      index = (tokens[index..<range.upperBound].firstIndex { $0.text == ")" } ?? index) + 1
    }
    guard range.contains(index), tokens[index].kind == .word else { return "" }
    return tokens[index].text
  }
}
