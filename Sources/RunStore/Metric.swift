/// A figure that a phase leaves: declared once, by the code that measures it.
public struct Metric: Hashable, Sendable {
  public enum Unit: String, Sendable {
    case count, seconds, tokens, megabytes
    /// A part of a whole, or a probability: 0 to 1.
    case share
    /// Mean cross-entropy in nats.
    case loss
  }

  public let phase: Phase
  /// Within the phase: `lean_seconds`.
  public let name: String
  public let unit: Unit

  public init(_ phase: Phase, _ name: String, _ unit: Unit) {
    self.phase = phase
    self.name = name
    self.unit = unit
  }

  /// Its name in the store: `prove.lean_seconds`.
  public var key: String { "\(phase.rawValue).\(name)" }
}

/// The figures of a round, or of one of its phases.
public struct Metrics: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private var values: [String: Double]

  public init(dictionaryLiteral elements: (Metric, Double)...) {
    values = Dictionary(elements.map { ($0.key, $1) }, uniquingKeysWith: { $1 })
  }

  /// nil where the round has none, as a round of an earlier version.
  public subscript(_ metric: Metric) -> Double? {
    get { values[metric.key] }
    set { values[metric.key] = newValue }
  }

  public var count: Int { values.count }

  /// Takes over the figures of `other`.
  public mutating func merge(_ other: Metrics) { values.merge(other.values) { $1 } }
}

extension Metrics: Codable {
  public init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([String: Double].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}
