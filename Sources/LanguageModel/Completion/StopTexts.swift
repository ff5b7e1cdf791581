/// The text of one completion as it is drawn, and where a stop text ends it.
struct StopTexts: Sendable {
  private let stops: [[UInt8]]
  /// Bytes that may still turn out to begin a stop text.
  private let heldMax: Int
  private var decoder: IncrementalDecoder
  private var bytes: [UInt8] = []
  /// Bytes that have been given out.
  private var given = 0
  private(set) var isStopped = false

  init(_ stops: [String], _ tokenizer: BytePairTokenizer) {
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
    heldMax = max(0, (self.stops.map(\.count).max() ?? 0) - 1)
    decoder = IncrementalDecoder(tokenizer)
  }

  /// What has been drawn, without the stop text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What can be given out with this token; nothing of a stop text ever is.
  mutating func append(_ token: Int32) -> String {
    if isStopped { return "" }
    let from = max(0, bytes.count - heldMax)
    bytes += decoder.append(token).utf8
    if let at = firstStop(from: from) {
      bytes.removeSubrange(at...)
      isStopped = true
      return give(upTo: bytes.count)
    }
    return give(upTo: max(given, bytes.count - heldMax))
  }

  /// What is left when no token follows.
  mutating func finish() -> String {
    if !isStopped { bytes += decoder.finish().utf8 }
    return give(upTo: bytes.count)
  }

  private func firstStop(from start: Int) -> Int? {
    guard !stops.isEmpty else { return nil }
    return (start..<max(start, bytes.count)).first { at in
      stops.contains { bytes[at...].starts(with: $0) }
    }
  }

  private mutating func give(upTo end: Int) -> String {
    var end = end
    // A character's later bytes (10xxxxxx) stay with its first.
    while end > given, end < bytes.count, bytes[end] & 0xc0 == 0x80 { end -= 1 }
    defer { given = end }
    return String(decoding: bytes[given..<end], as: UTF8.self)
  }
}
