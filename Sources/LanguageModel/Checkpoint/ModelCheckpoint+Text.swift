import Foundation

extension ModelCheckpoint {
  /// Writes a new model with weights drawn from `seed` and a tokenizer: what `AutoModelForCausalLM` and `AutoTokenizer`
  /// load. Throws `.configuration` for sizes that cannot be built, `.file` where nothing can be written.
  public static func create(
    in directory: String, configuration: ModelConfiguration, tokenizer: BytePairTokenizer,
    seed: UInt64, type: ScalarType = .float32
  ) throws(LanguageModelError) {
    var files = Dictionary(try tokenizer.files().map { ($0.name, $0.data) }) { first, _ in first }
    let generation = GenerationFile(
      end: tokenizer.endTokens, padding: tokenizer.id(of: ChatTemplate.textEnd))
    files["generation_config.json"] = try FileAccess.json(generation)
    try create(
      in: directory, configuration: configuration, seed: seed, type: type, otherFiles: files)
  }

  /// `generation_config.json`: where generation ends.
  private struct GenerationFile: Encodable {
    var end: [Int32]
    var padding: Int32?
    var samples = true

    enum CodingKeys: String, CodingKey {
      case end = "eos_token_id"
      case padding = "pad_token_id"
      case samples = "do_sample"
    }
  }
}

extension Vocabulary {
  /// The word-level vocabulary of a checkpoint directory. Throws `.vocabulary` or `.file` for another kind of tokenizer.
  public init(directory: String) throws(LanguageModelError) {
    let path = directory + "/tokenizer.json"
    self = try FileAccess.decode(TokenizerFile.self, path: path).vocabulary(file: path)
  }
}

extension BytePairTokenizer {
  /// Tokens that end a text or a turn, as far as they are there.
  public var endTokens: [Int32] {
    [ChatTemplate.turnEnd, ChatTemplate.textEnd].compactMap { id(of: $0) }
  }
}
