import Foundation

extension BytePairTokenizer {
  /// Reads `tokenizer.json` in a checkpoint's directory. Throws `.file` when it cannot be read, `.checkpoint` when it is
  /// no such file, and `.vocabulary` for what it asks for and is not supported.
  public init(directory: String) throws(LanguageModelError) {
    let path = URL(fileURLWithPath: directory).appendingPathComponent("tokenizer.json").path
    try self.init(file: path)
  }

  /// Reads the `tokenizer.json` at `file`; throws as `init(directory:)`.
  public init(file: String) throws(LanguageModelError) {
    let content = try FileAccess.decode(BytePairFile.self, path: file)
    do {
      try BytePairTokenizer.check(content)
      let vocabulary = try BytePairTokenizer.ordered(content.model.vocabulary)
      let added = try BytePairTokenizer.added(content, vocabularyCount: vocabulary.count)
      try self.init(
        vocabulary: vocabulary, merges: content.model.merges?.pairs ?? [], added: added,
        isNormalizing: content.normalizer != nil,
        ignoresMerges: content.model.ignoreMerges ?? false)
    } catch .vocabulary(let reason, let remedy) {
      throw .vocabulary(reason: "\(file): \(reason)", remedy: remedy)
    }
  }

  /// Refuses by name whatever would lead to other ids than the library's.
  private static func check(_ file: BytePairFile) throws(LanguageModelError) {
    let model = file.model
    try require(model.type == "BPE" || model.type == nil, "model", model.type ?? "none", "BPE")
    try require(model.merges != nil, "model.merges", "missing", "a list of pairs")
    try require(model.dropout ?? 0 == 0, "model.dropout", model.dropout ?? 0, "none")
    try require(
      (model.prefix ?? "").isEmpty, "model.continuing_subword_prefix", model.prefix ?? "", "none")
    try require(
      (model.suffix ?? "").isEmpty, "model.end_of_word_suffix", model.suffix ?? "", "none")
    try require(model.byteFallback != true, "model.byte_fallback", true, "false")
    let normalizer = file.normalizer?.type
    try require(normalizer == nil || normalizer == "NFC", "normalizer", normalizer ?? "", "NFC")
    for (field, type) in [
      ("post_processor", file.postProcessor?.type), ("decoder", file.decoder?.type),
    ] {
      let isMissing = type == nil && field == "post_processor"
      try require(isMissing || type == "ByteLevel", field, type ?? "none", "ByteLevel")
    }
    try checkPreTokenizer(file.preTokenizer)
  }

  private static func checkPreTokenizer(_ component: BytePairFile.Component?)
    throws(LanguageModelError)
  {
    let parts = component?.pretokenizers ?? []
    let found =
      component.map { $0.type == "Sequence" ? parts.map(\.type).joined(separator: ", ") : $0.type }
      ?? "none"
    guard component?.type == "Sequence", parts.map(\.type) == ["Split", "ByteLevel"] else {
      throw .vocabulary(
        reason: "pre_tokenizer is \(found)", remedy: "only Split, ByteLevel is supported")
    }
    let (split, bytes) = (parts[0], parts[1])
    try require(
      split.pattern?.regex == WordSplitter.pattern, "pre_tokenizer Split pattern",
      split.pattern?.regex ?? "no regular expression", "that of Qwen 2 and 3")
    try require(split.behavior == "Isolated", "Split behavior", split.behavior ?? "", "Isolated")
    try require(split.invert != true, "Split invert", true, "false")
    // Left out, these two are true.
    try require(bytes.addPrefixSpace == false, "ByteLevel add_prefix_space", true, "false")
    try require(bytes.useRegex == false, "ByteLevel use_regex", true, "false")
  }

  private static func require(
    _ holds: Bool, _ field: String, _ value: some Any, _ supported: String
  ) throws(LanguageModelError) {
    guard holds else {
      throw .vocabulary(
        reason: "\(field) is \(value)", remedy: "only \(supported) is supported there")
    }
  }

  /// Tokens in the order of their ids.
  private static func ordered(_ vocabulary: [String: Int]) throws(LanguageModelError) -> [String] {
    let ordered = vocabulary.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    for (index, entry) in ordered.enumerated() where entry.value != index {
      throw .vocabulary(
        reason: "token \"\(entry.key)\" has id \(entry.value) where \(index) is due",
        remedy: "ids must go from 0 without gaps or repetitions")
    }
    return ordered.map(\.key)
  }

  /// Added tokens that are not in the vocabulary have the ids after it: the library gives them these whatever the file
  /// says, so a file that says otherwise is refused.
  private static func added(_ file: BytePairFile, vocabularyCount: Int) throws(LanguageModelError)
    -> [AddedToken]
  {
    var due = vocabularyCount
    var tokens: [AddedToken] = []
    for token in (file.addedTokens ?? []).sorted(by: { $0.id < $1.id }) {
      let name = "added token \"\(token.content)\""
      try require(token.singleWord != true, "\(name) single_word", true, "false")
      try require(token.lstrip != true, "\(name) lstrip", true, "false")
      try require(token.rstrip != true, "\(name) rstrip", true, "false")
      let known = file.model.vocabulary[token.content]
      guard token.id == known ?? due else {
        throw .vocabulary(
          reason: "\(name) has id \(token.id) where \(known ?? due) is due",
          remedy: "ids of added tokens must follow the vocabulary's without gaps")
      }
      if known == nil { due += 1 }
      let special = token.special ?? false
      tokens.append(
        AddedToken(
          token.content, isSpecial: special, isNormalized: token.normalized ?? !special))
    }
    return tokens
  }
}
