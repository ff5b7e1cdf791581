import Foundation
import Synchronization

/// One request and what its task is told of the answer.
final class HTTPExchange: Sendable {
  typealias Head = Result<HTTPClient.Answer, RequestFailure>

  private struct State {
    var waiting: CheckedContinuation<Head, Never>?
    /// The first one, waited for or not.
    var head: Head?
    var hasEnded = false
  }

  let request: HTTPRequest
  let patience: HTTPClient.Patience
  let bytesMax: Int
  private let stream: AsyncThrowingStream<Data, any Error>
  private let body: AsyncThrowingStream<Data, any Error>.Continuation
  private let state = Mutex(State())

  init(_ request: HTTPRequest, patience: HTTPClient.Patience, bytesMax: Int) {
    self.request = request
    self.patience = patience
    self.bytesMax = bytesMax
    (stream, body) = AsyncThrowingStream.makeStream()
  }

  /// The patience's number.
  var seconds: Double {
    switch patience {
    case .whole(let seconds), .silence(let seconds): min(max(seconds, 0), 1e9)
    }
  }

  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  func waitForHead(_ continuation: CheckedContinuation<Head, Never>) {
    let early = state.withLock { state -> Head? in
      if state.head == nil { state.waiting = continuation }
      return state.head
    }
    if let early { continuation.resume(returning: early) }
  }

  func receive(status: Int, contentType: String, retryAfter: String?) {
    give(
      .success(
        HTTPClient.Answer(
          status: status, contentType: contentType, retryAfter: retryAfter, body: stream)))
  }

  func receive(_ data: Data) { body.yield(data) }

  /// No more comes; nil: the answer is whole. Only the first end counts.
  /// - Returns: whether this is the first.
  @discardableResult func end(_ failure: RequestFailure?) -> Bool {
    let isFirst = state.withLock { state in
      defer { state.hasEnded = true }
      return !state.hasEnded
    }
    guard isFirst else { return false }
    give(.failure(failure ?? RequestFailure("an answer without a status", isWorthRetrying: true)))
    body.finish(throwing: failure)
    return true
  }

  /// Only the first head counts.
  private func give(_ head: Head) {
    let waiting = state.withLock { state -> CheckedContinuation<Head, Never>? in
      guard state.head == nil else { return nil }
      state.head = head
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume(returning: head)
  }
}
