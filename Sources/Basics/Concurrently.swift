/// What two pieces of work come to that run side by side.
/// - Throws: the failure of the first, after which the second is cancelled and waited for; else the second's.
public func concurrently<First: Sendable, Second: Sendable, Failure: Error>(
  _ first: @Sendable () async throws(Failure) -> First,
  _ second: @Sendable () async throws(Failure) -> Second
) async throws(Failure) -> (First, Second) {
  async let other = result(of: second)
  let one = try await first()
  return (one, try await other.get())
}

private func result<Value, Failure: Error>(
  of body: @Sendable () async throws(Failure) -> Value
) async -> Result<Value, Failure> {
  do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
}
