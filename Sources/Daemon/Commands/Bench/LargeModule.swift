import Foundation
import LeanInterface

/// A compiled module of many declarations: what a large library costs in a header.
struct LargeModule {
  static let name = "LemmaloomLarge"

  let folder = ProcessFolder.path("large")

  /// Compiles it with a pool's Lean.
  init(declarations: Int, _ pool: LeanPool) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = (1...declarations).map { number in
      "theorem lemmaloomLarge\(number) (a : Nat) : a + \(number) = a + \(number) := rfl\n"
    }
    try text.joined().write(
      toFile: "\(folder)/\(Self.name).lean", atomically: true, encoding: .utf8)
    try await pool.compile(module: Self.name, root: folder, into: folder)
  }
}
