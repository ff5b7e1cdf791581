/// Identifiers in Lean text, dotted ones whole.
public enum Identifiers {
  public static func words(in text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || "_'.!?".contains($0)) }
  }

  /// The text with every identifier that has an entry in `map` replaced, all at once; `h` also where `h.mp` uses it.
  public static func replacing(_ map: [String: String], in text: String) -> String {
    if map.isEmpty { return text }
    var result = ""
    var rest = Substring(text)
    for word in words(in: text) {
      let head = word.prefix { $0 != "." }
      let new = map[String(word)] ?? (map[String(head)] ?? String(head)) + word[head.endIndex...]
      result += rest[..<word.startIndex] + new
      rest = rest[word.endIndex...]
    }
    return result + rest
  }
}
