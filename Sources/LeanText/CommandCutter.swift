/// Finds where commands start.
struct CommandCutter {
  struct Cut {
    var tokens: Range<Int>
    var keyword = ""
    /// Of the token that gave the keyword.
    var keywordIndex: Int
    /// Whether all of it so far stands in front of a command: documentation, attributes, modifiers, `open … in`.
    var isPrefix: Bool
  }

  private let tokens: [LeanToken]
  /// Whether documentation, an attribute or a modifier at an index stands in front of a command.
  private let leadsToCommand: [Bool]
  private(set) var problem: String?
  private var cuts: [Cut] = []
  /// Whether the last cut goes on.
  private var isOpen = false
  private var depth = 0

  init(tokens: [LeanToken]) {
    self.tokens = tokens
    leadsToCommand = Self.leads(tokens)
  }

  mutating func run() -> [Cut] {
    for index in tokens.indices {
      let token = tokens[index]
      if depth == 0, token.kind == .docComment, token.text.hasPrefix("/-!") {
        close(at: index)
        continue
      }
      if let word = keyword(at: index) {
        if depth > 0 { note("line \(token.line): '\(word)' within brackets") }
        depth = 0
        begin(word, at: index)
        continue
      }
      if startsPrefix(at: index) || !isOpen { begin("", at: index) }
      take(token)
    }
    if depth > 0 { note("\(depth) brackets are open at the end") }
    close(at: tokens.count)
    return cuts
  }

  private mutating func take(_ token: LeanToken) {
    if token.kind == .opening { depth += 1 }
    if token.kind == .closing {
      if depth == 0 { note("line \(token.line): '\(token.text)' closes nothing") }
      depth = max(0, depth - 1)
    }
    if depth == 0, token.isKeyword("in"), let last = cuts.indices.last,
      CommandWords.has(.withIn, cuts[last].keyword)
    {
      cuts[last].isPrefix = true
    }
  }

  private mutating func note(_ text: String) { if problem == nil { problem = text } }

  /// The cut that is going on, when all of it stands in front of a command.
  private var prefix: Int? {
    guard isOpen, let last = cuts.indices.last, cuts[last].isPrefix else { return nil }
    return last
  }

  private mutating func begin(_ word: String, at index: Int) {
    if let last = prefix {
      if !word.isEmpty {
        cuts[last].keyword = word
        cuts[last].keywordIndex = index
        cuts[last].isPrefix = false
      }
      return
    }
    close(at: index)
    cuts.append(
      Cut(
        tokens: index..<index + 1, keyword: word, keywordIndex: index,
        isPrefix: word.isEmpty && startsPrefix(at: index)))
    isOpen = true
  }

  private mutating func close(at index: Int) {
    if isOpen, let last = cuts.indices.last {
      cuts[last].tokens = cuts[last].tokens.lowerBound..<index
    }
    isOpen = false
  }

  // MARK: Words

  private func keyword(at index: Int) -> String? {
    let token = tokens[index]
    let canBegin = token.column == 0 || !isOpen || prefix != nil || isBehindTermless
    if token.text == "#", canBegin, index + 1 < tokens.count, tokens[index + 1].isGlued,
      tokens[index + 1].kind == .word
    {
      return "#" + tokens[index + 1].text
    }
    guard token.kind == .word, !token.isBareName else { return nil }
    let roles = CommandWords.roles(token.text)
    // At the start of a line even within brackets: then those were never closed.
    if roles.contains(.command) {
      guard depth == 0 || token.column == 0 else { return nil }
      return isSecondWord(at: index) ? nil : token.text
    }
    guard roles.contains(.lineCommand), canBegin else { return nil }
    // `structure … deriving Repr`
    if token.text == "deriving", tokens.dropFirst(index + 1).first?.text != "instance" {
      return nil
    }
    return token.text
  }

  /// Whether no term can be going on: behind `namespace A`, `import B`, `open C`.
  private var isBehindTermless: Bool {
    guard depth == 0, let last = cuts.last, isOpen else { return false }
    return CommandWords.has(.termless, last.keyword)
  }

  /// `deriving instance`, `class inductive`, `class abbrev`, `#eval theorem`
  private func isSecondWord(at index: Int) -> Bool {
    guard index > 0 else { return false }
    switch tokens[index - 1].text {
    case "deriving": return tokens[index].text == "instance"
    case "class": return ["inductive", "abbrev"].contains(tokens[index].text)
    default: return false
    }
  }

  // MARK: What stands in front

  private func startsPrefix(at index: Int) -> Bool {
    guard depth == 0 else { return false }
    return leadsToCommand[index]
      || tokens[index].column == 0 && Self.isPrefixStart(tokens, index)
  }

  private static func isPrefixStart(_ tokens: [LeanToken], _ index: Int) -> Bool {
    let token = tokens[index]
    if token.kind == .docComment { return true }
    if token.kind == .word { return !token.isBareName && CommandWords.has(.modifier, token.text) }
    return token.text == "@" && index + 1 < tokens.count && tokens[index + 1].text == "["
      && tokens[index + 1].isGlued
  }

  /// From the last token to the first, so that a long row of attributes costs no more than its length.
  private static func leads(_ tokens: [LeanToken]) -> [Bool] {
    var leads = [Bool](repeating: false, count: tokens.count)
    var closing: [Int] = []
    var behind = [Int](repeating: tokens.count, count: tokens.count)
    for index in tokens.indices.reversed() {
      if tokens[index].kind == .closing { closing.append(index) }
      if tokens[index].kind == .opening { behind[index] = (closing.popLast() ?? tokens.count) + 1 }
      guard isPrefixStart(tokens, index) else { continue }
      let next = tokens[index].text == "@" ? behind[index + 1] : index + 1
      guard next < tokens.count else { continue }
      let word = tokens[next]
      let roles = word.kind == .word && !word.isBareName ? CommandWords.roles(word.text) : []
      leads[index] = leads[next] || roles.contains(.command)
    }
    return leads
  }
}
