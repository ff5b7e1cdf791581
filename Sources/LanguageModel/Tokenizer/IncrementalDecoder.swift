/// Decodes tokens as they are drawn. A character may be spread over tokens: each piece holds whole characters only, and
/// all pieces together are what `decode` gives for all ids.
public struct IncrementalDecoder: Sendable {
  private let tokenizer: BytePairTokenizer
  private let skipsSpecialTokens: Bool
  /// The first bytes of a character whose rest is still to come: three at most.
  private var pending: [UInt8] = []

  public init(_ tokenizer: BytePairTokenizer, skipsSpecialTokens: Bool = true) {
    self.tokenizer = tokenizer
    self.skipsSpecialTokens = skipsSpecialTokens
  }

  /// The text that is complete with this token; often a word, empty within a character.
  public mutating func append(_ id: Int32) -> String {
    pending += tokenizer.bytes(of: CollectionOfOne(id), skipsSpecialTokens: skipsSpecialTokens)
    let held = IncrementalDecoder.unfinishedSuffix(pending)
    let piece = String(decoding: pending.dropLast(held), as: UTF8.self)
    pending.removeFirst(pending.count - held)
    return piece
  }

  /// What is left at the end: U+FFFD when a character was begun and not finished, otherwise nothing.
  public mutating func finish() -> String {
    let piece = String(decoding: pending, as: UTF8.self)
    pending.removeAll()
    return piece
  }

  /// Length of the suffix that is the beginning of a character.
  private static func unfinishedSuffix(_ bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let first = bytes[bytes.count - length]
      if first & 0xC0 == 0x80 { continue }
      let due = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
      guard first <= 0xF4, length < due else { return 0 }
      return length == 1 || isSecond(bytes[bytes.count - length + 1], after: first) ? length : 0
    }
    return 0
  }

  /// Whether a continuation byte may follow (The Unicode Standard, table 3-7).
  private static func isSecond(_ byte: UInt8, after first: UInt8) -> Bool {
    switch first {
    case 0xE0: byte >= 0xA0
    case 0xED: byte <= 0x9F
    case 0xF0: byte >= 0x90
    case 0xF4: byte <= 0x8F
    default: true
    }
  }
}
