import Configuration
import Corpus
import Foundation
import LeanInterface
import LeanText

/// Theories and modules of a corpus, compiled for the Lean at hand.
package enum SeedModules {
  /// Lean with the theories of `corpus` compiled into its own folder in `compiled`.
  package static func lean(_ configuration: Configuration, corpus: String, compiled: String)
    async throws
    -> LeanPool
  {
    let toolchain = try await Toolchain.discover(
      command: configuration.lean.command, project: configuration.lean.project,
      fetched: ["\(configuration.run.directory)/toolchain/lean-mini/bin/lean"])
    let options = try await toolchain.settled(
      configuration.lean.options, project: configuration.lean.project)
    let pool = LeanPool(toolchain: toolchain, options: options)
    let compiled = toolchain.folder(in: compiled)
    await pool.addSearchPath(compiled)
    try await Self.compile(Self.theories(configuration), corpus: corpus, compiled: compiled, pool)
    return pool
  }

  private static func theories(_ configuration: Configuration) -> [String] {
    var seen: Set<String> = []
    return configuration.domains.map(\.module).filter { seen.insert($0).inserted }
  }

  /// Compiles modules, each once and after those of the corpus that it imports.
  package static func compile(
    _ modules: [String], corpus: String, compiled: String, _ pool: LeanPool
  ) async throws {
    var seen: Set<String> = []
    func compile(_ module: String) async throws {
      guard seen.insert(module).inserted else { return }
      let text =
        (try? String(contentsOfFile: Self.path(of: module, in: corpus), encoding: .utf8)) ?? ""
      for name in Self.modules(importedBy: text, of: corpus) { try await compile(name) }
      try await pool.compile(
        module: module, root: corpus, into: compiled, isGrown: ModuleName.isGrown(module))
    }
    for module in modules { try await compile(module) }
  }

  /// Modules of the corpus that a text imports.
  package static func modules(importedBy text: String, of corpus: String) -> [String] {
    // Headers are short; the rest of a long module need not be read for its imports.
    let start = LeanFileHeader(String(text.prefix(1 << 14)))
    return (start.problem == nil ? start : LeanFileHeader(text)).modules
      .filter { FileManager.default.fileExists(atPath: path(of: $0, in: corpus)) }
  }

  private static func path(of module: String, in corpus: String) -> String {
    corpus + "/" + module.replacing(".", with: "/") + ".lean"
  }
}
