import Foundation

/// A value as JSON with sorted keys, so that equal values are equal text: how the store keeps what it
/// does not search by.
public struct JSONText: Hashable, Sendable {
  public let text: String

  /// - Throws: `RunStoreError.badValue` when the value holds what JSON cannot say (a NaN).
  public init(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      text = String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw RunStoreError.badValue(table: "\(type(of: value))", detail: "\(error)")
    }
  }

  public init(stored text: String) { self.text = text }

  /// - Throws: `RunStoreError.badValue` when the text says something else.
  public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw RunStoreError.badValue(table: "\(type)", detail: "\(error)")
    }
  }
}
