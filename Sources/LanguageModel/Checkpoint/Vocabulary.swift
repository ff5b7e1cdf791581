/// Ordered tokens and their ids. Tokens are words without white space: the text of a sequence is
/// its tokens with blanks between them.
public struct Vocabulary: Sendable, Equatable {
  /// What unknown words become.
  public static let unknown = "<unk>"
  /// Words with a meaning of their own to Hugging Face tools, when the vocabulary has them.
  public static let special = [unknown, "<pad>", "<bos>", "<eos>"]

  /// Token of each id.
  public private(set) var tokens: [String] = []
  private var ids: [String: Int32] = [:]
  public private(set) var unknownID: Int32 = 0

  /// `<unk>` is put in front unless it is among `tokens`. Throws `.vocabulary` for a repeated or
  /// empty token and for white space in one.
  public init(_ tokens: [String]) throws(LanguageModelError) {
    if !tokens.contains(Vocabulary.unknown) { try append(Vocabulary.unknown) }
    for token in tokens { try append(token) }
    unknownID = ids[Vocabulary.unknown] ?? 0
  }

  public var count: Int { tokens.count }

  public func id(of token: String) -> Int32? { ids[token] }

  public func contains(_ token: String) -> Bool { ids[token] != nil }

  /// Unknown words become `unknownID`.
  public func encode(_ words: [String]) -> [Int32] { words.map { ids[$0] ?? unknownID } }

  /// Ids outside the vocabulary become `<unk>`.
  public func decode(_ ids: [Int32]) -> [String] {
    ids.map { tokens.indices.contains(Int($0)) ? tokens[Int($0)] : Vocabulary.unknown }
  }

  /// Adds tokens at the end; those that are there already are skipped.
  public mutating func extend(_ more: [String]) throws(LanguageModelError) {
    var copy = self
    for token in more where !copy.contains(token) { try copy.append(token) }
    self = copy
  }

  private mutating func append(_ token: String) throws(LanguageModelError) {
    guard !token.isEmpty, !token.contains(where: \.isWhitespace) else {
      throw .vocabulary(
        reason: "token \"\(token)\" (id \(tokens.count)) is empty or holds white space",
        remedy: "give words without white space")
    }
    guard ids.updateValue(Int32(tokens.count), forKey: token) == nil else {
      throw .vocabulary(
        reason: "token \"\(token)\" occurs twice", remedy: "give each token once")
    }
    tokens.append(token)
  }
}
