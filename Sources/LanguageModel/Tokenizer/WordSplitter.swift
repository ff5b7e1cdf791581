/// Cuts text into the words that BPE merges within, as the regular expression of Qwen 2 and 3 does. Its alternatives, in
/// order of preference: a contraction ('s, 't, 're, 've, 'm, 'll, 'd in any case); letters with at most one character in
/// front that is no letter, digit or line break; one digit; other characters with at most one blank in front and any
/// line breaks behind; white space up to its last line break; white space but for the character in front of a word;
/// white space. Linear in the length of the text.
enum WordSplitter {
  /// The expression as `tokenizer.json` states it.
  static let pattern =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"#
    + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Calls `body` with the byte range of each word; the ranges follow each other and cover the text.
  static func split(_ text: UTF8Text, _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < text.count {
      let end = endOfWord(text, start)
      body(start..<end)
      start = end
    }
  }

  private static func endOfWord(_ text: UTF8Text, _ start: Int) -> Int {
    if let end = endOfContraction(text, start) { return end }
    guard let (kind, length) = text.scalarClass(at: start) else { return text.count }
    let next = start + length
    switch kind {
    case .letter: return endOfRun(of: .letter, text, next)
    case .number: return next
    case .other, .space: break
    }
    let following = text.scalarClass(at: next)?.kind
    if following == .letter, !isLineBreak(text, start) {
      return endOfRun(of: .letter, text, next)
    }
    if kind == .other { return endOfSymbols(text, next) }
    if following == .other, text.bytes[start] == UInt8(ascii: " ") {
      return endOfSymbols(text, next)
    }
    return endOfWhiteSpace(text, start)
  }

  private static func endOfRun(of kind: ScalarClass, _ text: UTF8Text, _ start: Int) -> Int {
    var end = start
    while let (next, length) = text.scalarClass(at: end), next == kind { end += length }
    return end
  }

  private static func endOfSymbols(_ text: UTF8Text, _ start: Int) -> Int {
    var end = endOfRun(of: .other, text, start)
    while end < text.count, isLineBreak(text, end) { end += 1 }
    return end
  }

  private static func endOfWhiteSpace(_ text: UTF8Text, _ start: Int) -> Int {
    var end = start
    var last = start
    var afterLineBreak: Int?
    while let (kind, length) = text.scalarClass(at: end), kind == .space {
      last = end
      end += length
      if isLineBreak(text, last) { afterLineBreak = end }
    }
    if let afterLineBreak { return afterLineBreak }
    return end == text.count || last == start ? end : last
  }

  private static func isLineBreak(_ text: UTF8Text, _ index: Int) -> Bool {
    text.bytes[index] == lineFeed || text.bytes[index] == carriageReturn
  }

  private static func endOfContraction(_ text: UTF8Text, _ start: Int) -> Int? {
    guard text.bytes[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
    func letter(_ index: Int) -> UInt8 { index < text.count ? text.bytes[index] | 0x20 : 0 }
    switch (letter(start + 1), letter(start + 2)) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
      (UInt8(ascii: "d"), _):
      return start + 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    default:
      // ſ (U+017F) is an s of another case.
      return text.scalar(at: start + 1).value == 0x17F ? start + 3 : nil
    }
  }
}
