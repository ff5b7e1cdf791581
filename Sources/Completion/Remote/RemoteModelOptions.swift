import Basics
import Foundation
import LanguageModel

/// Where an OpenAI-compatible server is and how it is asked.
public struct RemoteModelOptions: Hashable, Sendable {
  /// Address up to the version, such as `http://host:8000/v1`.
  public var url: String
  /// The model's name at the server.
  public var model: String
  /// Bearer token; empty: none. No message or description contains it.
  public var key: Secret
  /// Requests at the same time.
  public var concurrent: Int
  /// Seconds that a request may take; for a stream, the longest silence between two parts of it.
  public var requestSeconds: Double
  /// Attempts after the first one.
  public var retries: Int
  /// Seconds before the first of them; doubled with every further one, up to `backoffMax`.
  public var backoff: Double
  /// Longest pause in seconds, also where the server's Retry-After asks for a longer one.
  public var backoffMax: Double
  /// Choices asked for in one request (`n`); 1 for a server that has no `n`. A server that ignores `n` is noticed.
  public var choicesPerRequestMax: Int
  /// Whether the server knows `top_k` and `min_p` (vLLM, llama.cpp). They are sent with every request then, so that
  /// no default of the server's applies; otherwise only where a request sets them, and the server may refuse.
  public var knowsTopKAndMinP: Bool
  /// Bytes of one answer, a whole stream included.
  public var answerBytesMax: Int

  public init(
    url: String, model: String, key: Secret = "", concurrent: Int = 8,
    requestSeconds: Double = 600, retries: Int = 5, backoff: Double = 0.5,
    backoffMax: Double = 30, choicesPerRequestMax: Int = 64, knowsTopKAndMinP: Bool = false,
    answerBytesMax: Int = 64 << 20
  ) {
    self.url = url
    self.model = model
    self.key = key
    self.concurrent = concurrent
    self.requestSeconds = requestSeconds
    self.retries = retries
    self.backoff = backoff
    self.backoffMax = backoffMax
    self.choicesPerRequestMax = choicesPerRequestMax
    self.knowsTopKAndMinP = knowsTopKAndMinP
    self.answerBytesMax = answerBytesMax
  }

  /// The base address. Throws `.configuration` for the first field that cannot be used.
  func checked() throws(LanguageModelError) -> URL {
    guard let base = URL(string: url), let scheme = base.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = base.host, !host.isEmpty
    else {
      throw .configuration(
        field: "url", value: "'\(url)'", remedy: "give an address such as http://host:8000/v1")
    }
    guard base.user == nil, base.password == nil, base.query == nil, base.fragment == nil else {
      // What stands before the host may be a password.
      throw .configuration(
        field: "url", value: "an address with a user, a query or a fragment (at \(host))",
        remedy: "give scheme, host, port and path only, and the key in its environment variable")
    }
    if model.isEmpty {
      throw .configuration(field: "model", value: "empty", remedy: "give the model's name")
    }
    guard key.reveal().utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw .configuration(
        field: "key", value: "a text with spaces, line ends or other than ASCII characters",
        remedy: "set its environment variable to the bare key")
    }
    try checkNumbers()
    return base
  }

  private func checkNumbers() throws(LanguageModelError) {
    let counts: [(String, Int, ClosedRange<Int>)] = [
      ("concurrent", concurrent, 1...4096), ("retries", retries, 0...1000),
      ("choicesPerRequestMax", choicesPerRequestMax, 1...65536),
      ("answerBytesMax", answerBytesMax, 1024...(1 << 40)),
    ]
    for (field, value, range) in counts where !range.contains(value) {
      throw .configuration(
        field: field, value: "\(value)",
        remedy: "give a number from \(range.lowerBound) to \(range.upperBound)")
    }
    let seconds: [(String, Double, ClosedRange<Double>)] = [
      ("requestSeconds", requestSeconds, 0.01...604_800), ("backoff", backoff, 0...86400),
      ("backoffMax", backoffMax, 0...86400),
    ]
    for (field, value, range) in seconds where !range.contains(value) {
      throw .configuration(
        field: field, value: "\(value)",
        remedy: "give seconds from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension RemoteModelOptions: CustomStringConvertible, CustomReflectable {
  public var description: String {
    "\(model) at \(url)\(key.isEmpty ? "" : " (with a key)"), \(concurrent) requests at a time"
  }

  /// Without the key, so that no dump shows it.
  public var customMirror: Mirror {
    Mirror(self, children: ["url": url, "model": model, "concurrent": concurrent])
  }
}
