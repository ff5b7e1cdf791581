import Foundation
import LeanInterface

/// A request of leanprover-community/repl. Fields that are not here (`infotree`, `allTactics`, `gc`…) are ignored.
public struct ReplRequest: Decodable, Hashable, Sendable {
  /// Commands to run in `env`, or in a fresh environment.
  public var cmd: String?
  /// A file whose text is run as `cmd` is.
  public var path: String?
  public var env: Int?
  /// A tactic to run in `proofState`.
  public var tactic: String?
  public var proofState: Int?
  public var pickleTo: String?
  public var unpickleEnvFrom: String?
  public var unpickleProofStateFrom: String?
}

/// An answer of leanprover-community/repl. What is nil is left out.
public struct ReplResponse: Encodable, Hashable, Sendable {
  /// 1-based line; 0-based column in Unicode scalars.
  public struct Position: Codable, Hashable, Sendable {
    public var line: Int
    public var column: Int
  }

  public struct Message: Encodable, Hashable, Sendable {
    /// `info`, `warning` or `error`.
    public var severity: String
    public var pos: Position
    /// Written as `null` where Lean names a point.
    public var endPos: Position?
    public var data: String

    private enum Key: CodingKey { case severity, pos, endPos, data }

    public func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Key.self)
      try fields.encode(severity, forKey: .severity)
      try fields.encode(pos, forKey: .pos)
      try fields.encode(endPos, forKey: .endPos)
      try fields.encode(data, forKey: .data)
    }
  }

  public struct Sorry: Encodable, Hashable, Sendable {
    /// Place within the command; nil within a tactic.
    public var pos: Position?
    public var endPos: Position?
    /// The goal as Lean prints it, empty where Lean showed none.
    public var goal: String
    public var proofState: Int
  }

  public var env: Int?
  public var messages: [Message]?
  public var sorries: [Sorry]?
  public var proofState: Int?
  public var proofStatus: String?
  public var goals: [String]?
  /// Why there is no answer; nothing was said about the text that was given.
  public var message: String?

  /// Pretty-printed JSON without a blank line: a blank line ends an answer.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      return #"{"message": "the answer cannot be written as JSON"}"#
    }
    // The encoder writes an empty array over three lines, the middle one blank.
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
      .filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }
}

extension ReplResponse {
  static func refusal(_ reason: String) -> ReplResponse { ReplResponse(message: reason) }
}

extension ReplResponse.Position {
  init(_ position: RawMessage.Position) {
    self.init(line: position.line, column: position.column)
  }
}

extension ReplResponse.Message {
  init(_ raw: RawMessage) {
    let level = raw.severity == "information" ? "info" : raw.severity
    self.init(
      severity: level, pos: ReplResponse.Position(raw.pos),
      endPos: raw.endPos.map { ReplResponse.Position($0) },
      data: raw.data.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// nil when there is none: an empty list is left out of answers.
  static func list(_ messages: [RawMessage]) -> [ReplResponse.Message]? {
    messages.isEmpty ? nil : messages.map { ReplResponse.Message($0) }
  }
}

extension RawMessage {
  /// The message with its lines counted from the one after `lines`.
  func moved(up lines: Int) -> RawMessage {
    var copy = self
    copy.pos.line -= lines
    copy.endPos?.line -= lines
    return copy
  }
}
