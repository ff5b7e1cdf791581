import Basics
import Foundation
import Testing

@testable import LanguageModel

/// Ids and texts against those of the `tokenizers` library.
@Suite struct TokenizerReferenceTests {
  @Test func idsAreThoseOfTheLibrary() throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    let pieces = try TokenizerFixtures.json(TokenizerFixtures.Pieces.self, "pieces.json")
    let hashes = try TokenizerFixtures.hashes("ids.bin")
    let full = try TokenizerFixtures.json([[Int32]].self, "ids.json")
    #expect(hashes.count == 12_000)
    #expect(full.count == 200)
    for (index, ids) in full.enumerated() {
      let line = TokenizerFixtures.line(index, pieces)
      #expect(tokenizer.encode(line) == ids, "line \(index): \(line.debugDescription)")
    }
    let different = hashes.indices.filter { index in
      let ids = tokenizer.encode(TokenizerFixtures.line(index, pieces))
      return TokenizerFixtures.hash(ids) != hashes[index]
    }
    #expect(different == [], "\(different.count) of \(hashes.count) lines have other ids")
  }

  @Test func randomIDsDecodeAsInTheLibrary() throws {
    let tokenizer = try TokenizerFixtures.tokenizer()
    let hashes = try TokenizerFixtures.hashes("decoded.bin")
    #expect(hashes.count == 4_000)
    var broken = 0
    for index in 0..<hashes.count / 2 {
      var random = SplitMix64(seed: UInt64(index))
      // Three ids beyond the end are among them.
      let count = 1 + Int(random.next() % 20)
      let ids = (0..<count).map { _ in
        let id = Int32(random.next() % UInt64(tokenizer.count + 3))
        return index % 2 == 1 ? id % 256 : id
      }
      for (offset, skips) in [true, false].enumerated() {
        let text = tokenizer.decode(ids, skipsSpecialTokens: skips)
        #expect(TokenizerFixtures.hash(text.utf8) == hashes[2 * index + offset], "ids \(ids)")
        if text.unicodeScalars.contains("\u{FFFD}") { broken += 1 }
        var stream = IncrementalDecoder(tokenizer, skipsSpecialTokens: skips)
        let streamed = ids.map { stream.append($0) }.joined() + stream.finish()
        #expect(Array(streamed.utf8) == Array(text.utf8), "ids \(ids)")
      }
    }
    #expect(broken > 1_000)
  }

  @Test func chatsAreThoseOfThePublishedTemplate() throws {
    let chats = try TokenizerFixtures.json([TokenizerFixtures.Chat].self, "chat.json")
    #expect(chats.count == 220)
    for chat in chats {
      let texts = [
        ChatTemplate.render(chat.messages, addGenerationPrompt: false),
        ChatTemplate.render(chat.messages),
        ChatTemplate.render(chat.messages, thinking: false),
      ]
      if let expected = chat.texts {
        #expect(texts == expected, "\(chat.messages)")
      } else {
        let hashes = texts.map { TokenizerFixtures.hash($0.utf8) }
        #expect(hashes == chat.hashes?.map { UInt64($0, radix: 16) }, "\(chat.messages)")
      }
    }
  }
}
