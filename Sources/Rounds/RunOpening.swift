import Checkers
import Configuration
import Conjecturer
import Corpus
import Curriculum
import Evaluation
import Foundation
import LanguageModel
import LeanInterface
import LeanText
import Prover
import Records
import RunStore
import Workbench

/// Opens a run for writing: everything that can be wrong is found here, before the first round.
package struct RunOpening: Sendable {
  package let configuration: Configuration
  package let runFolder: RunFolder
  package let log: @Sendable (String, [String: String]) -> Void

  package init(
    _ configuration: Configuration, log: @escaping @Sendable (String, [String: String]) -> Void
  ) {
    self.configuration = configuration
    self.log = log
    runFolder = RunFolder(directory: configuration.run.directory, name: configuration.run.name)
  }

  /// The run as its last life left it, or a new one.
  package func open(clock: @escaping @Sendable () -> Date = { Date() }) async throws -> RunContext {
    if !FileManager.default.fileExists(atPath: runFolder.database),
      FileManager.default.fileExists(atPath: runFolder.corpus)
    {
      // Refused before an empty database is made.
      try Self.compare(
        runFolder.corpus, committed: await GitCorpus(reading: runFolder.corpus).newestRound(), nil)
    }
    let store = try RunStore(path: runFolder.database)
    let corpus = try await openCorpus(store, date: clock())
    let lean = try await LeanWorkbench(
      configuration, corpus: runFolder.corpus, compiled: runFolder.compiled)
    let pool = lean.pool
    // The domains as their theories fill them in.
    let configuration = lean.configuration
    log("Lean \(pool.toolchain.version)", ["found": pool.toolchain.origin])
    OpenBLAS.useOneThread()
    let models = try await Models.open(configuration, runFolder, store)
    let parameters = await models.parameterCount()
    log(
      "models ready",
      [
        "parameters": "\(parameters)", "checkpoint": await models.checkpointName,
        "openblas": OpenBLAS.coreName,
      ])
    try await store.setMeta("toolchain", "Lean \(pool.toolchain.version)")
    try await store.setMeta("parameters", "\(parameters)")
    let log = log
    let panel = try await lean.panel { log($0, [:]) }
    let bench = Workbench(lean: lean, models: models, store: store)
    // A lemma that the theory lacks is said before the first round.
    for domain in configuration.domains { _ = try await bench.theory(of: domain) }
    let suites = try await BenchmarkSuite.load(configuration.evaluation.suites, lean)
    let settings = configuration.prover
    // One pool for all drafts and sketches, whatever domain they are of.
    let drafts = configuration.proofPool(pool, compiled: lean.compiled)
    let wholeProofProver =
      settings.method == .search ? nil : try configuration.wholeProofProver(drafts)
    let conjecturerModel = try configuration.conjecturerModel()
    let reader = ProgressReader(store: store, configuration: configuration)
    let board = ProgressBoard(try await reader.read(), pool: pool, log: log)
    return RunContext(
      bench: bench, runFolder: runFolder, store: store, corpus: corpus,
      conjecturer: try Conjecturer(
        domains: configuration.domains, pool: pool, filters: configuration.conjecturer.filters),
      search: ModelSearch(bench: bench), wholeProofProver: wholeProofProver,
      decomposition: wholeProofProver.flatMap { configuration.decomposition($0, drafts) },
      conjecturerModel: conjecturerModel,
      panel: panel, suites: suites,
      memory: try await memory(store, configuration.domains), board: board, reader: reader,
      clock: clock)
  }

  /// Refuses a corpus and a database that tell of different rounds.
  /// - Parameters:
  ///   - committed: newest round of the corpus; nil where there is none.
  ///   - last: newest round of the database.
  private static func compare(_ corpus: String, committed: Int?, _ last: RoundState?) throws {
    let recorded = last.map { $0.phase > .record ? $0.number : $0.number - 1 } ?? 0
    if (committed ?? 0) < recorded || (committed ?? 0) > (last?.number ?? 0) {
      throw WorkbenchError.roundsDisagree(
        corpus: corpus, committed: committed, recorded: recorded, begun: last?.number ?? 0)
    }
  }

  /// The run's corpus, or a new one for a run that has recorded nothing.
  private func openCorpus(_ store: RunStore, date: Date) async throws -> GitCorpus {
    let last = try await store.lastRound()
    if FileManager.default.fileExists(atPath: runFolder.corpus) {
      let corpus = try GitCorpus(opening: runFolder.corpus)
      try Self.compare(runFolder.corpus, committed: await corpus.newestRound(), last)
      return corpus
    }
    try Self.compare(runFolder.corpus, committed: nil, last)
    guard FileManager.default.fileExists(atPath: configuration.run.seedCorpus) else {
      throw WorkbenchError.seedCorpusMissing(path: configuration.run.seedCorpus)
    }
    return try GitCorpus.create(
      at: runFolder.corpus, seed: configuration.run.seedCorpus, date: date)
  }

  /// Rounds after which a statement nobody could prove is tried again: prover and library have grown since.
  private static let retryAfterRounds = 2

  private func memory(_ store: RunStore, _ domains: [Domain]) async throws -> Memory {
    var known: [String: KnownStatements] = [:]
    for domain in domains {
      known[domain.name] = KnownStatements(
        try Grammar(domain), retryAfterRounds: Self.retryAfterRounds)
    }
    let times = try await store.roundsTried(before: .max)
    for round in try await store.rounds() {
      for status in ConjectureStatus.allCases {
        for conjecture in try await store.conjectures(round: round.number, status: status) {
          let statement = conjecture.statement
          switch status {
          case .accepted: known[statement.domain]?.insert(theorem: statement)
          case .disproved: known[statement.domain]?.insert(settled: statement)
          case .open, .proved, .failed, .declined:
            known[statement.domain]?.insert(
              open: statement, round: round.number, times: times[statement.id])
          }
        }
      }
    }
    return Memory(known)
  }
}
