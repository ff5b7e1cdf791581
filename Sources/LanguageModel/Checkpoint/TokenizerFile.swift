/// `tokenizer.json` of the Hugging Face `tokenizers` library: a WordLevel model with
/// WhitespaceSplit. Fields that are always null are left out; the library takes both.
struct TokenizerFile: Codable {
  struct AddedToken: Codable {
    var id: Int32
    var content: String
    var singleWord = false
    var lstrip = false
    var rstrip = false
    var normalized = false
    var special = true

    enum CodingKeys: String, CodingKey {
      case id, content, lstrip, rstrip, normalized, special
      case singleWord = "single_word"
    }
  }

  struct Kind: Codable {
    var type: String
  }

  struct Model: Codable {
    var type: String?
    var vocabulary: [String: Int32]
    var unknown: String?

    enum CodingKeys: String, CodingKey {
      case type
      case vocabulary = "vocab"
      case unknown = "unk_token"
    }
  }

  var version: String? = "1.0"
  var addedTokens: [AddedToken]?
  var preTokenizer: Kind?
  var model: Model

  enum CodingKeys: String, CodingKey {
    case version, model
    case addedTokens = "added_tokens"
    case preTokenizer = "pre_tokenizer"
  }

  init(_ vocabulary: Vocabulary) {
    addedTokens = Vocabulary.special.compactMap { token in
      vocabulary.id(of: token).map { AddedToken(id: $0, content: token) }
    }.sorted { $0.id < $1.id }
    preTokenizer = Kind(type: "WhitespaceSplit")
    let pairs = vocabulary.tokens.enumerated().map { ($1, Int32($0)) }
    // Vocabularies hold each token once, so no pair is dropped here.
    model = Model(
      type: "WordLevel", vocabulary: Dictionary(pairs) { first, _ in first },
      unknown: Vocabulary.unknown)
  }

  /// Throws `.vocabulary` when the file is of another kind or its ids have gaps.
  func vocabulary(file: String) throws(LanguageModelError) -> Vocabulary {
    guard model.type == "WordLevel", preTokenizer?.type == "WhitespaceSplit" else {
      throw .vocabulary(
        reason: "\(file) is a \(model.type ?? "nameless") model with pre-tokenizer "
          + (preTokenizer?.type ?? "none"),
        remedy: "only WordLevel with WhitespaceSplit can be loaded")
    }
    guard model.unknown == Vocabulary.unknown, model.vocabulary[Vocabulary.unknown] != nil else {
      throw .vocabulary(
        reason: "\(file) has unk_token \(model.unknown ?? "absent")",
        remedy: "only \(Vocabulary.unknown), with an id, can be loaded")
    }
    let ordered = model.vocabulary.sorted { $0.value < $1.value }
    for (index, entry) in ordered.enumerated() where Int(entry.value) != index {
      throw .vocabulary(
        reason: "\(file) gives token \"\(entry.key)\" the id \(entry.value) where \(index) is due",
        remedy: "ids must go from 0 without gaps")
    }
    return try Vocabulary(ordered.map(\.key))
  }
}

/// `tokenizer_config.json`: which class loads the tokenizer, and its special words.
struct TokenizerConfiguration: Encodable {
  var tokenizerClass = "PreTrainedTokenizerFast"
  var unknown = Vocabulary.unknown
  var padding: String?
  var beginning: String?
  var end: String?
  var cleansUpSpaces = false

  init(_ vocabulary: Vocabulary) {
    func known(_ token: String) -> String? { vocabulary.contains(token) ? token : nil }
    padding = known("<pad>")
    beginning = known("<bos>")
    end = known("<eos>")
  }

  enum CodingKeys: String, CodingKey {
    case tokenizerClass = "tokenizer_class"
    case unknown = "unk_token"
    case padding = "pad_token"
    case beginning = "bos_token"
    case end = "eos_token"
    case cleansUpSpaces = "clean_up_tokenization_spaces"
  }
}

/// `generation_config.json`: where generation starts and ends.
struct GenerationConfiguration: Encodable {
  var padding: Int32?
  var beginning: Int32?
  var end: Int32?
  var samples = true

  init(_ vocabulary: Vocabulary) {
    padding = vocabulary.id(of: "<pad>")
    beginning = vocabulary.id(of: "<bos>")
    end = vocabulary.id(of: "<eos>")
  }

  enum CodingKeys: String, CodingKey {
    case padding = "pad_token_id"
    case beginning = "bos_token_id"
    case end = "eos_token_id"
    case samples = "do_sample"
  }
}
