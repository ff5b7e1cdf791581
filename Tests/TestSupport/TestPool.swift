import LeanInterface

/// A pool on the toolchain that the machine has; `make test` sees to it that there is one.
public func testPool(_ options: LeanOptions = LeanOptions()) async throws -> LeanPool {
  LeanPool(
    toolchain: try await Toolchain.discover(command: "", project: "", fetched: []),
    options: options)
}
