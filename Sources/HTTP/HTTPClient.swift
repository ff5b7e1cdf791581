import Foundation

/// A request: a POST where it has a body, else a GET.
public struct HTTPRequest: Sendable {
  public var url: URL
  public var headers: [String: String]
  public var body: Data?

  public init(_ url: URL, headers: [String: String] = [:], body: Data? = nil) {
    self.url = url
    self.headers = headers
    self.body = body
  }

  var isForThisMachine: Bool {
    let host = (url.host ?? "").lowercased()
    return host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}

/// Requests over HTTP/1.1 and HTTPS through libcurl, their answers bounded in bytes and time. Connections are kept; where
/// one closes without an answer the request goes over another: libcurl sends it up to six times, while there are kept
/// ones. Other addresses that a server sends to are not followed: a key would go there too.
public final class HTTPClient: Sendable {
  public struct Answer: Sendable {
    public var status: Int
    /// Empty: none was given.
    public var contentType: String
    public var retryAfter: String?
    /// Ends with a `RequestFailure` where the connection breaks off.
    public var body: AsyncThrowingStream<Data, any Error>
  }

  /// When a request is given up.
  public enum Patience: Sendable {
    /// So many seconds after its start.
    case whole(Double)
    /// After so many seconds in which nothing came, neither header nor body.
    case silence(Double)
  }

  let loop: CurlLoop
  private let answerBytesMax: Int

  /// `connections`: how many are kept at most. An answer of more than `answerBytesMax` bytes,
  /// its header included, is a failure.
  public init(connections: Int, answerBytesMax: Int) {
    self.answerBytesMax = answerBytesMax
    loop = CurlLoop(connections: connections)
  }

  deinit { loop.close() }

  /// Sends the request and runs `body` on its answer, whose status may be any. What of the answer `body` has not read
  /// by its end is not waited for, and its connection is not kept.
  public func send<Value: Sendable>(
    _ request: HTTPRequest, patience: Patience,
    _ body: (Answer) async throws(RequestFailure) -> Value
  ) async throws(RequestFailure) -> Value {
    if Task.isCancelled { throw .cancelled }
    let isWhole = request.headers.allSatisfy { name, value in
      (name + value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
    if !isWhole {
      throw RequestFailure(
        "a header with a control character", isWorthRetrying: false, isOfTheRequest: true)
    }
    let exchange = HTTPExchange(request, patience: patience, bytesMax: answerBytesMax)
    defer { loop.stop(exchange) }
    let head = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        exchange.waitForHead(continuation)
        loop.start(exchange)
      }
    } onCancel: {
      loop.stop(exchange)
    }
    return try await body(try head.get())
  }
}

extension HTTPClient.Answer {
  /// The whole body; with a status other than 200 empty where it broke off: the status says enough.
  public func data() async throws(RequestFailure) -> Data {
    do throws(RequestFailure) {
      return try await body.whole()
    } catch {
      if status == 200 || error == .cancelled { throw error }
      return Data()
    }
  }
}

extension AsyncThrowingStream<Data, any Error> {
  /// All of it.
  public func whole() async throws(RequestFailure) -> Data {
    var data = Data()
    do {
      for try await piece in self { data += piece }
    } catch {
      throw error as? RequestFailure ?? .cancelled
    }
    // A cancelled reader sees an end that is none.
    if Task.isCancelled { throw .cancelled }
    return data
  }
}
