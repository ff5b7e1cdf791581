import Checkers
import Conjecturer
import Corpus
import Curriculum
import Foundation
import LanguageModel
import LeanInterface
import LeanText
import Prover
import Records
import RunStore

/// Opens a run for writing: everything that can be wrong is found here, before the first round.
struct RunOpening: Sendable {
  let configuration: Configuration
  let runFolder: RunFolder
  let log: @Sendable (String, [String: String]) -> Void

  init(
    _ configuration: Configuration, log: @escaping @Sendable (String, [String: String]) -> Void
  ) {
    self.configuration = configuration
    self.log = log
    runFolder = RunFolder(directory: configuration.run.directory, name: configuration.run.name)
  }

  /// Lean with the theories of `corpus` compiled into its own folder in `compiled`.
  static func lean(_ configuration: Configuration, corpus: String, compiled: String) async throws
    -> LeanPool
  {
    let toolchain = try await Toolchain.discover(
      command: configuration.lean.command, project: configuration.lean.project,
      fetched: ["\(configuration.run.directory)/toolchain/lean-mini/bin/lean"])
    let pool = LeanPool(toolchain: toolchain, options: configuration.leanOptions)
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
  static func compile(
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
  static func modules(importedBy text: String, of corpus: String) -> [String] {
    // Headers are short; the rest of a long module need not be read for its imports.
    let start = LeanFileHeader(String(text.prefix(1 << 14)))
    return (start.problem == nil ? start : LeanFileHeader(text)).modules
      .filter { FileManager.default.fileExists(atPath: path(of: $0, in: corpus)) }
  }

  private static func path(of module: String, in corpus: String) -> String {
    corpus + "/" + module.replacing(".", with: "/") + ".lean"
  }

  /// The run as its last life left it, or a new one.
  func open(clock: @escaping @Sendable () -> Date = { Date() }) async throws -> RunContext {
    if !FileManager.default.fileExists(atPath: runFolder.database),
      FileManager.default.fileExists(atPath: runFolder.corpus)
    {
      // Refused before an empty database is made.
      try Self.compare(
        runFolder.corpus, committed: await GitCorpus(reading: runFolder.corpus).newestRound(), nil)
    }
    let store = try RunStore(path: runFolder.database)
    let corpus = try await openCorpus(store, date: clock())
    let pool = try await Self.lean(
      configuration, corpus: runFolder.corpus, compiled: runFolder.compiled)
    log("Lean \(pool.toolchain.version)", ["found": pool.toolchain.origin])
    OpenBLAS.useOneThread()
    let grammars = try configuration.domains.map { try Grammar($0) }
    let models = try await openModels(store, grammars)
    let parameters = await models.parameterCount()
    log(
      "models ready",
      [
        "parameters": "\(parameters)", "checkpoint": await models.checkpointName,
        "openblas": OpenBLAS.coreName,
      ])
    try await store.setMeta("toolchain", "Lean \(pool.toolchain.version)")
    try await store.setMeta("parameters", "\(parameters)")
    let panel = try await panel(pool)
    var theory: [String: [Premise]] = [:]
    for domain in configuration.domains {
      theory[domain.name] = try await Premise.theory(
        of: domain, pool: pool,
        header: LeanHeader(imports: [domain.module], opens: domain.opens))
    }
    var suites: [BenchmarkSuite] = []
    for path in configuration.evaluation.suites {
      let suite = try await BenchmarkSuite.load(
        path, root: runFolder.corpus, domains: configuration.domains, pool: pool)
      if let other = suites.first(where: { $0.name == suite.name }) {
        throw DaemonError.usage(
          "evaluation.suites: \(other.path) and \(path) have one name; rename one, results go by name"
        )
      }
      suites.append(suite)
    }
    let settings = configuration.prover
    // One pool for all drafts and sketches, whatever domain they are of.
    let drafts = configuration.proofPool(
      pool, compiled: pool.toolchain.folder(in: runFolder.compiled))
    let wholeProofProver =
      settings.method == .search ? nil : try configuration.wholeProofProver(drafts)
    let prompted = configuration.conjecturer
    let conjecturerModel =
      prompted.shares.prompted > 0
      ? try prompted.prompted.model.model(workers: configuration.model.workers) : nil
    // A fault in the prompt is said before the first round.
    if conjecturerModel != nil { _ = try prompted.prompted.promptTemplate() }
    let reader = ProgressReader(store: store, configuration: configuration)
    let board = ProgressBoard(try await reader.read(), pool: pool, log: log)
    return RunContext(
      configuration: configuration, runFolder: runFolder, store: store, corpus: corpus, pool: pool,
      conjecturer: try Conjecturer(
        domains: configuration.domains, pool: pool, filters: configuration.filterOptions),
      models: models, wholeProofProver: wholeProofProver,
      decomposition: wholeProofProver.flatMap { configuration.decomposition($0, drafts) },
      conjecturerModel: conjecturerModel,
      panel: panel, suites: suites,
      memory: try await memory(store, grammars), board: board, reader: reader, clock: clock,
      theory: theory)
  }

  /// Refuses a corpus and a database that tell of different rounds.
  /// - Parameters:
  ///   - committed: newest round of the corpus; nil where there is none.
  ///   - last: newest round of the database.
  private static func compare(_ corpus: String, committed: Int?, _ last: RoundState?) throws {
    let recorded = last.map { $0.phase > .record ? $0.number : $0.number - 1 } ?? 0
    if (committed ?? 0) < recorded || (committed ?? 0) > (last?.number ?? 0) {
      throw DaemonError.roundsDisagree(
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
      throw DaemonError.seedCorpusMissing(path: configuration.run.seedCorpus)
    }
    return try GitCorpus.create(
      at: runFolder.corpus, seed: configuration.run.seedCorpus, date: date)
  }

  func openModels(_ store: RunStore, _ grammars: [Grammar]) async throws -> Models {
    guard let checkpoint = try await store.promotedCheckpoint(model: "models") else {
      return try Models.make(configuration, grammars: grammars)
    }
    return try await Models.load(
      "\(runFolder.checkpoints)/\(checkpoint.directory)", name: checkpoint.directory,
      configuration, grammars: grammars)
  }

  /// Rounds after which a statement nobody could prove is tried again: prover and library have grown since.
  private static let retryAfterRounds = 2

  /// The configured checkers; at least one has just proved itself on canaries.
  private func panel(_ pool: LeanPool) async throws -> Panel {
    let checkers = try configuration.checkers(
      named: configuration.checkers.backends, pool, sources: runFolder.corpus,
      compiled: pool.toolchain.folder(in: runFolder.compiled))
    let log = log
    let reasons = EventList()
    let panel = Panel(
      checkers: checkers, quorum: configuration.checkerQuorum,
      canaryEvery: configuration.checkers.canaryEvery
    ) { event in
      log("checker \(event.checker) \(event.text)", [:])
      await reasons.add("\(event.checker) \(event.text)")
    }
    try await panel.examine()
    if let obstacle = await panel.obstacle {
      throw DaemonError.checkersUnfit(
        (await reasons.texts + [obstacle]).joined(separator: "; "))
    }
    return panel
  }

  private actor EventList {
    private(set) var texts: [String] = []
    func add(_ text: String) { texts.append(text) }
  }

  private func memory(_ store: RunStore, _ grammars: [Grammar]) async throws -> Memory {
    var known: [String: KnownStatements] = [:]
    for grammar in grammars {
      known[grammar.domain.name] = KnownStatements(grammar, retryAfterRounds: Self.retryAfterRounds)
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
