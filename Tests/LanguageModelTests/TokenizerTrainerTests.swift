import Foundation
import Testing

@testable import LanguageModel

@Suite struct TokenizerTrainerTests {
  private static let texts = [
    "theorem add_comm (a b : ℕ) : a + b = b + a := by omega",
    "theorem mul_comm (a b : ℕ) : a * b = b * a := by ring",
    "theorem add_assoc (a b c : ℕ) : a + b + c = a + (b + c) := by omega",
  ]

  @Test func commonestPairIsMergedFirst() throws {
    // "ab" occurs four times; then " ab" and "abc" three times each, and the blank has the smaller id.
    let trainer = TokenizerTrainer(vocabularySize: 300, minimumFrequency: 2, addedTokens: [])
    let tokenizer = try trainer.train(["abc abc abc ab x y"])
    let merges = tokenizer.merges.merges.map {
      [tokenizer.tokens[Int($0.first)], tokenizer.tokens[Int($0.second)]]
    }
    #expect(merges == [["a", "b"], ["Ġ", "ab"], ["Ġab", "c"]])
    #expect(tokenizer.count == 259)
    #expect(tokenizer.decode(tokenizer.encode("abc zz")) == "abc zz")
  }

  @Test func learnedPairsAreThoseOfAPlainCount() throws {
    let trainer = TokenizerTrainer(vocabularySize: 285)
    let tokenizer = try trainer.train(TokenizerTrainerTests.texts)
    #expect(tokenizer.count == 285)
    let bytes = try TokenizerTrainer(vocabularySize: 261).train([])
    var words: [[Int32]] = []
    for text in TokenizerTrainerTests.texts {
      bytes.walk(
        text, special: true, word: { words.append($0.map { bytes.byteIDs[Int($0)] }) },
        token: { _ in })
    }
    for merge in tokenizer.merges.merges {
      var counts: [[Int32]: Int] = [:]
      for word in words {
        for pair in zip(word, word.dropFirst()) { counts[[pair.0, pair.1], default: 0] += 1 }
      }
      let best = try #require(
        counts.min { (-$0.value, $0.key[0], $0.key[1]) < (-$1.value, $1.key[0], $1.key[1]) })
      #expect(best.key == [merge.first, merge.second])
      words = words.map { replace(best.key, by: merge.result, in: $0) }
    }
  }

  private func replace(_ pair: [Int32], by id: Int32, in word: [Int32]) -> [Int32] {
    var result: [Int32] = []
    var rest = word[...]
    while let first = rest.popFirst() {
      if first == pair[0], rest.first == pair[1] {
        rest.removeFirst()
        result.append(id)
      } else {
        result.append(first)
      }
    }
    return result
  }

  @Test func sameTextsGiveTheSameFiles() throws {
    let trainer = TokenizerTrainer(vocabularySize: 330)
    let first = try trainer.train(TokenizerTrainerTests.texts).files().map(\.data)
    let second = try trainer.train(TokenizerTrainerTests.texts).files().map(\.data)
    let turned = try trainer.train(TokenizerTrainerTests.texts.reversed()).files().map(\.data)
    #expect(first == second)
    #expect(first == turned)
    let other = try trainer.train(TokenizerTrainerTests.texts.dropLast()).files().map(\.data)
    #expect(first != other)
  }

  @Test func addedTokensAreNoPartOfWords() throws {
    let trainer = TokenizerTrainer(vocabularySize: 400)
    let tokenizer = try trainer.train(["<|im_end|><|im_end|><|im_end|>"])
    #expect(tokenizer.merges.merges.isEmpty)
    #expect(tokenizer.count == 261)
    #expect(tokenizer.id(of: "<|endoftext|>") == 256)
    #expect(tokenizer.encode("<|im_end|>") == [258])
  }

  @Test(arguments: [0, 256, 260, 1_000_001, -1])
  func sizesOutOfRangeAreRefused(_ size: Int) {
    #expect(throws: LanguageModelError.self) {
      try TokenizerTrainer(vocabularySize: size).train(["text"])
    }
  }

  @Test func repeatedAddedTokensAreRefused() {
    let trainer = TokenizerTrainer(
      vocabularySize: 300, addedTokens: [AddedToken("<x>"), AddedToken("<x>")])
    #expect(throws: LanguageModelError.self) { try trainer.train(["text"]) }
  }
}
