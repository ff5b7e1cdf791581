/// Lines of a Lean text as Lean counts them: they end at "\n" and nowhere else. Unicode's other ends of lines, which
/// `Character.isNewline` knows, stand within a line; "\r\n" is "\n" to Lean before it reads anything else.
public enum LeanLines {
  /// "\n" for every "\r\n": what Lean makes of a file before it reads it.
  public static func normalized(_ text: String) -> String {
    text.utf8.contains(13) ? text.replacing("\r\n", with: "\n") : text
  }

  /// The lines without their ends; one more than there are ends of lines.
  public static func split(_ text: String) -> [String] {
    normalized(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }
  }

  /// Number of ends of lines.
  public static func breaks(in text: String) -> Int { text.utf8.count { $0 == 10 } }

  /// Number of lines, an empty last one included.
  public static func count(_ text: String) -> Int { breaks(in: text) + 1 }

  /// All of the text's words in one line; comments must not be among them.
  public static func joined(_ text: String) -> String {
    split(text).joined(separator: " ")
  }

  /// The text up to a scalar, and from there on.
  public static func cut(_ text: String, at offset: Int) -> (before: String, after: String) {
    let scalars = text.unicodeScalars
    let place =
      scalars.index(scalars.startIndex, offsetBy: offset, limitedBy: scalars.endIndex)
      ?? scalars.endIndex
    return (String(scalars[..<place]), String(scalars[place...]))
  }
}
