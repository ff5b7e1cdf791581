/// Learns a byte-level BPE vocabulary from texts (Sennrich et al. 2016, section 3.2, over bytes): the commonest pair of
/// neighbours within words becomes a token, again and again. Of equally common pairs the one with the smaller ids is
/// taken, so the same texts give the same vocabulary.
public struct TokenizerTrainer: Sendable {
  /// Ids altogether: 256 bytes, merges, added tokens. Fewer come of texts with too few pairs.
  public var vocabularySize: Int
  /// A pair must occur so often to become a token.
  public var minimumFrequency: Int
  /// They get the last ids, in this order.
  public var addedTokens: [AddedToken]

  /// The added tokens that Qwen 3's chat template needs.
  public static let chatTokens = [
    AddedToken(ChatTemplate.textEnd), AddedToken(ChatTemplate.turnStart),
    AddedToken(ChatTemplate.turnEnd), AddedToken(ChatTemplate.thinkStart, isSpecial: false),
    AddedToken(ChatTemplate.thinkEnd, isSpecial: false),
  ]

  public init(
    vocabularySize: Int, minimumFrequency: Int = 2, addedTokens: [AddedToken] = chatTokens
  ) {
    self.vocabularySize = vocabularySize
    self.minimumFrequency = minimumFrequency
    self.addedTokens = addedTokens
  }

  /// Throws `.vocabulary` for a size without room for bytes and added tokens, for more than a million ids, and for bad
  /// added tokens.
  /// - Parameter progress: hears now and then what part of the vocabulary is there.
  public func train(
    _ texts: some Sequence<String>, progress: (Double) -> Void = { _ in }
  ) throws(LanguageModelError) -> BytePairTokenizer {
    let least = 256 + addedTokens.count
    guard (least...1_000_000).contains(vocabularySize) else {
      throw .vocabulary(
        reason: "vocabulary size \(vocabularySize) is out of range",
        remedy: "give \(least) (bytes and added tokens) to 1000000")
    }
    var vocabulary = ByteAlphabet.order.map { ByteAlphabet.token([$0]) }
    // The tokenizer without merges cuts texts into words and these into bytes.
    let bytes = try BytePairTokenizer(vocabulary: vocabulary, merges: [], added: addedTokens)
    var words: [ArraySlice<UInt8>: Int] = [:]
    for text in texts {
      bytes.walk(
        text, special: true, word: { words[ArraySlice($0), default: 0] += 1 }, token: { _ in })
    }
    let counted = words.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var learner = PairLearner(
      words: counted.map { $0.key.map { bytes.byteIDs[Int($0)] } }, counts: counted.map(\.value))
    var merges: [(String, String)] = []
    var known = Set(vocabulary)
    while vocabulary.count + addedTokens.count < vocabularySize,
      let pair = learner.commonest(atLeast: Swift.max(1, minimumFrequency))
    {
      let parts = (vocabulary[Int(pair.first)], vocabulary[Int(pair.second)])
      // Two pairs may spell the same token: it keeps one id and has two merges.
      let token = parts.0 + parts.1
      let id =
        known.insert(token).inserted
        ? Int32(vocabulary.count) : Int32(vocabulary.firstIndex(of: token) ?? 0)
      if Int(id) == vocabulary.count { vocabulary.append(token) }
      merges.append(parts)
      if merges.count % 64 == 0 { progress(Double(vocabulary.count) / Double(vocabularySize)) }
      learner.merge(pair, into: id)
    }
    return try BytePairTokenizer(vocabulary: vocabulary, merges: merges, added: addedTokens)
  }
}

/// Two neighbouring tokens.
private struct TokenPair: Hashable, Comparable {
  var first: Int32
  var second: Int32

  static func < (left: TokenPair, right: TokenPair) -> Bool {
    (left.first, left.second) < (right.first, right.second)
  }
}

/// Words as tokens with how often each occurs, and the pairs in them.
private struct PairLearner {
  /// The commonest first, then the smaller ids.
  private struct Candidate: Comparable {
    var count: Int
    var pair: TokenPair

    static func < (left: Candidate, right: Candidate) -> Bool {
      (right.count, left.pair) < (left.count, right.pair)
    }
  }

  private var words: [[Int32]]
  private let counts: [Int]
  private var pairCounts: [TokenPair: Int] = [:]
  /// Words that have, or had, the pair.
  private var places: [TokenPair: Set<Int>] = [:]
  /// Counts may be out of date: they are compared with `pairCounts` when taken.
  private var candidates = BinaryHeap<Candidate>()

  init(words: [[Int32]], counts: [Int]) {
    self.words = words
    self.counts = counts
    for word in words.indices {
      for pair in PairLearner.pairs(words[word]) {
        pairCounts[pair, default: 0] += counts[word]
        places[pair, default: []].insert(word)
      }
    }
    for (pair, count) in pairCounts { candidates.insert(Candidate(count: count, pair: pair)) }
  }

  mutating func commonest(atLeast minimum: Int) -> TokenPair? {
    while var candidate = candidates.popSmallest() {
      let count = pairCounts[candidate.pair] ?? 0
      if candidate.count == count { return count >= minimum ? candidate.pair : nil }
      guard count > 0, count < candidate.count else { continue }
      candidate.count = count
      candidates.insert(candidate)
    }
    return nil
  }

  /// Replaces the pair by `id` in all words.
  mutating func merge(_ pair: TokenPair, into id: Int32) {
    var changed: Set<TokenPair> = []
    for word in places.removeValue(forKey: pair) ?? [] {
      let old = words[word]
      var new: [Int32] = []
      var index = 0
      while index < old.count {
        if index + 1 < old.count, old[index] == pair.first, old[index + 1] == pair.second {
          new.append(id)
          index += 2
        } else {
          new.append(old[index])
          index += 1
        }
      }
      guard new.count < old.count else { continue }
      for pair in PairLearner.pairs(old) { pairCounts[pair, default: 0] -= counts[word] }
      for pair in PairLearner.pairs(new) {
        pairCounts[pair, default: 0] += counts[word]
        places[pair, default: []].insert(word)
        changed.insert(pair)
      }
      words[word] = new
    }
    pairCounts[pair] = nil
    for pair in changed where pair.first == id || pair.second == id {
      candidates.insert(Candidate(count: pairCounts[pair] ?? 0, pair: pair))
    }
  }

  private static func pairs(_ word: [Int32]) -> some Sequence<TokenPair> {
    zip(word, word.dropFirst()).lazy.map { TokenPair(first: $0, second: $1) }
  }
}
