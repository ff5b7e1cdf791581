/// Fences that do not stand alone on their line.
extension AnswerScanner {
  /// Whether what follows a fence's marks cannot say what a block holds: a tag, a special token, punctuation, or words
  /// behind a space. Such a fence ends a block.
  func isNoInfo(_ behind: Range<Int>) -> Bool {
    let rest = trimmed(behind)
    guard let first = rest.first.map({ bytes[$0] }) else { return false }
    if isSentence(rest), rest.lowerBound > behind.lowerBound {
      return Self.kind(word(of: rest)) == .other
    }
    return "<[.,;:!?)*".utf8.contains(first)
  }

  func isSentence(_ range: Range<Int>) -> Bool {
    bytes[range].contains(where: Self.isSpace)
  }

  /// Marks that end a block at the end of a line of code: Lean has none such, but comments and strings may.
  func fenceBehindCode(in content: Range<Int>, of block: OpenBlock) -> Range<Int>? {
    var found: Range<Int>?
    var at = content.lowerBound
    while let start = bytes[at..<content.upperBound].firstIndex(of: block.mark) {
      let length = run(of: block.mark, in: start..<content.upperBound)
      at = start + length
      if length < 3 { continue }
      // Two of them are code within a comment.
      if found != nil { return nil }
      found = start..<at
    }
    guard let fence = found, fence.count >= block.length else { return nil }
    let code = bytes[trimmed(content.lowerBound..<fence.lowerBound)]
    if code.isEmpty || code.allSatisfy({ "-/!*".utf8.contains($0) }) { return nil }
    let rest = trimmed(fence.upperBound..<content.upperBound)
    return rest.isEmpty || bytes[rest.lowerBound] == Self.less ? fence : nil
  }

  /// Where a fence marked as Lean ends a line of words: `The proof: ```lean4`.
  func fenceBehindWords(in line: Range<Int>) -> Int? {
    let content = trimmed(line)
    guard lastBackquote > content.lowerBound, lastBackquote < content.upperBound else { return nil }
    var start = lastBackquote
    while start > content.lowerBound, bytes[start - 1] == Self.backquote { start -= 1 }
    let rest = lastBackquote + 1..<content.upperBound
    let isFence = lastBackquote + 1 - start >= 3 && start > content.lowerBound
    return isFence && Self.kind(word(of: rest)) == .lean && !isSentence(rest) ? start : nil
  }
}

/// Bytes and what they are to an answer.
extension AnswerScanner {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let backquote = UInt8(ascii: "`")
  static let tilde = UInt8(ascii: "~")
  static let less = UInt8(ascii: "<")
  static let startTag = Array("<think>".utf8)
  static let endTag = Array("</think>".utf8)

  static func startsCommand(_ word: String) -> Bool {
    !CommandWords.roles(word).isDisjoint(with: [.command, .lineCommand, .modifier, .header])
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  func starts(_ range: Range<Int>, with prefix: [UInt8]) -> Bool {
    range.count >= prefix.count
      && bytes[range.lowerBound..<range.lowerBound + prefix.count].elementsEqual(prefix)
  }

  func run(of byte: UInt8, in range: Range<Int>) -> Int {
    (bytes[range].firstIndex { $0 != byte } ?? range.upperBound) - range.lowerBound
  }

  func withoutIndent(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    while low < range.upperBound, Self.isSpace(bytes[low]) { low += 1 }
    return low..<range.upperBound
  }

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    let start = withoutIndent(range)
    var high = start.upperBound
    while high > start.lowerBound, Self.isSpace(bytes[high - 1]) { high -= 1 }
    return start.lowerBound..<high
  }

  /// The first word, as far as it can matter.
  func word(of range: Range<Int>) -> String {
    String(decoding: bytes[range].prefix { !Self.isSpace($0) }.prefix(16), as: UTF8.self)
  }

  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
