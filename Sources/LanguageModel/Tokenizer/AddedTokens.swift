/// A token with a meaning of its own, found in text as a whole before any word is split.
public struct AddedToken: Hashable, Sendable {
  public var content: String
  /// Special tokens are markers for the model: decoding can leave them out, and encoding can take them for plain text.
  public var isSpecial: Bool
  /// Looked for after normalization rather than in the text as given.
  public var isNormalized: Bool

  public init(_ content: String, isSpecial: Bool = true, isNormalized: Bool = false) {
    self.content = content
    self.isSpecial = isSpecial
    self.isNormalized = isNormalized
  }
}

/// Finds added tokens in text: the leftmost, of those that start at one place the longest.
struct AddedTokenMatcher: Sendable {
  /// By first byte, longest first.
  private var candidates: [[(bytes: [UInt8], id: Int32, isSpecial: Bool)]] = Array(
    repeating: [], count: 256)
  private(set) var isEmpty = true

  mutating func add(_ bytes: [UInt8], id: Int32, isSpecial: Bool) {
    guard let first = bytes.first else { return }
    isEmpty = false
    candidates[Int(first)].append((bytes, id, isSpecial))
    candidates[Int(first)].sort { $0.bytes.count > $1.bytes.count }
  }

  /// Calls `piece` for each stretch of plain text (never empty) and `token` for each added token, in order. Special
  /// tokens are plain text unless `special`.
  func split(
    _ text: UnsafeBufferPointer<UInt8>, special: Bool,
    piece: (UnsafeBufferPointer<UInt8>) -> Void, token: (Int32) -> Void
  ) {
    var start = 0
    var index = 0
    while !isEmpty, index < text.count {
      guard let match = match(text, index, special) else {
        index += 1
        continue
      }
      if start < index { piece(UnsafeBufferPointer(rebasing: text[start..<index])) }
      token(match.id)
      index += match.length
      start = index
    }
    if start < text.count { piece(UnsafeBufferPointer(rebasing: text[start...])) }
  }

  @inline(__always)
  private func match(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ special: Bool) -> (
    id: Int32, length: Int
  )? {
    for (bytes, id, isSpecial) in candidates[Int(text[index])] {
      if isSpecial && !special { continue }
      guard bytes.count <= text.count - index else { continue }
      if bytes.indices.allSatisfy({ bytes[$0] == text[index + $0] }) { return (id, bytes.count) }
    }
    return nil
  }
}
