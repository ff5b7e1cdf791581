import Configuration
import Conjecturer
import Foundation
import LeanInterface
import Prover
import Records
import RunStore

/// What all work on conjectures and proofs goes by: Lean with the theories, the models, and a run's library where there
/// is a run. Made once by a command, or by the daemon.
package struct Workbench: Sendable {
  package let lean: LeanWorkbench
  package let models: Models
  /// nil where there is no run.
  package let store: RunStore?
  private let lemmas: TheoryLemmas

  package init(lean: LeanWorkbench, models: Models, store: RunStore?) {
    self.lean = lean
    self.models = models
    self.store = store
    lemmas = TheoryLemmas(lean.pool)
  }

  package var configuration: Configuration { lean.configuration }
  package var pool: LeanPool { lean.pool }
  package var compiled: String { lean.compiled }
  package var corpus: String { lean.corpus }
  package var seed: UInt64 { configuration.run.seed }

  /// Opens a run for reading, without a lock: a daemon may work on it at the same time.
  package static func open(_ configuration: Configuration) async throws -> Workbench {
    let runFolder = RunFolder(
      directory: configuration.run.directory, name: configuration.run.name)
    let hasRun = [runFolder.database, runFolder.corpus].allSatisfy {
      FileManager.default.fileExists(atPath: $0)
    }
    let store = hasRun ? try RunStore(path: runFolder.database, mode: .reading) : nil
    let lean = try await LeanWorkbench.open(configuration)
    do {
      let models = try await Models.open(lean.configuration, runFolder, store)
      return Workbench(lean: lean, models: models, store: store)
    } catch {
      lean.close()
      throw error
    }
  }

  package func close() { lean.close() }

  package func domain(_ name: String) -> Domain? {
    configuration.domains.first { $0.name == name }
  }

  /// Lemmas of the domain's theory, as Lean states them.
  package func theory(of domain: Domain) async throws -> [Premise] {
    try await lemmas.lemmas(of: domain)
  }

  /// What proofs of the domain may use now: its theory, and the run's libraries as they stand.
  package func context(_ domain: Domain) async throws -> DomainContext {
    try await DomainContext.make(
      domain, theory: theory(of: domain), store: store,
      libraryLimit: configuration.library.perGoal, corpus: corpus, compiled: compiled, pool: pool)
  }

  /// The search as evaluations have it.
  package func engine(
    _ work: DomainContext, ranker: SearchSettings.Ranker, budget: Int
  ) async -> SearchEngine {
    work.engine(
      pool, configuration, await models.ranker(ranker, seed: seed),
      options: configuration.evaluationOptions(budget: budget))
  }
}

/// What Lean said of the lemmas of each domain's theory.
private actor TheoryLemmas {
  private let pool: LeanPool
  private var known: [String: [Premise]] = [:]

  init(_ pool: LeanPool) { self.pool = pool }

  func lemmas(of domain: Domain) async throws -> [Premise] {
    if let lemmas = known[domain.name] { return lemmas }
    let lemmas = try await Premise.theory(
      of: domain, pool: pool,
      header: LeanHeader(imports: [domain.module], opens: domain.opens))
    known[domain.name] = lemmas
    return lemmas
  }
}
