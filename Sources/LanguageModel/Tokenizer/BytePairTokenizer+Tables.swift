/// The tables that a tokenizer works with, made from its vocabulary.
extension BytePairTokenizer {
  static func byteIDs(_ ids: [String: Int32]) throws(LanguageModelError) -> [Int32] {
    var result: [Int32] = []
    for byte in UInt8.min...UInt8.max {
      let symbol = ByteAlphabet.token([byte])
      guard let id = ids[symbol] else {
        throw .vocabulary(
          reason: "byte \(byte) has no token (\"\(symbol)\")",
          remedy: "use a byte-level vocabulary with all 256 bytes")
      }
      result.append(id)
    }
    return result
  }

  static func resolve(_ merges: [(String, String)], _ ids: [String: Int32])
    throws(LanguageModelError) -> [(first: Int32, second: Int32, result: Int32)]
  {
    var result: [(first: Int32, second: Int32, result: Int32)] = []
    result.reserveCapacity(merges.count)
    for (rank, merge) in merges.enumerated() {
      guard let first = ids[merge.0], let second = ids[merge.1], let both = ids[merge.0 + merge.1]
      else {
        throw .vocabulary(
          reason:
            "merge \(rank) of \"\(merge.0)\" and \"\(merge.1)\" names or makes an unknown token",
          remedy: "give each merge's parts and result an id in the vocabulary")
      }
      result.append((first, second, both))
    }
    return result
  }

  static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { CanonicalComposition.normalized(UTF8Text(bytes: $0)) } ?? bytes
  }

  static func matchers(_ added: [(token: AddedToken, id: Int32)], _ isNormalizing: Bool) -> (
    raw: AddedTokenMatcher, normalized: AddedTokenMatcher
  ) {
    var matchers = (raw: AddedTokenMatcher(), normalized: AddedTokenMatcher())
    for (token, id) in added {
      let bytes = Array(token.content.utf8)
      if token.isNormalized {
        let pattern = isNormalizing ? normalized(bytes) : bytes
        matchers.normalized.add(pattern, id: id, isSpecial: token.isSpecial)
      } else {
        matchers.raw.add(bytes, id: id, isSpecial: token.isSpecial)
      }
    }
    return matchers
  }

  /// Bytes of all tokens after each other, and where each ends.
  static func flattened(_ tokens: [String]) -> (bytes: [UInt8], ends: [Int]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    ends.reserveCapacity(tokens.count)
    for token in tokens {
      bytes.append(contentsOf: ByteAlphabet.bytes(of: token))
      ends.append(bytes.count)
    }
    return (bytes, ends)
  }

  static func wholeWords(_ vocabulary: [String]) -> [ArraySlice<UInt8>: Int32] {
    var words: [ArraySlice<UInt8>: Int32] = [:]
    for (index, token) in vocabulary.enumerated() {
      words[ByteAlphabet.bytes(of: token)[...]] = Int32(index)
    }
    return words
  }
}
