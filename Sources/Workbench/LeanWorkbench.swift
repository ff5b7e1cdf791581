import Checkers
import Configuration
import Foundation
import LeanInterface

/// Lean with the theories: what work that needs no run goes by. It is of use beside a damaged run, too.
package struct LeanWorkbench: Sendable {
  /// With every domain as it is in force: what an entry leaves open, its theory has filled in.
  package let configuration: Configuration
  package let pool: LeanPool
  /// Folder of the modules that this Lean has compiled.
  package let compiled: String
  /// The run's, or the seed where there is none.
  package let corpus: String
  private let temporary: String?

  /// - Parameter compiled: folder for the compiled modules of all Leans.
  package init(
    _ configuration: Configuration, corpus: String, compiled: String, temporary: String? = nil
  ) async throws {
    self.corpus = corpus
    self.temporary = temporary
    pool = try await SeedModules.lean(configuration, corpus: corpus, compiled: compiled)
    self.compiled = pool.toolchain.folder(in: compiled)
    self.configuration = try await ShortDomains.settled(
      configuration, pool, compiled: self.compiled)
  }

  /// Over the run's corpus, or over the seed where there is no run; `close` removes what was compiled for this process
  /// alone.
  package static func open(_ configuration: Configuration) async throws -> LeanWorkbench {
    let runFolder = RunFolder(
      directory: configuration.run.directory, name: configuration.run.name)
    let hasRun = FileManager.default.fileExists(atPath: runFolder.corpus)
    ProcessFolder.removeWhenInterrupted()
    let temporary = ProcessFolder.path("theories")
    let corpus = hasRun ? runFolder.corpus : configuration.run.seedCorpus
    guard FileManager.default.fileExists(atPath: corpus) else {
      throw WorkbenchError.seedCorpusMissing(path: corpus)
    }
    return try await LeanWorkbench(
      configuration, corpus: corpus, compiled: hasRun ? runFolder.compiled : temporary,
      temporary: hasRun ? nil : temporary)
  }

  /// Compiles the modules of the corpus that a text imports, where this Lean has not compiled them yet: the run may have
  /// grown under another one.
  package func compileModules(importedBy text: String) async throws {
    try await SeedModules.compile(
      SeedModules.modules(importedBy: text, of: corpus), corpus: corpus, compiled: compiled, pool)
  }

  /// The configured checkers, not examined yet.
  package func checkers(named names: [String]) throws -> [any Checker] {
    try configuration.checkers(
      named: names, pool, sources: corpus, compiled: compiled)
  }

  /// The configured checkers and their quorum; those that judge have just proved themselves.
  /// - Parameter told: what is to be known of a checker.
  /// - Throws: `WorkbenchError.checkersUnfit` where the quorum cannot judge.
  package func panel(told: @escaping @Sendable (String) -> Void) async throws -> Panel {
    let reasons = Reasons()
    let panel = Panel(
      checkers: try checkers(named: configuration.checkers.backends),
      quorum: configuration.checkerQuorum, canaryEvery: configuration.checkers.canaryEvery
    ) { event in
      let text = "checker \(event.checker) \(event.text)"
      told(text)
      await reasons.add("\(event.checker) \(event.text)")
    }
    try await panel.examine()
    if let obstacle = await panel.obstacle {
      throw WorkbenchError.checkersUnfit((await reasons.texts + [obstacle]).joined(separator: "; "))
    }
    return panel
  }

  private actor Reasons {
    private(set) var texts: [String] = []
    func add(_ text: String) { texts.append(text) }
  }

  /// Removes what `open` made for this process alone.
  package func close() {
    if let temporary { try? FileManager.default.removeItem(atPath: temporary) }
  }
}
