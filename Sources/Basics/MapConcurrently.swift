extension Array where Element: Sendable {
  /// What `transform` makes of each element, in the order of the elements, whatever ends first. All run side by side.
  /// - Throws: the first failure, after which the others are cancelled and waited for.
  public func mapConcurrently<Output: Sendable, Failure: Error>(
    _ transform: @escaping @Sendable (Element) async throws(Failure) -> Output
  ) async throws(Failure) -> [Output] {
    let elements = self
    let result = await withTaskGroup(of: (Int, Result<Output, Failure>).self) { group in
      for (index, element) in elements.enumerated() {
        group.addTask {
          do throws(Failure) {
            return (index, .success(try await transform(element)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var outputs = [Output?](repeating: nil, count: elements.count)
      for await (index, result) in group {
        switch result {
        case .success(let output): outputs[index] = output
        case .failure(let error):
          group.cancelAll()
          return Result<[Output], Failure>.failure(error)
        }
      }
      return .success(outputs.compactMap { $0 })
    }
    return try result.get()
  }
}
