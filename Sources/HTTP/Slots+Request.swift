import Basics

extension Slots {
  /// Runs a request while holding a place. A task that is cancelled while it waits throws `RequestFailure.cancelled`.
  public func request<Value: Sendable>(
    _ body: () async throws(RequestFailure) -> Value
  ) async throws(RequestFailure) -> Value {
    do { try await acquire() } catch { throw .cancelled }
    defer { release() }
    return try await body()
  }
}
