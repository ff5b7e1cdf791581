import Foundation
import Records

/// A turn of a conversation, as data sets for training have it.
public struct TrainingMessage: Hashable, Codable, Sendable {
  /// `system`, `user` or `assistant`.
  public var role: String
  public var content: String

  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// A proved theorem as an example to imitate: the prompt of a prover, and the reasoning that ended in the proof.
public struct ImitationRow: Hashable, Codable, Sendable {
  public var messages: [TrainingMessage]
  public var name: String
  public var domain: String
  public var round: Int
}

/// Examples for supervised fine-tuning, and what was left out of them.
public struct ImitationSet: Hashable, Sendable {
  public let rows: [ImitationRow]
  /// Theorems whose reasoning was not recorded, or answers more than the first prompt.
  public let withoutTrace: Int
  /// Theorems that a benchmark states: nobody trains on what is measured.
  public let known: Int

  /// - Parameter prompt: the messages in front of the answer.
  public init(_ theorems: [Theorem], prompt: (Theorem) -> [TrainingMessage]) {
    let unknown = theorems.filter(\.knownAs.isEmpty)
    // A corrected answer, and a sketch put together from its steps, answer another prompt.
    let told = unknown.filter { theorem in
      !theorem.trace.isEmpty
        && theorem.author.map { $0.turn == 1 && $0.isJoined != true } ?? true
    }
    known = theorems.count - unknown.count
    withoutTrace = unknown.count - told.count
    rows = told.map { theorem in
      ImitationRow(
        messages: prompt(theorem) + [TrainingMessage(role: "assistant", content: theorem.trace)],
        name: theorem.name, domain: theorem.statement.domain, round: theorem.round)
    }
  }

  /// One JSON object a line.
  public func jsonLines() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for row in rows {
      bytes += try encoder.encode(row)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
