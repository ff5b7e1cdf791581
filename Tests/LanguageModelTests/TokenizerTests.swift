import Basics
import Foundation
import Testing

@testable import LanguageModel

@Suite struct TokenizerTests {
  @Test func textsComeBackInNormalizationFormC() throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    let pieces = try TokenizerFixtures.json(TokenizerFixtures.Pieces.self, "pieces.json")
    // Its second character is in the byte alphabet, and so it decodes to one byte, as in the library.
    let latin = try #require(tokenizer.id(of: "<Å>"))
    #expect(tokenizer.bytes(of: [latin]) == [0x3C, 0xC5, 0x3E])
    for index in 0..<500 {
      let line = TokenizerFixtures.line(index, pieces)
      let ids = tokenizer.encode(line)
      if ids.contains(latin) { continue }
      let back = tokenizer.decode(ids, skipsSpecialTokens: false)
      let bytes = Array(line.utf8)
      let composed = bytes.withUnsafeBufferPointer {
        CanonicalComposition.normalized(UTF8Text(bytes: $0))
      }
      #expect(Array(back.utf8) == composed ?? bytes, "line \(index)")
      // String equality is canonical equivalence.
      #expect(back == line, "line \(index)")
    }
    #expect(tokenizer.encode("") == [])
    #expect(tokenizer.decode([]) == "")
  }

  @Test func wordsAreCutAsTheExpressionSays() {
    func words(_ text: String) -> [String] {
      var words: [String] = []
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer { buffer in
        WordSplitter.split(UTF8Text(bytes: buffer)) {
          words.append(String(decoding: buffer[$0], as: UTF8.self))
        }
      }
      return words
    }
    #expect(words("don't stop") == ["don", "'t", " stop"])
    #expect(words("they'RE 'ſee 'x") == ["they", "'RE", " '", "ſee", " '", "x"])
    #expect(words("'ſee") == ["'ſ", "ee"])
    #expect(words("h₁ : x = 42") == ["h", "₁", " :", " x", " =", " ", "4", "2"])
    #expect(words("a   b") == ["a", "  ", " b"])
    #expect(words("by  \n\n  simp\n") == ["by", "  \n\n", " ", " simp", "\n"])
    #expect(words("x :=\r\n\r\n\ty") == ["x", " :=\r\n\r\n", "\ty"])
    #expect(words("\u{A0}a\u{3000}\u{3000}!") == ["\u{A0}a", "\u{3000}", "\u{3000}", "!"])
    #expect(words("∀x,") == ["∀x", ","])
    #expect(words("a  ") == ["a", "  "])
  }

  @Test func mergesAreThoseOfAPlainSearch() throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      // Few letters, so that many pairs merge in several ways.
      let word = (0..<1 + random.next() % 40).map { _ in
        UInt8(ascii: "a") + UInt8(random.next() % 6)
      }
      var merger = WordMerger()
      var fast: [Int32] = []
      word.withUnsafeBufferPointer {
        merger.merge($0, byteIDs: tokenizer.byteIDs, with: tokenizer.merges, into: &fast)
      }
      #expect(fast == naiveMerge(word.map { tokenizer.byteIDs[Int($0)] }, tokenizer.merges))
    }
  }

  /// The lowest rank in the word, its leftmost place, until there is none.
  private func naiveMerge(_ word: [Int32], _ table: MergeTable) -> [Int32] {
    var word = word
    while true {
      let ranked = word.indices.dropLast().compactMap { place -> (Int32, Int)? in
        table.rank(word[place], word[place + 1]).map { ($0, place) }
      }
      guard let (rank, place) = ranked.min(by: { $0 < $1 }) else { return word }
      word.replaceSubrange(place...place + 1, with: [table.merges[Int(rank)].result])
    }
  }

  @Test func specialTokensAreFoundSkippedAndIgnored() throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    let end = try #require(tokenizer.id(of: "<|im_end|>"))
    let think = try #require(tokenizer.id(of: "<think>"))
    let text = "a<|im_end|><think>b"
    let ids = tokenizer.encode(text)
    #expect(ids.contains(end) && ids.contains(think))
    #expect(tokenizer.decode(ids) == "a<think>b")
    #expect(tokenizer.decode(ids, skipsSpecialTokens: false) == text)
    let plain = tokenizer.encode(text, recognizesSpecialTokens: false)
    #expect(!plain.contains(end) && plain.contains(think))
    #expect(tokenizer.decode(plain) == text)
    // Of "</think" and "</think>" the longer one is found.
    #expect(tokenizer.encode("</think>") == [tokenizer.id(of: "</think>")])
  }

  @Test func streamedPiecesAreWholeCharacters() throws {
    let bytes = try TokenizerTrainer(vocabularySize: 256, addedTokens: []).train([])
    var stream = IncrementalDecoder(bytes)
    let pieces = bytes.encode("aé∀😀").map { stream.append($0) } + [stream.finish()]
    #expect(pieces == ["a", "", "é", "", "", "∀", "", "", "", "😀", ""])
    // Cut within a character: what was begun is replaced at the end, not before.
    let cut = bytes.encode("x😀").dropLast()
    #expect(cut.map { stream.append($0) } == ["x", "", "", ""])
    #expect(stream.finish() == "\u{FFFD}")
    #expect(bytes.bytes(of: cut) == [0x78, 0xF0, 0x9F, 0x98])
    #expect(stream.finish() == "")
  }

  @Test func longWordsAndManyMarksAreFine() throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    let word = String(repeating: "ab", count: 100_000)
    #expect(tokenizer.decode(tokenizer.encode(word)) == word)
    let marks = "a" + String(repeating: "\u{301}\u{323}", count: 20_000)
    let back = tokenizer.decode(tokenizer.encode(marks))
    #expect(back.unicodeScalars.prefix(2).map(\.value) == [0x1EA1, 0x323])
    #expect(back == marks)
    #expect(tokenizer.decode([-1, Int32.max, Int32.min]) == "")
  }
}
