/// Identifiers in Lean text, dotted ones whole.
public enum Identifiers {
  public static func words(in text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || "_'.!?".contains($0)) }
  }

  /// The text with every identifier that has an entry in `map` replaced, all at once.
  public static func replacing(_ map: [String: String], in text: String) -> String {
    if map.isEmpty { return text }
    var result = ""
    var rest = Substring(text)
    for word in words(in: text) {
      result += rest[..<word.startIndex] + (map[String(word)] ?? String(word))
      rest = rest[word.endIndex...]
    }
    return result + rest
  }
}
