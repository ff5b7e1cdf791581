/// `tokenizer.json` of the Hugging Face `tokenizers` library, as far as byte-level BPE of the Qwen kind uses it. Fields
/// that would change ids and are not supported are read in order to be refused. `truncation` and `padding`, which some
/// tools leave behind after training, are not read: `AutoTokenizer` goes by its caller's wishes there too.
struct BytePairFile: Codable {
  struct Added: Codable {
    var id: Int
    var content: String
    var singleWord: Bool?
    var lstrip: Bool?
    var rstrip: Bool?
    var normalized: Bool?
    var special: Bool?

    enum CodingKeys: String, CodingKey {
      case id, content, lstrip, rstrip, normalized, special
      case singleWord = "single_word"
    }
  }

  /// A normalizer, pre-tokenizer, post-processor or decoder.
  struct Component: Codable {
    struct Pattern: Codable {
      var regex: String?
      enum CodingKeys: String, CodingKey { case regex = "Regex" }
    }

    var type: String
    var pretokenizers: [Component]?
    var pattern: Pattern?
    var behavior: String?
    var invert: Bool?
    var addPrefixSpace: Bool?
    var trimOffsets: Bool?
    var useRegex: Bool?

    enum CodingKeys: String, CodingKey {
      case type, pretokenizers, pattern, behavior, invert
      case addPrefixSpace = "add_prefix_space"
      case trimOffsets = "trim_offsets"
      case useRegex = "use_regex"
    }
  }

  /// `unk_token` is not read: with a token for each byte nothing is unknown.
  struct Model: Codable {
    var type: String?
    var dropout: Double?
    var prefix: String?
    var suffix: String?
    var byteFallback: Bool?
    var ignoreMerges: Bool?
    var vocabulary: [String: Int]
    /// Other models than BPE have none, and are refused by their type.
    var merges: Merges?

    enum CodingKeys: String, CodingKey {
      case type, dropout, merges
      case prefix = "continuing_subword_prefix"
      case suffix = "end_of_word_suffix"
      case byteFallback = "byte_fallback"
      case ignoreMerges = "ignore_merges"
      case vocabulary = "vocab"
    }
  }

  /// Pairs of tokens: `["a", "b"]`, or `"a b"` in files of older versions.
  struct Merges: Codable {
    var pairs: [(String, String)]

    init(_ pairs: [(String, String)]) { self.pairs = pairs }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      pairs = []
      while !container.isAtEnd {
        let rank = pairs.count
        let parts: [String]
        if let text = try? container.decode(String.self) {
          parts = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
            .map { String($0) }
        } else {
          parts = try container.decode([String].self)
        }
        guard parts.count == 2 else {
          throw LanguageModelError.vocabulary(
            reason: "merge \(rank) has \(parts.count) parts", remedy: "give two tokens a merge")
        }
        pairs.append((parts[0], parts[1]))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      for pair in pairs { try container.encode([pair.0, pair.1]) }
    }
  }

  var version: String?
  var addedTokens: [Added]?
  var normalizer: Component?
  var preTokenizer: Component?
  var postProcessor: Component?
  var decoder: Component?
  var model: Model

  enum CodingKeys: String, CodingKey {
    case version, normalizer, decoder, model
    case addedTokens = "added_tokens"
    case preTokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
  }
}
