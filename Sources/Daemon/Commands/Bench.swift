import Conjecturer
import Curriculum
import Foundation
import LeanInterface
import Prover
import Records
import RunStore

/// What commands that don't run the daemon work with: Lean with the theories, and a run's library and models where
/// there is a run.
struct Bench: Sendable {
  let configuration: Configuration
  let pool: LeanPool
  let models: Models
  let store: RunStore?
  let compiled: String
  let corpus: String
  private let temporary: String?

  /// Opens without a lock: a daemon may work on the run at the same time.
  static func open(_ configuration: Configuration) async throws -> Bench {
    let workspace = Workspace(
      directory: configuration.run.directory, name: configuration.run.name)
    let grammars = try configuration.domains.map { try Grammar($0) }
    if FileManager.default.fileExists(atPath: workspace.database),
      FileManager.default.fileExists(atPath: workspace.corpus)
    {
      let store = try RunStore(path: workspace.database, mode: .reading)
      let pool = try await RunOpening.lean(
        configuration, corpus: workspace.corpus, compiled: workspace.compiled)
      return Bench(
        configuration: configuration, pool: pool,
        models: try await RunOpening(configuration, log: { _, _ in }).openModels(store, grammars),
        store: store, compiled: pool.toolchain.folder(in: workspace.compiled),
        corpus: workspace.corpus, temporary: nil)
    }
    let folder =
      FileManager.default.temporaryDirectory.path + "/lemmaloom-\(UUID().uuidString)"
    let seed = configuration.run.seedCorpus
    guard FileManager.default.fileExists(atPath: seed) else {
      throw DaemonError.seedCorpusMissing(path: seed)
    }
    let pool = try await RunOpening.lean(configuration, corpus: seed, compiled: folder)
    return Bench(
      configuration: configuration, pool: pool,
      models: try Models.make(configuration, grammars: grammars), store: nil,
      compiled: pool.toolchain.folder(in: folder), corpus: seed, temporary: folder)
  }

  /// Removes what `open` made for this process alone.
  func close() {
    if let temporary { try? FileManager.default.removeItem(atPath: temporary) }
  }

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
