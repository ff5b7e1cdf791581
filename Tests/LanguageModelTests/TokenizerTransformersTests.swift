import Foundation
import TestSupport
import Testing

@testable import LanguageModel

/// A tokenizer trained here loads in `AutoTokenizer`. Runs where LEMMALOOM_TRANSFORMERS names a Python that has it.
@Suite struct TokenizerTransformersTests {
  private struct Expected: Encodable {
    var count: Int
    var texts: [String]
    var ids: [[Int32]]
    var decoded: [String]
    var messages: [[ChatMessage]]
    var prompts: [String]
  }

  @Test func trainedTokenizersLoadInTransformers() async throws {
    guard let python = ProcessInfo.processInfo.environment["LEMMALOOM_TRANSFORMERS"] else {
      print("SKIP trainedTokenizersLoadInTransformers: LEMMALOOM_TRANSFORMERS names no Python")
      return
    }
    let pieces = try TokenizerFixtures.json(TokenizerFixtures.Pieces.self, "pieces.json")
    let texts = (0..<1_000).map { TokenizerFixtures.line($0, pieces) }
    let tokenizer = try TokenizerTrainer(vocabularySize: 700).train(texts)
    let ids = texts.map { tokenizer.encode($0) }
    let chats = try TokenizerFixtures.json([TokenizerFixtures.Chat].self, "chat.json")
    let expected = Expected(
      count: tokenizer.count, texts: texts, ids: ids, decoded: ids.map { tokenizer.decode($0) },
      messages: chats.map(\.messages), prompts: chats.map { ChatTemplate.render($0.messages) })
    try await withTemporaryFolder { folder in
      for file in try tokenizer.files() {
        try file.data.write(to: URL(fileURLWithPath: folder).appendingPathComponent(file.name))
      }
      try JSONEncoder().encode(expected)
        .write(to: URL(fileURLWithPath: folder + "/expected.json"))
      let (status, output) = try Command.run(
        python,
        [
          TokenizerFixtures.folder.appendingPathComponent("check.py").path, folder,
          folder + "/expected.json",
        ], isQuiet: true)
      #expect(status == 0, "\(output)")
      print("transformers on our tokenizer:", output)
    }
  }
}
