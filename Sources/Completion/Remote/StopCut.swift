import LanguageModel

/// Cuts a text that comes in pieces at the first stop text in it. Some servers (`transformers serve`) leave the stop text,
/// and what its last token has behind it, in their answers; at others there is nothing to cut.
struct StopCut {
  private let stops: [[UInt8]]
  /// The end of what came, where a stop text may have begun. UTF-8, as characters may join with what follows.
  private var held: [UInt8] = []
  private(set) var hasStopped = false

  init(_ stops: [String]) { self.stops = stops.filter { !$0.isEmpty }.map { Array($0.utf8) } }

  /// The part of the text so far that can be passed on.
  mutating func take(_ piece: String) -> String {
    if hasStopped { return "" }
    if stops.isEmpty { return piece }
    held += Array(piece.utf8)
    for start in held.indices {
      let rest = held[start...]
      if stops.contains(where: { rest.starts(with: $0) }) {
        hasStopped = true
        defer { held = [] }
        return String(decoding: held[..<start], as: UTF8.self)
      }
      // A stop text starts with a whole character, so the cut is between characters.
      if stops.contains(where: { $0.starts(with: rest) }) {
        defer { held.removeFirst(start) }
        return String(decoding: held[..<start], as: UTF8.self)
      }
    }
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// What was held back, where no more comes. A short stop text may stand in it, behind the beginning of a longer one.
  mutating func end() -> String {
    defer { held = [] }
    let stop = held.indices.first { start in
      stops.contains { held[start...].starts(with: $0) }
    }
    if stop != nil { hasStopped = true }
    return String(decoding: held[..<(stop ?? held.endIndex)], as: UTF8.self)
  }
}
