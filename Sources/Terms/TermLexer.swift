/// Splits Lean terms into tokens.
enum TermLexer {
  enum Kind { case identifier, numeral, symbol }
  struct Token: Equatable {
    var kind: Kind
    var text: String
  }

  static let reserved = [
    "=>", ":=", ":", ",", "(", ")", "[", "]", "{", "}", "∀", "∃", "fun", "λ", "↦", "×",
  ]
  /// Words that are no names.
  static let words: Set<String> = ["fun", "if", "then", "else"]

  static func tokens(_ text: String, operators: [String]) -> [Token]? {
    let characters = Array(text)
    var found: [Token] = []
    var at = 0
    let symbols = (operators + reserved).sorted { $0.count > $1.count }.map(Array.init)
    // One token past the limit is enough to refuse the text.
    while at < characters.count, found.count <= TermParser.tokensMax {
      let character = characters[at]
      if character.isWhitespace {
        at += 1
      } else if isIdentifierStart(character) {
        var end = at + 1
        while end < characters.count, isIdentifierPart(characters, end) { end += 1 }
        let word = String(characters[at..<end])
        found.append(Token(kind: words.contains(word) ? .symbol : .identifier, text: word))
        at = end
      } else if character.isNumber {
        var end = at + 1
        while end < characters.count, characters[end].isNumber { end += 1 }
        found.append(Token(kind: .numeral, text: String(characters[at..<end])))
        at = end
      } else if let symbol = symbols.first(where: { characters[at...].starts(with: $0) }) {
        found.append(Token(kind: .symbol, text: String(symbol)))
        at += symbol.count
      } else {
        return nil
      }
    }
    return found
  }

  static func isIdentifierStart(_ character: Character) -> Bool {
    (character.isLetter && character != "λ") || character == "_"
  }

  static func isIdentifierPart(_ characters: [Character], _ at: Int) -> Bool {
    let character = characters[at]
    if isIdentifierStart(character) || character.isNumber || character == "'" { return true }
    if character == "!" || character == "?" { return true }
    return character == "." && at + 1 < characters.count && isIdentifierStart(characters[at + 1])
  }
}
