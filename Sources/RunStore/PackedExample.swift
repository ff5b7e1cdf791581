import Foundation
import Records

/// A ranking example in few bytes. A round leaves thousands of them, each with dozens of candidates over
/// the same few dozen tokens: each distinct token is written once, then numbers stand for it.
///
/// Layout, all numbers unsigned LEB128: weight (8 bytes, little-endian double), target, token count, each
/// token as length and UTF-8, then goal and candidates as lengths and token numbers, then the steps left, which examples
/// of earlier versions lack.
enum PackedExample {
  static func encode(_ example: RankingExample) -> Data {
    var numbers: [String: Int] = [:]
    var tokens: [String] = []
    func number(_ token: String) -> Int {
      if let known = numbers[token] { return known }
      numbers[token] = tokens.count
      tokens.append(token)
      return tokens.count - 1
    }
    let goal = example.goal.map(number)
    let candidates = example.candidates.map { $0.map(number) }

    var data = Data()
    withUnsafeBytes(of: example.weight.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    // Shifted by one so that a target outside the candidates (-1) survives too.
    append(max(example.target, -1) + 1, to: &data)
    append(tokens.count, to: &data)
    for token in tokens {
      let bytes = Array(token.utf8)
      append(bytes.count, to: &data)
      data.append(contentsOf: bytes)
    }
    append(candidates.count, to: &data)
    for sequence in [goal] + candidates {
      append(sequence.count, to: &data)
      for number in sequence { append(number, to: &data) }
    }
    append(max(0, example.stepsLeft), to: &data)
    return data
  }

  static func decode(_ data: Data, domain: String) throws -> RankingExample {
    var reader = Reader(bytes: Array(data))
    let weight = try reader.double()
    let target = try reader.number() - 1
    let tokens = try (0..<reader.count()).map { _ in try reader.string() }
    let candidateCount = try reader.count()
    let goal = try reader.sequence(of: tokens)
    let candidates = try (0..<candidateCount).map { _ in try reader.sequence(of: tokens) }
    return RankingExample(
      domain: domain, goal: goal, candidates: candidates, target: target,
      stepsLeft: reader.isAtEnd ? 0 : try reader.number(), weight: weight)
  }

  /// FNV-1a of the packed bytes: tells equal examples of a round.
  static func digest(_ packed: Data) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in packed { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: hash)
  }

  private static func append(_ value: Int, to data: inout Data) {
    var rest = UInt(bitPattern: value)
    while rest >= 0x80 {
      data.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }
}

/// Every step is checked: the bytes come from a file.
private struct Reader {
  let bytes: [UInt8]
  var position = 0

  var isAtEnd: Bool { position == bytes.count }

  private var damaged: RunStoreError {
    .badValue(table: "rankingExamples", detail: "the packed text ends or jumps at byte \(position)")
  }

  mutating func double() throws -> Double {
    guard bytes.count >= position + 8 else { throw damaged }
    var bits: UInt64 = 0
    for offset in 0..<8 { bits |= UInt64(bytes[position + offset]) << (8 * UInt64(offset)) }
    position += 8
    return Double(bitPattern: bits)
  }

  mutating func number() throws -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 63 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(truncatingIfNeeded: value & UInt64(Int64.max)) }
      shift += 7
    }
    throw damaged
  }

  /// A length: each element takes a byte at least, so it cannot exceed what is left.
  mutating func count() throws -> Int {
    let value = try number()
    guard value <= bytes.count - position else { throw damaged }
    return value
  }

  mutating func string() throws -> String {
    let length = try count()
    defer { position += length }
    return String(decoding: bytes[position..<(position + length)], as: UTF8.self)
  }

  mutating func sequence(of tokens: [String]) throws -> [String] {
    try (0..<count()).map { _ in
      let index = try number()
      guard index < tokens.count else { throw damaged }
      return tokens[index]
    }
  }
}
