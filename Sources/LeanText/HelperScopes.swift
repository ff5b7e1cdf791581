/// The namespaces and sections of helpers: commands that hold until their scope ends, each on lines of its own.
struct HelperScopes {
  /// Tokens that may stand among helpers because of their place alone: `namespace`, `end`, `variable` …
  private(set) var keywords: Set<Int> = []
  /// Names of namespaces.
  private(set) var names: Set<Int> = []
  /// Full names of what is declared, by their parts.
  private(set) var declared: [[String]] = []
  /// The first command that leaks, closes nothing, or opens what is not among the helpers.
  private(set) var objection: LintObjection?

  static let declarations: Set<String> = ["theorem", "lemma", "def", "abbrev"]

  private let tokens: [LeanToken]
  private var open: [(name: String, isNamespace: Bool, token: LeanToken)] = []

  init(_ tokens: [LeanToken]) {
    self.tokens = tokens
    for index in tokens.indices where tokens[index].kind == .word { read(index) }
    if let left = open.last {
      object(left.token, "'\(left.token.text)' is not closed: it would hold for the theorem")
    }
  }

  /// Names of the namespaces that hold something declared here.
  var namespaces: Set<String> {
    Set(
      declared.flatMap { full in full.indices.dropFirst().map { full[..<$0].joined(separator: ".") }
      })
  }

  private mutating func read(_ index: Int) {
    let token = tokens[index]
    if HelperScopes.declarations.contains(token.text) {
      if index + 1 < tokens.count { declared.append(namespace + tokens[index + 1].parts) }
      return
    }
    let isBehindModifier =
      token.text == "section" && index > 0 && tokens[index - 1].text == "noncomputable"
      && tokens[index - 1].column == 0 && tokens[index - 1].line == token.line
    guard token.column == 0 || isBehindModifier else { return }
    let rest = tokens[(index + 1)...].prefix { $0.column > 0 && $0.line == token.line }
    switch token.text {
    case "namespace", "section":
      let isNamespace = token.text == "namespace"
      // One name at most, and nothing else before the next line.
      guard isNamespace ? rest.count == 1 : rest.count <= 1, rest.allSatisfy(isName),
        startsLine(index + 1 + rest.count)
      else { return }
      open.append((rest.first?.text ?? "", isNamespace, token))
      if isBehindModifier { keywords.insert(index - 1) }
      if isNamespace { names.insert(index + 1) }
    case "end":
      guard let scope = open.popLast(), scope.name == rest.map(\.text).joined(separator: " "),
        startsLine(index + 1 + rest.count)
      else { return object(token, "'end' closes nothing of that name") }
    case "variable", "universe", "include", "omit":
      if open.isEmpty { return object(token, "'\(token.text)' outside a section") }
    case "open":
      // With `in` it is the next declaration's.
      let opened = tokens[(index + 1)...].prefix { $0.column > 0 }
      if opened.contains(where: { $0.text == "in" }) { return }
      guard !open.isEmpty, !opened.isEmpty, opened.allSatisfy(isOwnNamespace) else { return }
    default: return
    }
    keywords.insert(index)
  }

  private var namespace: [String] {
    open.filter(\.isNamespace).flatMap { $0.name.split(separator: ".").map(String.init) }
  }

  private func isName(_ token: LeanToken) -> Bool {
    token.kind == .word && !token.text.contains("«") && !token.parts.contains("_root_")
  }

  /// Whether the name, seen from here, is a namespace of something declared above.
  private func isOwnNamespace(_ token: LeanToken) -> Bool {
    guard isName(token) else { return false }
    let namespace = namespace
    return (0...namespace.count).contains { count in
      let full = namespace[..<count] + token.parts
      return declared.contains { $0.count > full.count && $0.starts(with: full) }
    }
  }

  private func startsLine(_ index: Int) -> Bool {
    index >= tokens.count || tokens[index].column == 0
  }

  private mutating func object(_ token: LeanToken, _ text: String) {
    if objection != nil { return }
    objection = LintObjection(
      kind: .commandWord, line: token.line, column: token.column, text: text)
  }
}
