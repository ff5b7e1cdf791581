extension OpenText {
  /// What a theorem's statement may rest on besides the imports: the text in front of it, up to the run of theorems that
  /// it belongs to. Empty where the text does no more than open and bind, which Lean's goals tell in full.
  /// - Parameter opens: namespaces that are opened anyway.
  public func context(of theorem: Int, in text: String, opens: [String]) -> String {
    let start = theorems[theorem].start
    let before = commands.filter { $0.start < start && !Self.isImport($0) }
    if before.allSatisfy({ Self.isToldByGoals($0, opens) }) { return "" }
    let run = before.reversed().prefix { TheoremText.keywords.contains($0.keyword) }
    let end = run.last?.start ?? start
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // Lines that hold imports stay, empty, so that commands behind them on the same line are not lost.
    let first = before.first?.line ?? start.line
    return lines[(first - 1)..<max(first - 1, end.line - 1)].joined(separator: "\n")
  }

  private static func isImport(_ command: LeanOutline.Command) -> Bool {
    ["import", "prelude", "module"].contains(command.keyword)
  }

  private static func isToldByGoals(_ command: LeanOutline.Command, _ opens: [String]) -> Bool {
    switch command.keyword {
    case "theorem", "lemma", "example", "namespace", "section", "end", "variable", "universe",
      "include", "omit", "set_option":
      return true
    case "open":
      return LeanTokens(command.text).tokens.dropFirst().allSatisfy { opens.contains($0.text) }
    case "": return LeanTokens(command.text).tokens.allSatisfy { $0.kind == .docComment }
    default: return false
    }
  }
}
