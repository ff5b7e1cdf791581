import LeanText

/// What has to be known of a file's text to judge it by itself. Nothing here decides that something is proved: it only
/// finds what Lean does not keep.
enum FileText {
  private static let examples = "LemmaloomExample"

  static let isEmpty = "the file declares nothing: there is nothing to judge"

  /// Why a part of the file would not be judged; nil where all of it is.
  static func unjudged(in text: String) -> String? {
    let tokens = LeanTokens(text).tokens
    for (index, token) in tokens.enumerated() where token.text == "exit" && token.isGlued {
      guard index > 0, tokens[index - 1].text == "#" else { continue }
      if index + 1 < tokens.count {
        return "line \(token.line): Lean reads nothing behind '#exit', so that nobody can judge it"
      }
    }
    return nil
  }

  /// The file with a name for each example, on the same lines; nil where it has none. `example` is a word of Lean's own:
  /// nothing else can be called so.
  static func namingExamples(in text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where scalar == "\n" { starts.append(index + 1) }
    var result = String.UnicodeScalarView()
    var done = 0
    var count = 0
    let tokens = LeanTokens(text).tokens
    for (index, token) in tokens.enumerated() where token.kind == .word && token.text == "example" {
      let place = starts[token.line - 1] + token.column
      let isMarked = index > 0 && tokens[index - 1].text == "noncomputable"
      count += 1
      result.append(contentsOf: scalars[done..<place])
      // Of a value too; and a definition of a proposition's type is as good as a theorem.
      let keyword = isMarked ? "def" : "noncomputable def"
      let name = "\(examples).line\(token.line).number\(count)"
      result.append(contentsOf: "\(keyword) \(name)".unicodeScalars)
      done = place + token.text.unicodeScalars.count
    }
    if count == 0 { return nil }
    result.append(contentsOf: scalars[done...])
    return String(result)
  }
}
