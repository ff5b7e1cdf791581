/// Tokens that a chat template puts around turns, and that some servers leave in an answer's text: `<|im_end|>`, `</s>`,
/// `<end_of_turn>`, `<｜end▁of▁sentence｜>`. They are no part of what was said.
enum SpecialToken {
  /// Length of the token that the bytes begin with; nil where they begin with none.
  static func length(atStartOf bytes: ArraySlice<UInt8>) -> Int? {
    if let word = words.first(where: { bytes.starts(with: $0) }) { return word.count }
    for (opening, closing) in brackets where bytes.starts(with: opening) {
      let name = bytes.dropFirst(opening.count).prefix(nameBytesMax).prefix(while: isNamePart)
      let rest = bytes[name.endIndex...]
      if !name.isEmpty, rest.starts(with: closing) {
        return opening.count + name.count + closing.count
      }
    }
    return nil
  }

  /// Length of the token that the bytes end with; nil where they end with none.
  static func length(atEndOf bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.last == UInt8(ascii: ">") || bytes.last == UInt8(ascii: "]") else { return nil }
    let near = bytes.suffix(tokenBytesMax)
    var start = near.endIndex
    while let place = near[..<start].lastIndex(where: isOpening) {
      if length(atStartOf: bytes[place...]) == bytes.endIndex - place {
        return bytes.endIndex - place
      }
      start = place
    }
    return nil
  }

  /// Where the bytes end without the tokens at their end, and the white space among those.
  static func end(of bytes: ArraySlice<UInt8>) -> Int {
    var end = bytes.endIndex
    var rest = bytes
    while true {
      while let last = rest.last, last == 32 || (9...13).contains(last) { rest.removeLast() }
      guard let length = length(atEndOf: rest) else { return end }
      rest.removeLast(length)
      end = rest.endIndex
    }
  }

  private static let words = [
    "</s>", "<s>", "<eos>", "<bos>", "<pad>", "<unk>", "<eod>", "<EOT>", "<end_of_turn>",
    "<start_of_turn>", "<end_of_text>", "<end_of_utterance>", "[INST]", "[/INST]", "[EOS]",
  ].map { Array($0.utf8) }

  private static let brackets = [("<|", "|>"), ("<｜", "｜>")].map {
    (Array($0.0.utf8), Array($0.1.utf8))
  }

  private static let nameBytesMax = 48
  private static let tokenBytesMax = 64

  private static func isOpening(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "<") || byte == UInt8(ascii: "[")
  }

  /// Letters, digits, `_`, `-`, `/`, and the bytes of `▁`, but not those of `｜`.
  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "/"), 0xe2, 0x96, 0x81:
      true
    default: false
    }
  }
}
