import Basics
import Foundation
import TestSupport

@testable import LanguageModel

/// What `Tests/Fixtures/tokenizer/make.py` made with the `tokenizers` library, and the same test lines as it makes.
enum TokenizerFixtures {
  static let folder = URL(filePath: Project.folder + "/Tests/Fixtures/tokenizer")

  struct Pieces: Decodable {
    var words: [String]
    var spaces: [String]
    var ranges: [[UInt64]]
  }

  /// One conversation with its texts: as it is, with a generation prompt, and with thinking switched off too; or the
  /// hashes of these.
  struct Chat: Decodable {
    var messages: [ChatMessage]
    var texts: [String]?
    var hashes: [String]?
  }

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  static func json<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(type, from: data(name))
  }

  static func hashes(_ name: String) throws -> [UInt64] {
    let bytes = Array(try data(name))
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  static func tokenizer() throws -> BytePairTokenizer {
    try BytePairTokenizer(directory: folder.path)
  }

  /// Up to twelve pieces, of which one in six is a random character.
  static func line(_ index: Int, _ pieces: Pieces) -> String {
    var random = SplitMix64(seed: UInt64(index))
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    var text = String.UnicodeScalarView()
    for _ in 0..<1 + below(12) {
      if below(6) == 0 {
        let range = pieces.ranges[below(pieces.ranges.count)]
        let value = range[0] + random.next() % (range[1] - range[0] + 1)
        text.append(Unicode.Scalar(UInt32(value)) ?? "\u{FFFD}")
      } else {
        text.append(contentsOf: pieces.words[below(pieces.words.count)].unicodeScalars)
      }
      text.append(contentsOf: pieces.spaces[below(pieces.spaces.count)].unicodeScalars)
    }
    return String(text)
  }

  /// FNV-1a, 64 bits.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  static func hash(_ ids: [Int32]) -> UInt64 {
    hash(ids.flatMap { id in (0..<4).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) } })
  }
}
