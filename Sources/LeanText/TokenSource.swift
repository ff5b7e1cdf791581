/// Tokens with the text that they stand in.
struct TokenSource {
  let tokens: [LeanToken]
  let problem: LeanTextProblem?
  private let scalars: [Unicode.Scalar]

  init(_ text: String) { self.init(text, LeanTokens(text)) }

  init(_ text: String, _ read: LeanTokens) {
    tokens = read.tokens
    problem = read.problem
    scalars = Array(text.unicodeScalars)
  }

  /// As written, from the first token to the last.
  func text(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return Self.string(scalars[tokens[first].offset..<tokens[last].end])
  }

  /// As written, with comments between the tokens and a `--` behind the last on its line, and without the indentation that
  /// all lines have in common. The first line is indented as if nothing stood in front of it.
  func block(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    let token = tokens[first]
    let own = token.offset..<tokens[last].end
    let next = last + 1 < tokens.count ? tokens[last + 1].offset : scalars.count
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
    guard let first = range.first else { return "" }
    let text = text(range)
    if !text.utf8.contains(10) { return plain(range) }
    return "\n" + String(repeating: " ", count: tokens[first].column) + text
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
