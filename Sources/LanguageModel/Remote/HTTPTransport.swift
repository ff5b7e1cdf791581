import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests whose answers come piece by piece, bounded in bytes and time. `URLSession.bytes` is missing on Linux: a
/// delegate takes its place.
///
/// Connections are kept. Fresh ones for every request are no way out of what follows: FoundationNetworking on Linux loses
/// about one in a hundred requests where sockets are opened and closed at the same time. What remains: where a server
/// closes a kept connection instead of answering, the request is sent anew without its body and only its time limit ends
/// it. A connection that was closed while it was idle is noticed.
final class HTTPTransport: Sendable {
  struct Answer: Sendable {
    var status: Int
    var contentType: String
    var retryAfter: String?
    /// Ends with a `RequestFailure` where the connection breaks off.
    var body: AsyncThrowingStream<Data, any Error>
  }

  /// When a request is given up.
  enum Patience: Sendable {
    /// So many seconds after its start.
    case whole(Double)
    /// After so many seconds in which nothing came.
    case silence(Double)
  }

  private let session: URLSession
  private let receiver = HTTPReceiver()
  private let answerBytesMax: Int

  init(connections: Int, answerBytesMax: Int) {
    self.answerBytesMax = answerBytesMax
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    // Exchanges keep their own time.
    configuration.timeoutIntervalForRequest = 1e7
    configuration.timeoutIntervalForResource = 1e7
    session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
  }

  deinit { session.invalidateAndCancel() }

  /// Sends the request and runs `body` on its answer, whose status may be any. The request has ended when this returns.
  func send<Value: Sendable>(
    _ request: URLRequest, patience: Patience,
    _ body: (Answer) async throws(RequestFailure) -> Value
  ) async throws(RequestFailure) -> Value {
    if Task.isCancelled { throw .cancelled }
    let task = session.dataTask(with: request)
    let exchange = HTTPExchange(task, patience: patience, bytesMax: answerBytesMax)
    receiver.add(exchange)
    let watch = Task { await exchange.watch() }
    defer {
      watch.cancel()
      exchange.end(.cancelled)
      task.cancel()
      receiver.remove(exchange)
    }
    let head = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        exchange.waitForHead(continuation)
        task.resume()
      }
    } onCancel: {
      exchange.end(.cancelled)
      task.cancel()
    }
    return try await body(try head.get())
  }
}

extension AsyncThrowingStream<Data, any Error> {
  /// All of it.
  func whole() async throws(RequestFailure) -> Data {
    var data = Data()
    do {
      for try await piece in self { data += piece }
    } catch {
      throw error as? RequestFailure ?? .connection(error)
    }
    // A cancelled reader sees an end that is none.
    if Task.isCancelled { throw .cancelled }
    return data
  }
}

/// One request and what came of it so far.
private final class HTTPExchange: Sendable {
  typealias Head = Result<HTTPTransport.Answer, RequestFailure>

  private struct State {
    var head: CheckedContinuation<Head, Never>?
    /// A failure that came before anyone waited.
    var early: RequestFailure?
    var ended = false
    var bytes = 0
    var deadline: ContinuousClock.Instant
  }

  let task: URLSessionDataTask
  private let patience: HTTPTransport.Patience
  private let bytesMax: Int
  private let stream: AsyncThrowingStream<Data, any Error>
  private let body: AsyncThrowingStream<Data, any Error>.Continuation
  private let state: Mutex<State>

  init(_ task: URLSessionDataTask, patience: HTTPTransport.Patience, bytesMax: Int) {
    self.task = task
    self.patience = patience
    self.bytesMax = bytesMax
    (stream, body) = AsyncThrowingStream.makeStream()
    state = Mutex(State(deadline: .now + .seconds(Self.seconds(patience))))
  }

  private static func seconds(_ patience: HTTPTransport.Patience) -> Double {
    switch patience {
    case .whole(let seconds), .silence(let seconds): seconds
    }
  }

  func waitForHead(_ continuation: CheckedContinuation<Head, Never>) {
    let early = state.withLock { state -> RequestFailure? in
      if state.early == nil { state.head = continuation }
      return state.early
    }
    if let early { continuation.resume(returning: .failure(early)) }
  }

  func receive(_ response: HTTPURLResponse) {
    let answer = HTTPTransport.Answer(
      status: response.statusCode,
      contentType: response.value(forHTTPHeaderField: "Content-Type") ?? "",
      retryAfter: response.value(forHTTPHeaderField: "Retry-After"), body: stream)
    let head = state.withLock { state in
      defer { state.head = nil }
      return state.head
    }
    head?.resume(returning: .success(answer))
  }

  func receive(_ data: Data) {
    let fits = state.withLock { state in
      state.bytes += data.count
      if case .silence(let seconds) = patience { state.deadline = .now + .seconds(seconds) }
      return state.bytes <= bytesMax
    }
    if fits {
      body.yield(data)
    } else {
      end(
        RequestFailure("the answer has more than \(bytesMax) bytes", isWorthRetrying: false))
      task.cancel()
    }
  }

  /// No more comes; nil: the answer is whole. Only the first end counts.
  func end(_ failure: RequestFailure?) {
    let forHead = failure ?? RequestFailure("an answer without a status", isWorthRetrying: true)
    let (first, head) = state.withLock { state in
      let result = (!state.ended, state.head)
      if result.0 {
        state.ended = true
        state.early = forHead
      }
      state.head = nil
      return result
    }
    guard first else { return }
    head?.resume(returning: .failure(forHead))
    body.finish(throwing: failure)
  }

  /// Ends the exchange at its deadline, unless cancelled.
  func watch() async {
    while !Task.isCancelled {
      let deadline = state.withLock { $0.deadline }
      if deadline <= .now {
        end(
          RequestFailure(
            "no answer within \(Self.seconds(patience)) seconds", isWorthRetrying: true))
        task.cancel()
        return
      }
      try? await Task.sleep(until: deadline)
    }
  }
}

/// Hands what arrives to the exchange it belongs to.
private final class HTTPReceiver: NSObject, URLSessionDataDelegate {
  private let exchanges = Mutex<[Int: HTTPExchange]>([:])

  func add(_ exchange: HTTPExchange) {
    exchanges.withLock { $0[exchange.task.taskIdentifier] = exchange }
  }

  func remove(_ exchange: HTTPExchange) {
    exchanges.withLock { _ = $0.removeValue(forKey: exchange.task.taskIdentifier) }
  }

  private func exchange(of task: URLSessionTask) -> HTTPExchange? {
    exchanges.withLock { $0[task.taskIdentifier] }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse { exchange(of: dataTask)?.receive(response) }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    exchange(of: dataTask)?.receive(data)
  }

  /// Another address is not followed: the key would go there too.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    exchange(of: task)?.receive(response)
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let exchange = exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    exchange?.end(error.map { RequestFailure.connection($0) })
  }
}
