/// A text that is never shown: not by `print`, string interpolation, `dump`, a debugger or an
/// encoder. Only
/// `reveal()` gives it away, so every use can be found by that name.
struct Secret: Hashable, Codable, Sendable, ExpressibleByStringLiteral {
  /// What stands for a secret wherever one would be printed.
  static let mask = "***"

  private let value: String

  init(_ value: String) { self.value = value }
  init(stringLiteral value: String) { self.value = value }

  var isEmpty: Bool { value.isEmpty }

  func reveal() -> String { value }

  init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the mask: a configuration kept in a store or a log must not keep the secret.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { value.isEmpty ? "" : Self.mask }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: []) }
}
