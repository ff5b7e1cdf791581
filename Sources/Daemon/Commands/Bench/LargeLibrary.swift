import Foundation
import LeanInterface

/// Compiled modules of many declarations: what a large library costs in a header.
struct LargeLibrary {
  let folder = ProcessFolder.path("large")
  let modules: [String]

  /// Lean takes longer than twice as long for a module of twice as many.
  private static let declarationsAModule = 2000

  /// Compiles them with a pool's Lean.
  init(declarations: Int, _ pool: LeanPool) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var modules: [String] = []
    for first in stride(from: 1, through: declarations, by: Self.declarationsAModule) {
      let name = "LemmaloomLarge\(first)"
      let last = min(declarations, first + Self.declarationsAModule - 1)
      let text = (first...last).map { number in
        "theorem lemmaloomLarge\(number) (a : Nat) : a = a := rfl\n"
      }
      try text.joined().write(
        toFile: "\(folder)/\(name).lean", atomically: true, encoding: .utf8)
      try await pool.compile(module: name, root: folder, into: folder)
      modules.append(name)
    }
    self.modules = modules
  }
}
