/// A text that is never shown: not by `print`, string interpolation, `dump`, a debugger or an
/// encoder. Only
/// `reveal()` gives it away, so every use can be found by that name.
public struct Secret: Hashable, Codable, Sendable, ExpressibleByStringLiteral {
  /// What stands for a secret wherever one would be printed.
  public static let mask = "***"

  private let value: String

  public init(_ value: String) { self.value = value }
  public init(stringLiteral value: String) { self.value = value }

  public var isEmpty: Bool { value.isEmpty }

  public func reveal() -> String { value }

  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the mask: a configuration kept in a store or a log must not keep the secret.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { value.isEmpty ? "" : Self.mask }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
