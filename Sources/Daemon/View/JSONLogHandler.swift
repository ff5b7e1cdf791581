import Configuration
import Foundation
import Logging
import Synchronization

/// Logs one JSON object a line: `time`, `level`, `logger`, `message`, then the metadata's keys.
/// Messages are constant; what varies is metadata, the round among it.
struct JSONLogHandler: LogHandler {
  /// Longest text in a line, in characters; a longer one is cut, so that a goal of a megabyte is no
  /// line of one.
  static let textMax = 8192

  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let now: @Sendable () -> Date
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes each line, its newline included, in one call.
  init(
    label: String, level: Logger.Level = .info, now: @escaping @Sendable () -> Date = { Date() },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.label = label
    logLevel = level
    self.now = now
    self.write = write
  }

  /// Lines to standard error, each in one write; lines of several tasks don't mix.
  static func onStandardError(label: String, level: Logger.Level) -> JSONLogHandler {
    JSONLogHandler(label: label, level: level) { line in
      standardError.withLock { _ in DescriptorWriter.write(line, to: STDERR_FILENO) }
    }
  }

  private static let standardError = Mutex(())

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var members: [(String, JSONValueText)] = [
      ("time", .string(Self.time(now()))), ("level", .string(event.level.rawValue)),
      ("logger", .string(label)), ("message", .string(Self.cut(event.message.description))),
    ]
    if let error = event.error { members.append(("error", .string(Self.cut("\(error)")))) }
    let taken = Set(members.map(\.0))
    for (key, value) in event.metadata(over: metadata, metadataProvider) {
      members.append((taken.contains(key) ? "metadata." + key : key, Self.json(value)))
    }
    write(JSONValueText.object(members).line + "\n")
  }

  /// UTC with milliseconds, as in RFC 3339.
  private static func time(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Numbers and truth values stay what they are.
  private static func json(_ value: Logger.MetadataValue) -> JSONValueText {
    switch value {
    case .string(let text): return .string(cut(text))
    case .stringConvertible(let value):
      switch value {
      case let value as Bool: return .bool(value)
      case let value as any BinaryInteger: return .integer(value)
      case let value as Double: return .number(value)
      default: return .string(cut(value.description))
      }
    case .array(let values): return .array(values.map(json))
    case .dictionary(let values):
      return .object(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    @unknown default: return .string(cut("\(value)"))
    }
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= textMax || text.count <= textMax ? text : text.prefix(textMax) + "…"
  }
}

extension LogEvent {
  /// The event's metadata over the logger's and the provider's, by key.
  fileprivate func metadata(
    over own: Logger.Metadata, _ provider: Logger.MetadataProvider?
  ) -> [(key: String, value: Logger.MetadataValue)] {
    own.merging(provider?.get() ?? [:]) { $1 }.merging(metadata ?? [:]) { $1 }
      .sorted { $0.key < $1.key }
  }
}

/// Logs `warning: the message (key value, key value)` for people: above the live view.
struct TextLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes each line, without a newline.
  init(level: Logger.Level, write: @escaping @Sendable (String) -> Void) {
    logLevel = level
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var parts = event.metadata(over: metadata, metadataProvider).map { "\($0.key) \($0.value)" }
    if let error = event.error { parts.append("\(error)") }
    let level = event.level <= .notice ? "" : "\(event.level.rawValue): "
    let details = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    write(String((level + event.message.description + details).prefix(JSONLogHandler.textMax)))
  }
}
