import Foundation
import Testing

@testable import LanguageModel

@Suite struct VocabularyTests {
  @Test func encodesAndDecodes() throws {
    let vocabulary = try Vocabulary(["∀", "x", "+"])
    #expect(vocabulary.tokens == ["<unk>", "∀", "x", "+"])
    #expect(vocabulary.encode(["x", "new", "∀"]) == [2, 0, 1])
    #expect(vocabulary.decode([3, 0, -1, 99]) == ["+", "<unk>", "<unk>", "<unk>"])
    #expect(vocabulary.id(of: "+") == 3)
    #expect(vocabulary.id(of: "y") == nil)
  }

  @Test func unknownKeepsItsPlace() throws {
    let vocabulary = try Vocabulary(["a", "<unk>"])
    #expect(vocabulary.unknownID == 1)
    #expect(vocabulary.encode(["b"]) == [1])
  }

  @Test(arguments: [["a", "a"], [""], ["a b"], ["a\n"], ["<unk>", "<unk>"]])
  func badTokensAreRefused(_ tokens: [String]) {
    #expect(throws: LanguageModelError.self) { try Vocabulary(tokens) }
  }

  @Test func extensionSkipsKnownTokensAndIsAllOrNothing() throws {
    var vocabulary = try Vocabulary(["a"])
    try vocabulary.extend(["b", "a", "c"])
    #expect(vocabulary.tokens == ["<unk>", "a", "b", "c"])
    #expect(throws: LanguageModelError.self) { try vocabulary.extend(["d", "e f"]) }
    #expect(vocabulary.tokens == ["<unk>", "a", "b", "c"])
  }

  @Test func tokenizerFileRoundTrip() throws {
    let vocabulary = try Vocabulary(["<eos>", "\"", "\\", "∧", "é"])
    let data = try FileAccess.json(TokenizerFile(vocabulary))
    let read = try JSONDecoder().decode(TokenizerFile.self, from: data)
    #expect(try read.vocabulary(file: "tokenizer.json") == vocabulary)
    #expect(read.addedTokens?.map(\.content) == ["<unk>", "<eos>"])
  }
}
