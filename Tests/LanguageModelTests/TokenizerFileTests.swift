import Foundation
import TestSupport
import Testing

@testable import LanguageModel

@Suite struct TokenizerFileTests {
  private typealias Object = [String: Any]

  /// Reads the fixture's `tokenizer.json` after a change.
  private func load(_ change: (inout [String: Any]) throws -> Void) async throws
    -> BytePairTokenizer
  {
    let data = try TokenizerFixtures.data("tokenizer.json")
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? Object)
    try change(&object)
    let changed = try JSONSerialization.data(withJSONObject: object)
    return try await withTemporaryFolder { folder in
      try changed.write(to: URL(fileURLWithPath: folder + "/tokenizer.json"))
      return try BytePairTokenizer(directory: folder)
    }
  }

  private func message(_ change: (inout [String: Any]) throws -> Void) async throws -> String {
    do {
      _ = try await load(change)
      return "loaded"
    } catch let error as LanguageModelError {
      return error.description
    }
  }

  private func changeModel(_ object: inout [String: Any], _ change: (inout [String: Any]) -> Void) {
    var model = object["model"] as? Object ?? [:]
    change(&model)
    object["model"] = model
  }

  @Test(arguments: [
    ("type", "Unigram", "model is Unigram"),
    ("end_of_word_suffix", "</w>", "end_of_word_suffix is </w>"),
    ("continuing_subword_prefix", "##", "continuing_subword_prefix is ##"),
  ])
  func otherModelsAreRefused(_ key: String, _ value: String, _ reason: String) async throws {
    let message = try await message { changeModel(&$0) { $0[key] = value } }
    #expect(message.contains(reason) && message.contains("tokenizer.json"), "\(message)")
  }

  @Test func dropoutAndByteFallbackAreRefused() async throws {
    #expect(
      try await message { changeModel(&$0) { $0["dropout"] = 0.1 } }.contains("dropout is 0.1"))
    #expect(
      try await message { changeModel(&$0) { $0["byte_fallback"] = true } }
        .contains("byte_fallback is true"))
  }

  @Test(arguments: ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
  func otherComponentsAreRefused(_ field: String) async throws {
    let message = try await message { $0[field] = ["type": "Metaspace"] }
    #expect(message.contains("\(field) is Metaspace"), "\(message)")
  }

  @Test func truncationAndPaddingAreTheCallersBusiness() async throws {
    let text = "theorem add_comm (a b : ℕ) : a + b = b + a := by omega"
    let tokenizer = try await load {
      $0["truncation"] = ["max_length": 4, "direction": "Right"] as Object
      $0["padding"] = ["strategy": ["Fixed": 64], "pad_id": 0] as Object
    }
    #expect(tokenizer.encode(text) == (try TokenizerFixtures.tokenizer().encode(text)))
  }

  @Test func otherSplitsAreRefused() async throws {
    func split(_ pattern: String, _ behavior: String, bytes: [String: Any]) async throws -> String {
      try await message {
        $0["pre_tokenizer"] = [
          "type": "Sequence",
          "pretokenizers": [
            ["type": "Split", "pattern": ["Regex": pattern], "behavior": behavior, "invert": false]
              as Object, ["type": "ByteLevel"].merging(bytes) { $1 },
          ],
        ]
      }
    }
    let plain: [String: Any] = ["add_prefix_space": false, "use_regex": false]
    #expect(try await split(WordSplitter.pattern, "Isolated", bytes: plain) == "loaded")
    #expect(try await split("\\w+", "Isolated", bytes: plain).contains("pattern is \\w+"))
    #expect(
      try await split(WordSplitter.pattern, "Removed", bytes: plain).contains("behavior is Removed")
    )
    #expect(
      try await split(WordSplitter.pattern, "Isolated", bytes: [:]).contains("add_prefix_space"))
  }

  @Test func vocabulariesWithGapsRepetitionsAndMissingBytesAreRefused() async throws {
    func vocabulary(_ change: @escaping (inout [String: Any]) -> Void) async throws -> String {
      try await message {
        changeModel(&$0) { model in
          var vocabulary = model["vocab"] as? Object ?? [:]
          change(&vocabulary)
          model["vocab"] = vocabulary
        }
      }
    }
    #expect(try await vocabulary { $0["!?!"] = 1_999_999 }.contains("has id 1999999 where 2000"))
    #expect(try await vocabulary { $0["zzz"] = 7 }.contains("has id 7 where 8 is due"))
    #expect(try await vocabulary { $0["!"] = -1 }.contains("has id -1 where 0 is due"))
    #expect(try await vocabulary { $0["!?!"] = 5_000_000_000 }.contains("has id 5000000000 where"))
    #expect(
      try await vocabulary {
        $0[""] = $0["!"]
        $0["!"] = nil
      }.contains("is empty"))
    #expect(
      try await vocabulary {
        $0["!?!"] = $0["Ġ"]
        $0["Ġ"] = nil
      }.contains("byte 32 has no token"))
    #expect(
      try await message { changeModel(&$0) { $0["vocab"] = nil } }
        .contains("field vocab is missing"))
  }

  /// Such as the small models of a run have.
  @Test func aFileWithoutMergesIsRefusedByItsModel() async throws {
    let other = try await message {
      changeModel(&$0) { model in
        model["merges"] = nil
        model["type"] = "WordLevel"
      }
    }
    #expect(other.contains("model is WordLevel"), "\(other)")
    let damaged = try await message { changeModel(&$0) { $0["merges"] = nil } }
    #expect(damaged.contains("model.merges is missing"), "\(damaged)")
  }

  @Test func mergesOfUnknownTokensAreRefused() async throws {
    func merges(_ pair: Any) async throws -> String {
      try await message { changeModel(&$0) { $0["merges"] = [pair] } }
    }
    #expect(try await merges(["a", "nothing"]).contains("merge 0 of \"a\" and \"nothing\""))
    #expect(try await merges(["Ĥ", "Ĥ"]).contains("makes an unknown token"))
    #expect(try await merges("a b c").contains("merge 0 has 3 parts"))
    #expect(try await merges(["a"]).contains("merge 0 has 1 parts"))
    #expect(try await merges(7).contains("wrong type"))
  }

  @Test func mergesAsStringsGiveTheSameIDs() async throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    let strings = try await load {
      changeModel(&$0) { model in
        let pairs = model["merges"] as? [[String]] ?? []
        model["merges"] = pairs.map { $0.joined(separator: " ") }
      }
    }
    let text = "theorem add_comm (a b : ℕ) : a + b = b + a := by omega"
    #expect(strings.encode(text) == tokenizer.encode(text))
    #expect(strings.encode(text).count < text.utf8.count / 2)
  }

  @Test func addedTokensOutOfPlaceAreRefused() async throws {
    func added(_ change: @escaping (inout [String: Any]) -> Void) async throws -> String {
      try await message {
        var tokens = $0["added_tokens"] as? [Object] ?? []
        change(&tokens[0])
        $0["added_tokens"] = tokens
      }
    }
    #expect(try await added { $0["id"] = 3000 }.contains("is due"))
    #expect(try await added { $0["id"] = 5 }.contains("has id 5 where 2000 is due"))
    #expect(try await added { $0["content"] = "<|im_end|>" }.contains("occurs twice"))
    #expect(try await added { $0["content"] = "" }.contains("is empty"))
    #expect(try await added { $0["lstrip"] = true }.contains("lstrip is true"))
    #expect(try await added { $0["single_word"] = true }.contains("single_word is true"))
  }

  @Test func tokensOfTheVocabularyCanBeAddedTokens() async throws {
    let tokenizer = try await load {
      let tokens = $0["added_tokens"] as? [Object] ?? []
      $0["added_tokens"] = tokens + [["id": 0, "content": "!", "special": true] as Object]
    }
    #expect(tokenizer.count == 2008)
    #expect(tokenizer.encode("!!") == [0, 0])
    #expect(tokenizer.decode([0, 0]) == "")
  }

  @Test func filesThatAreNoTokenizersAreRefused() async throws {
    try await withTemporaryFolder { folder in
      #expect {
        try BytePairTokenizer(directory: folder)
      } throws: {
        if case LanguageModelError.file = $0 { true } else { false }
      }
      for text in ["", "{", "[]", "{\"model\":{}}", "{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}"] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/tokenizer.json"))
        #expect(throws: LanguageModelError.self, "\(text)") {
          try BytePairTokenizer(directory: folder)
        }
      }
    }
  }

  @Test func wholeWordsAreTakenWhereMergesAreIgnored() async throws {
    let ignoring = try await load {
      changeModel(&$0) {
        $0["ignore_merges"] = true
        $0["merges"] = [[String]]()
      }
    }
    #expect(ignoring.encode("theorem") == [try #require(ignoring.id(of: "theorem"))])
    #expect(ignoring.encode("theoremx").count == 8)
  }

  @Test func writtenFilesGiveTheSameTokenizer() async throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    try await withTemporaryFolder { folder in
      for file in try tokenizer.files() {
        try file.data.write(to: URL(fileURLWithPath: folder).appendingPathComponent(file.name))
      }
      let read = try BytePairTokenizer(directory: folder)
      #expect(read.tokens == tokenizer.tokens)
      #expect(read.addedTokens.map(\.token) == tokenizer.addedTokens.map(\.token))
      #expect(try read.files().map(\.data) == tokenizer.files().map(\.data))
      let pieces = try TokenizerFixtures.json(TokenizerFixtures.Pieces.self, "pieces.json")
      for index in 0..<300 {
        let line = TokenizerFixtures.line(index, pieces)
        #expect(read.encode(line) == tokenizer.encode(line))
      }
    }
  }
}
