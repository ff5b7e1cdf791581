import Foundation
import LanguageModel

/// Takes a stream of server-sent events apart (WHATWG HTML, section 9.2.6), wherever its pieces are cut. Only the data
/// of events matters here; names, ids and comments are passed over.
struct ServerSentEvents {
  private var line: [UInt8] = []
  private var data: Data?
  private var lastWasReturn = false
  private var isAtStart = true

  /// The data of the events that `piece` completes.
  mutating func take(_ piece: Data) -> [Data] {
    var events: [Data] = []
    for byte in piece {
      switch byte {
      case 0x0a where lastWasReturn:  // The second half of CR LF.
        lastWasReturn = false
      case 0x0a, 0x0d:
        lastWasReturn = byte == 0x0d
        if let event = endLine() { events.append(event) }
      default:
        lastWasReturn = false
        line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() -> Data? {
    defer { line.removeAll(keepingCapacity: true) }
    if isAtStart {
      isAtStart = false
      if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
    }
    if line.isEmpty {
      defer { data = nil }
      return data
    }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
    guard line[..<colon].elementsEqual("data".utf8) else { return nil }
    var value = line[min(colon + 1, line.count)...]
    if value.first == UInt8(ascii: " ") { value.removeFirst() }
    if data == nil {
      data = Data(value)
    } else {
      data?.append(0x0a)
      data?.append(contentsOf: value)
    }
    return nil
  }
}
