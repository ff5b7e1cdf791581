import Foundation
import LeanInterface
import Records

/// The toolchain that the machine has; `make test` sees to it that there is one.
public func testToolchain() async throws -> Toolchain {
  try await Toolchain.discover(command: "", project: "", fetched: [])
}

/// A pool on that toolchain.
public func testPool(_ options: LeanOptions = LeanOptions()) async throws -> LeanPool {
  LeanPool(toolchain: try await testToolchain(), options: options)
}

/// The theories of the seed corpus, compiled once into a folder that is gone with the test process.
public enum SeedTheories {
  public static let folder =
    FileManager.default.temporaryDirectory.path + "/lemmaloom-theories-\(UUID().uuidString)"

  private static let compiled = Task {
    let pool = try await testPool()
    atexit { try? FileManager.default.removeItem(atPath: SeedTheories.folder) }
    await pool.addSearchPath(folder)
    for module in ["Theory.Logic", "Theory.Nat", "Theory.List", "Theory.Tip"] {
      try await pool.compile(module: module, root: Project.folder + "/corpus", into: folder)
    }
    return pool
  }

  /// The pool that all tests share.
  public static var pool: LeanPool {
    get async throws { try await compiled.value }
  }
}

extension Domain {
  /// The theory's module and its opened namespaces.
  public var header: LeanHeader { LeanHeader(imports: [module], opens: opens) }
}
