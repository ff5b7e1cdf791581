import Basics

/// Where Kimina Lean Servers are and how they are asked.
public struct KiminaOptions: Hashable, Codable, Sendable {
  /// Addresses such as `http://host:8000`; requests go to the one with the fewest of ours.
  public var servers: [String]
  /// Bearer token; empty: none.
  public var key: Secret
  /// Requests at the same time, over all servers.
  public var concurrent: Int
  /// Seconds that a server gives Lean for one proof; the server knows whole seconds only.
  public var seconds: Int
  /// Seconds that a server lets a request wait for a free REPL.
  public var waitSeconds: Int
  /// Attempts after the first one.
  public var retries: Int
  /// Pause before the first of them; it doubles with every further one, up to `backoffMax`.
  public var backoff: Double
  public var backoffMax: Double
  /// Bytes of a text; servers need seconds to take in a megabyte.
  public var textBytesMax: Int
  /// Bytes of an answer.
  public var answerBytesMax: Int

  public init(
    servers: [String] = [], key: Secret = "", concurrent: Int = 4, seconds: Int = 60,
    waitSeconds: Int = 60, retries: Int = 5, backoff: Double = 0.5, backoffMax: Double = 20,
    textBytesMax: Int = 256 << 10, answerBytesMax: Int = 64 << 20
  ) {
    self.servers = servers
    self.key = key
    self.concurrent = concurrent
    self.seconds = seconds
    self.waitSeconds = waitSeconds
    self.retries = retries
    self.backoff = backoff
    self.backoffMax = backoffMax
    self.textBytesMax = textBytesMax
    self.answerBytesMax = answerBytesMax
  }

  /// Seconds after which a request is given up: waiting, the header's and the proof's time, and a margin.
  var requestSeconds: Double { Double(waitSeconds + 2 * seconds) + 10 }
}
