/// A byte-level byte pair encoding with the pre-tokenizer of Qwen 2 and 3: text to token ids and back. Every text has
/// ids; decoding them gives the text in normalization form C.
///
/// There is no encoding of bytes that are no UTF-8: models learn from text, and so the library encodes text alone. Make a
/// `String` of such bytes (each faulty sequence becomes U+FFFD) and encode that.
public struct BytePairTokenizer: Sendable {
  /// Token of each id, bytes written in the byte alphabet.
  let tokens: [String]
  /// Tokens of the vocabulary proper; added tokens may follow.
  let vocabularyCount: Int
  let merges: MergeTable
  /// Added tokens and their ids, in order of id.
  let addedTokens: [(token: AddedToken, id: Int32)]
  /// Whether text is put into normalization form C.
  let isNormalizing: Bool
  /// Whether a word that is a token as a whole is taken without merging.
  let ignoresMerges: Bool

  private let ids: [String: Int32]
  let byteIDs: [Int32]
  private let wholeWords: [ArraySlice<UInt8>: Int32]
  private let rawMatcher: AddedTokenMatcher
  private let normalizedMatcher: AddedTokenMatcher
  /// Bytes of all tokens after each other, and where each ends.
  private let tokenBytes: [UInt8]
  private let tokenEnds: [Int]
  private let specialIDs: Set<Int32>

  /// Ids are places in `vocabulary`, then those of the added tokens that are not in it. Throws `.vocabulary` for a
  /// repeated or empty token, for a byte without a token and for a merge whose parts or result are no tokens.
  init(
    vocabulary: [String], merges: [(String, String)], added: [AddedToken],
    isNormalizing: Bool = true, ignoresMerges: Bool = false
  ) throws(LanguageModelError) {
    var ids: [String: Int32] = [:]
    var tokens = vocabulary
    for (index, token) in vocabulary.enumerated() {
      guard !token.isEmpty, ids.updateValue(Int32(index), forKey: token) == nil else {
        throw .vocabulary(
          reason: "token \"\(token)\" with id \(index) is empty or occurs twice",
          remedy: "give each token once")
      }
    }
    byteIDs = try BytePairTokenizer.byteIDs(ids)
    self.merges = MergeTable(try BytePairTokenizer.resolve(merges, ids))
    vocabularyCount = vocabulary.count
    var addedTokens: [(token: AddedToken, id: Int32)] = []
    var contents: Set<String> = []
    for token in added {
      guard !token.content.isEmpty, contents.insert(token.content).inserted else {
        throw .vocabulary(
          reason: "added token \"\(token.content)\" is empty or occurs twice",
          remedy: "give each added token once")
      }
      let id = ids[token.content] ?? Int32(tokens.count)
      if Int(id) == tokens.count {
        tokens.append(token.content)
        ids[token.content] = id
      }
      addedTokens.append((token, id))
    }
    self.tokens = tokens
    self.ids = ids
    self.addedTokens = addedTokens.sorted { $0.id < $1.id }
    self.isNormalizing = isNormalizing
    self.ignoresMerges = ignoresMerges
    (rawMatcher, normalizedMatcher) = BytePairTokenizer.matchers(addedTokens, isNormalizing)
    specialIDs = Set(addedTokens.filter(\.token.isSpecial).map(\.id))
    (tokenBytes, tokenEnds) = BytePairTokenizer.flattened(tokens)
    wholeWords = ignoresMerges ? BytePairTokenizer.wholeWords(vocabulary) : [:]
  }

  /// Number of ids, added tokens included: the rows that an embedding needs at least.
  public var count: Int { tokens.count }

  /// Id of a token: an added token as it stands (`<|im_end|>`), any other written in the byte alphabet (`Ġthe`).
  public func id(of token: String) -> Int32? { ids[token] }

  /// Ids of a text. With `recognizesSpecialTokens` false a text such as `<|im_end|>` is encoded as any other: what text of
  /// strangers needs.
  public func encode(_ text: String, recognizesSpecialTokens: Bool = true) -> [Int32] {
    var output: [Int32] = []
    var merger = WordMerger()
    walk(
      text, special: recognizesSpecialTokens,
      word: { word in
        if ignoresMerges, let id = wholeWords[ArraySlice(word)] {
          output.append(id)
        } else {
          merger.merge(word, byteIDs: byteIDs, with: merges, into: &output)
        }
      },
      token: { output.append($0) })
    return output
  }

  /// Calls `word` for each word of the normalized text and `token` for each added token, in order.
  func walk(
    _ text: String, special: Bool, word: (UnsafeBufferPointer<UInt8>) -> Void,
    token: (Int32) -> Void
  ) {
    func normalized(_ text: UnsafeBufferPointer<UInt8>) {
      normalizedMatcher.split(
        text, special: special,
        piece: { piece in
          WordSplitter.split(UTF8Text(bytes: piece)) {
            word(UnsafeBufferPointer(rebasing: piece[$0]))
          }
        }, token: token)
    }
    var text = text
    text.withUTF8 { bytes in
      rawMatcher.split(
        bytes, special: special,
        piece: { piece in
          let composed =
            isNormalizing ? CanonicalComposition.normalized(UTF8Text(bytes: piece)) : nil
          if let composed {
            composed.withUnsafeBufferPointer(normalized)
          } else {
            normalized(piece)
          }
        }, token: token)
    }
  }

  /// The text of ids: their bytes after each other, each faulty sequence replaced by U+FFFD. Ids without a token are left
  /// out.
  public func decode(_ ids: some Sequence<Int32>, skipsSpecialTokens: Bool = true) -> String {
    String(decoding: bytes(of: ids, skipsSpecialTokens: skipsSpecialTokens), as: UTF8.self)
  }

  /// The bytes of ids, which need not be whole characters. Ids without a token have none.
  public func bytes(of ids: some Sequence<Int32>, skipsSpecialTokens: Bool = true) -> [UInt8] {
    var result: [UInt8] = []
    for id in ids where tokens.indices.contains(Int(id)) {
      if skipsSpecialTokens && specialIDs.contains(id) { continue }
      let start = id == 0 ? 0 : tokenEnds[Int(id) - 1]
      result.append(contentsOf: tokenBytes[start..<tokenEnds[Int(id)]])
    }
    return result
  }
}
