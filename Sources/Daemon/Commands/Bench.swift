import Conjecturer
import Curriculum
import Foundation
import LeanInterface
import Prover
import Records
import RunStore

/// What commands that judge Lean texts work with: Lean with the theories. They need no run, and are of use beside a
/// damaged one.
struct LeanBench: Sendable {
  let configuration: Configuration
  let pool: LeanPool
  let compiled: String
  /// The run's, or the seed where there is none.
  let corpus: String
  private let temporary: String?

  static func open(_ configuration: Configuration) async throws -> LeanBench {
    let runFolder = RunFolder(
      directory: configuration.run.directory, name: configuration.run.name)
    let hasRun = FileManager.default.fileExists(atPath: runFolder.corpus)
    ProcessFolder.removeWhenInterrupted()
    let temporary = ProcessFolder.path("theories")
    let corpus = hasRun ? runFolder.corpus : configuration.run.seedCorpus
    let compiled = hasRun ? runFolder.compiled : temporary
    guard FileManager.default.fileExists(atPath: corpus) else {
      throw DaemonError.seedCorpusMissing(path: corpus)
    }
    let pool = try await RunOpening.lean(configuration, corpus: corpus, compiled: compiled)
    return LeanBench(
      configuration: configuration, pool: pool, compiled: pool.toolchain.folder(in: compiled),
      corpus: corpus, temporary: hasRun ? nil : temporary)
  }

  /// Compiles the modules of the corpus that a text imports, where this Lean has not compiled them yet: the run may have
  /// grown under another one.
  func compileModules(importedBy text: String) async throws {
    try await RunOpening.compile(
      RunOpening.modules(importedBy: text, of: corpus), corpus: corpus, compiled: compiled, pool)
  }

  /// Removes what `open` made for this process alone.
  func close() {
    if let temporary { try? FileManager.default.removeItem(atPath: temporary) }
  }
}

/// What commands that don't run the daemon work with: Lean with the theories, and a run's library and models where
/// there is a run.
struct Bench: Sendable {
  let lean: LeanBench
  let models: Models
  let store: RunStore?

  var configuration: Configuration { lean.configuration }
  var pool: LeanPool { lean.pool }
  var compiled: String { lean.compiled }
  var corpus: String { lean.corpus }

  /// Opens without a lock: a daemon may work on the run at the same time.
  static func open(_ configuration: Configuration) async throws -> Bench {
    let runFolder = RunFolder(
      directory: configuration.run.directory, name: configuration.run.name)
    let hasRun = [runFolder.database, runFolder.corpus].allSatisfy {
      FileManager.default.fileExists(atPath: $0)
    }
    let store = hasRun ? try RunStore(path: runFolder.database, mode: .reading) : nil
    let grammars = try configuration.domains.map { try Grammar($0) }
    let lean = try await LeanBench.open(configuration)
    do {
      let models =
        if let store {
          try await RunOpening(configuration, log: { _, _ in }).openModels(store, grammars)
        } else {
          try Models.make(configuration, grammars: grammars)
        }
      return Bench(lean: lean, models: models, store: store)
    } catch {
      lean.close()
      throw error
    }
  }

  func close() { lean.close() }

  func context(_ domain: Domain) async throws -> DomainContext {
    let theory = try await Premise.theory(
      of: domain, pool: pool,
      header: LeanHeader(imports: [domain.module], opens: domain.opens))
    return try await DomainContext.make(
      domain, theory: theory, store: store, libraryLimit: configuration.library.perGoal,
      corpus: corpus, compiled: compiled, pool: pool)
  }

  /// The search as evaluations have it.
  func engine(_ work: DomainContext, ranker: SearchSettings.Ranker, budget: Int) async
    -> SearchEngine
  {
    work.engine(
      pool, configuration, await models.ranker(ranker, seed: configuration.run.seed),
      options: configuration.evaluationOptions(budget: budget))
  }
}
