/// A `sorry` of a text: a token, and no part of a comment, a string, a quoted name, a field or a quotation.
public struct SorryPlace: Hashable, Sendable {
  /// The declaration that it stands in.
  public struct Declaration: Hashable, Sendable {
    /// `theorem`, `def`, `instance` …
    public let keyword: String
    /// As written; empty where it has none.
    public let name: String
    /// As it can be asked for from the root; empty where it has no name.
    public let fullName: String
    /// Parts of the namespace around it, as written.
    public let namespace: [String]
    public let isPrivate: Bool
    /// 1-based line of its keyword.
    public let line: Int

    /// `theorem`, `lemma` or `example`.
    public var proves: Bool { CommandWords.has(.proves, keyword) }
  }

  /// Of its first Unicode scalar.
  public let offset: Int
  /// 1-based line; 0-based column in Unicode scalars, as Lean counts.
  public let line: Int
  public let column: Int
  /// Whether it stands for a tactic and not for a term. A tactic of somebody's own may take what looks like the other.
  public var isTactic: Bool
  /// nil outside declarations.
  public let declaration: Declaration?
  /// What stands around it, where something is to be put in its place.
  let layout: SorryLayout

  public static let length = 5
  public var end: Int { offset + Self.length }
}

/// What stands around a `sorry`.
struct SorryLayout: Hashable, Sendable {
  /// The token before it; empty for none.
  var previous = ""
  /// Whether it is the first token of its line.
  var isFirst = true
  /// Whether only brackets that close, or nothing, follow on its line.
  var isLast = true
  /// Whether a bracket follows on its line.
  var isClosed = false
  /// Whether what follows on its line may begin something that later lines go on with.
  var isColumnBound = false
  /// Column in which what stands around it begins: its block of tactics, else its line.
  var margin = 0
  /// Whether the next line begins in front of, or at, the margin.
  var isOutermost = true
}

/// Finds the `sorry`s of a text.
public enum SorryPlaces {
  /// - Parameter isInTactic: whether the text begins where a tactic stands.
  public static func find(in text: String, isInTactic: Bool = false) -> [SorryPlace] {
    let source = TokenSource(text)
    let tokens = source.tokens
    let outline = LeanOutline(source)
    var walk = TacticWalk(isInTactic: isInTactic)
    var quotations = Quotations()
    var found: [SorryPlace] = []
    var command = 0
    var margin = 0
    for (index, token) in tokens.enumerated() {
      if index == 0 || tokens[index - 1].line < token.line { margin = token.column }
      let outer = walk.blockColumn
      let starts = walk.take(token)
      let isQuoted = quotations.take(token, after: index > 0 ? tokens[index - 1] : nil)
      guard token.isKeyword("sorry"), !isQuoted, !isHashed(tokens, index) else { continue }
      while command + 1 < outline.commands.count,
        outline.commands[command + 1].scalars.lowerBound <= token.offset
      { command += 1 }
      let block = starts ? outer : walk.blockColumn
      found.append(
        SorryPlace(
          offset: token.offset, line: token.line, column: token.column, isTactic: starts,
          declaration: declaration(outline.commands, command),
          layout: SorryLayout(tokens, index, margin: max(margin, block ?? 0))))
    }
    return found
  }

  /// `#sorry` is no `sorry`.
  private static func isHashed(_ tokens: [LeanToken], _ index: Int) -> Bool {
    tokens[index].isGlued && index > 0 && tokens[index - 1].text == "#"
  }

  private static func declaration(
    _ commands: [LeanOutline.Command], _ index: Int
  ) -> SorryPlace.Declaration? {
    guard commands.indices.contains(index) else { return nil }
    let command = commands[index]
    guard command.roles.contains(.declares) else { return nil }
    return SorryPlace.Declaration(
      keyword: command.keyword, name: command.name, fullName: command.fullName,
      namespace: command.namespace, isPrivate: command.isPrivate, line: command.keywordLine)
  }
}

/// Whether a token stands within `` `(…) ``.
private struct Quotations {
  private var depth = 0

  mutating func take(_ token: LeanToken, after previous: LeanToken?) -> Bool {
    if token.kind == .opening, depth > 0 || token.isGlued && previous?.kind == .backquote {
      depth += 1
    }
    if token.kind == .closing { depth = max(0, depth - 1) }
    return depth > 0
  }
}

extension SorryLayout {
  fileprivate init(_ tokens: [LeanToken], _ index: Int, margin: Int) {
    let token = tokens[index]
    let before = index > 0 ? tokens[index - 1] : nil
    previous = before?.text ?? ""
    isFirst = before.map { $0.line < token.line } ?? true
    self.margin = margin
    let rest = tokens[(index + 1)...].prefix { $0.line == token.line }
    isLast = rest.allSatisfy { $0.kind == .closing }
    isClosed = !rest.isEmpty
    isColumnBound = rest.contains { $0.kind == .opening || Self.opening.contains($0.text) }
    let next = tokens.dropFirst(index + 1 + rest.count).first
    isOutermost = next.map { $0.column <= margin } ?? true
  }

  private static let opening: Set<String> = [
    "by", "do", "fun", "λ", "match", "calc", "let", "have", "show", "=>", "·", ":=", "where",
    "then",
    "else",
  ]
}
