import Foundation

extension BytePairTokenizer {
  /// `tokenizer.json` and `tokenizer_config.json` of a checkpoint, for the `tokenizers` library and `AutoTokenizer`. The
  /// same tokenizer gives the same bytes. The configuration names the chat template of Qwen 3, `<|im_end|>` as the end
  /// and `<|endoftext|>` as padding, as far as these tokens are there.
  public func files() throws(LanguageModelError) -> [(name: String, data: Data)] {
    [
      ("tokenizer.json", try FileAccess.json(file())),
      ("tokenizer_config.json", try FileAccess.json(BytePairConfiguration(self))),
    ]
  }

  private func file() -> BytePairFile {
    var byteLevel = BytePairFile.Component(type: "ByteLevel")
    byteLevel.addPrefixSpace = false
    byteLevel.trimOffsets = false
    byteLevel.useRegex = false
    var split = BytePairFile.Component(type: "Split")
    split.pattern = BytePairFile.Component.Pattern(regex: WordSplitter.pattern)
    split.behavior = "Isolated"
    split.invert = false
    var sequence = BytePairFile.Component(type: "Sequence")
    sequence.pretokenizers = [split, byteLevel]
    let vocabulary = tokens.prefix(vocabularyCount).enumerated().map { ($1, $0) }
    return BytePairFile(
      version: "1.0",
      addedTokens: addedTokens.map { token, id in
        BytePairFile.Added(
          id: Int(id), content: token.content, singleWord: false, lstrip: false, rstrip: false,
          normalized: token.isNormalized, special: token.isSpecial)
      },
      normalizer: isNormalizing ? BytePairFile.Component(type: "NFC") : nil,
      preTokenizer: sequence, postProcessor: byteLevel, decoder: byteLevel,
      model: BytePairFile.Model(
        type: "BPE", byteFallback: false, ignoreMerges: ignoresMerges,
        // Vocabularies hold each token once, so no pair is dropped here.
        vocabulary: Dictionary(vocabulary) { first, _ in first },
        merges: BytePairFile.Merges(
          merges.merges.map { (tokens[Int($0.first)], tokens[Int($0.second)]) })))
  }
}

/// `tokenizer_config.json` beside a byte pair encoding.
private struct BytePairConfiguration: Encodable {
  var tokenizerClass = "PreTrainedTokenizerFast"
  var chatTemplate: String?
  var end: String?
  var padding: String?
  var additional: [String]
  var addsPrefixSpace = false
  var cleansUpSpaces = false
  var replacement = "replace"

  enum CodingKeys: String, CodingKey {
    case tokenizerClass = "tokenizer_class"
    case chatTemplate = "chat_template"
    case end = "eos_token"
    case padding = "pad_token"
    case additional = "additional_special_tokens"
    case addsPrefixSpace = "add_prefix_space"
    case cleansUpSpaces = "clean_up_tokenization_spaces"
    case replacement = "errors"
  }

  init(_ tokenizer: BytePairTokenizer) {
    func known(_ token: String) -> String? { tokenizer.id(of: token) == nil ? nil : token }
    let endOfTurn = known(ChatTemplate.turnEnd)
    padding = known(ChatTemplate.textEnd)
    end = endOfTurn ?? padding
    chatTemplate = endOfTurn.map { _ in ChatTemplate.jinja }
    let named = [end, padding]
    additional = tokenizer.addedTokens.map(\.token).filter(\.isSpecial).map(\.content)
      .filter { !named.contains($0) }
  }
}
