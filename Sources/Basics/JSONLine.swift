import Foundation

extension Encodable {
  /// The value as one line of JSON with sorted keys: equal values give equal text.
  /// - Throws: `EncodingError` for a number that JSON cannot hold.
  public func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
