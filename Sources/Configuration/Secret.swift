/// A text that is never shown: not by `print`, string interpolation, `dump`, a debugger or an
/// encoder. Only
/// `reveal()` gives it away, so every use can be found by that name.
package struct Secret: Hashable, Codable, Sendable, ExpressibleByStringLiteral {
  /// What stands for a secret wherever one would be printed.
  package static let mask = "***"

  private let value: String

  package init(_ value: String) { self.value = value }
  package init(stringLiteral value: String) { self.value = value }

  package var isEmpty: Bool { value.isEmpty }

  package func reveal() -> String { value }

  package init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the mask: a configuration kept in a store or a log must not keep the secret.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { value.isEmpty ? "" : Self.mask }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
