/// What stands in front of a Lean file's first command: `module`, `prelude` and the imports, with comments anywhere
/// between their words. Documentation is a command to Lean, so the header ends there.
public struct LeanFileHeader: Hashable, Sendable {
  public struct Import: Hashable, Sendable {
    /// As Lean names it: `A.B`, without the `«»` that a part needs.
    public let module: String
    public let isPublic: Bool
    public let isMeta: Bool
    public let importsAll: Bool
    /// 1-based line of its first word.
    public let line: Int
  }

  public let isModule: Bool
  public let hasPrelude: Bool
  public let imports: [Import]
  /// Whether the text starts with a byte order mark, which Lean does not read.
  public let hasByteOrderMark: Bool
  /// Unicode scalars of the header, the byte order mark included: behind its last word.
  public let end: Int
  /// 1-based line of that place.
  public let endLine: Int
  /// Where Lean objects to the header: it ends within an import, or another import stands behind it.
  public let problem: LeanTextProblem?
  /// The text up to `end`, without the byte order mark.
  public let text: String
  /// The text from `end` on.
  public let body: String

  /// Modules in the order of their imports.
  public var modules: [String] { imports.map(\.module) }

  public init(_ text: String) {
    self.init(text, LeanTokens(text))
  }

  init(_ text: String, _ read: LeanTokens) {
    var reader = HeaderReader(tokens: read.tokens)
    reader.read()
    isModule = reader.isModule
    hasPrelude = reader.hasPrelude
    imports = reader.imports
    hasByteOrderMark = text.unicodeScalars.first == "\u{feff}"
    let last = reader.at > 0 ? read.tokens[reader.at - 1] : nil
    end = last?.end ?? (hasByteOrderMark ? 1 : 0)
    endLine = last?.line ?? 1
    // A text that breaks off within its header has a problem there; one behind it is none of the header's.
    problem = reader.problem ?? (reader.at == read.tokens.count ? read.problem : nil)
    let parts = LeanLines.cut(text, at: end)
    self.text = hasByteOrderMark ? String(parts.before.unicodeScalars.dropFirst()) : parts.before
    body = parts.after
  }
}

private struct HeaderReader {
  let tokens: [LeanToken]
  private(set) var at = 0
  private(set) var isModule = false
  private(set) var hasPrelude = false
  private(set) var imports: [LeanFileHeader.Import] = []
  private(set) var problem: LeanTextProblem?

  init(tokens: [LeanToken]) { self.tokens = tokens }

  mutating func read() {
    isModule = skip("module")
    hasPrelude = skip("prelude")
    while readImport() {}
    // `import` is a keyword: it stands nowhere else.
    if problem == nil, let late = tokens[at...].first(where: { $0.isKeyword("import") }) {
      fail("an import that is not at the beginning of the file", late)
    }
  }

  private mutating func skip(_ word: String) -> Bool {
    guard tokens.indices.contains(at), tokens[at].isKeyword(word) else { return false }
    at += 1
    return true
  }

  private mutating func readImport() -> Bool {
    let start = at
    let isPublic = skip("public")
    let isMeta = skip("meta")
    guard skip("import") else {
      at = start
      return false
    }
    let importsAll = skip("all")
    guard tokens.indices.contains(at), tokens[at].kind == .word else {
      at = start
      fail("an import without a module", tokens[start])
      return false
    }
    if !isModule && (isPublic || isMeta || importsAll) {
      fail("'public', 'meta' and 'all' need a file that begins with 'module'", tokens[start])
    }
    imports.append(
      LeanFileHeader.Import(
        module: tokens[at].parts.joined(separator: "."), isPublic: isPublic, isMeta: isMeta,
        importsAll: importsAll, line: tokens[start].line))
    at += 1
    return true
  }

  private mutating func fail(_ text: String, _ token: LeanToken) {
    if problem != nil { return }
    problem = LeanTextProblem(
      kind: .misplaced, text: text, line: token.line, column: token.column)
  }
}
