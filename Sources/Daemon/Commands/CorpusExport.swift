import Completion
import Configuration
import Corpus
import Evaluation
import Foundation
import LanguageModel
import LeanInterface
import Prover
import Records
import RunStore
import Workbench

/// `lemmaloom corpus export`: what a run found, as data sets for training elsewhere.
struct CorpusExport: Sendable {
  enum Format: String, CaseIterable, Sendable {
    /// Chats to imitate.
    case sft
    /// Prompts for reinforcement learning.
    case verl
  }

  let format: Format
  let output: String
  let testShare: Double
  let seed: UInt64?

  /// - Throws: `WorkbenchError.usage`
  init(format: String, output: String, testShare: Double, seed: UInt64?) throws {
    guard let known = Format(rawValue: format) else {
      throw WorkbenchError.usage(
        "--format '\(format)' is none of "
          + Format.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard (0...1).contains(testShare) else {
      throw WorkbenchError.usage("--test-share \(testShare) is not in 0…1")
    }
    if output.isEmpty { throw WorkbenchError.usage("--output is empty") }
    self.format = known
    self.output = output
    self.testShare = testShare
    self.seed = seed
  }

  /// Writes the files.
  /// - Returns: what was written, in a line.
  func run(_ common: CommonOptions) async throws -> String {
    switch format {
    case .sft:
      let (corpus, configuration) = try CorpusCommand.open(common)
      return try await imitation(corpus, configuration)
    case .verl:
      let configuration = try common.load()
      let runFolder = common.runFolder(configuration)
      guard FileManager.default.fileExists(atPath: runFolder.database) else {
        throw WorkbenchError.noRun(folder: runFolder.path)
      }
      return try await prompts(configuration, runFolder)
    }
  }

  // MARK: sft

  private func imitation(_ corpus: GitCorpus, _ configuration: Configuration) async throws
    -> String
  {
    let theorems = try await corpus.theorems()
    // A proof needs the modules of the lemmas that it uses.
    var modules: [String: [String]] = [:]
    for theorem in theorems {
      var imports: [String] = []
      for lemma in theorem.lemmas {
        if let module = try await corpus.module(of: lemma), !imports.contains(module) {
          imports.append(module)
        }
      }
      modules[theorem.name] = imports.sorted()
    }
    let prompt = try configuration.prover.wholeProof.prompts()
    let set = ImitationSet(theorems) { theorem in
      let task = Self.task(
        theorem.name, theorem.statement, configuration.domains,
        imports: modules[theorem.name] ?? [])
      return Self.messages(prompt.first(for: task))
    }
    if set.rows.isEmpty {
      throw Failure(
        "nothing to export: of \(theorems.count) theorems \(set.known) are benchmark problems and "
          + "\(set.withoutTrace) have no recorded reasoning", code: Failure.rejected)
    }
    try Self.write(try set.jsonLines(), to: output)
    return "\(set.rows.count) examples in \(output); left out: \(set.known) that a benchmark "
      + "states, \(set.withoutTrace) without recorded reasoning"
  }

  // MARK: verl

  private func prompts(_ configuration: Configuration, _ runFolder: RunFolder) async throws
    -> String
  {
    let prompt = try configuration.prover.wholeProof.prompts()
    let bench = try await LeanWorkbench.open(configuration)
    defer { bench.close() }
    let configuration = bench.configuration
    var measured: [String: Set<String>] = [:]
    for path in configuration.evaluation.suites where path.hasSuffix(".lean") {
      let suite = try await BenchmarkSuite.load(
        path, root: bench.corpus, domains: configuration.domains, pool: bench.pool)
      measured[suite.module, default: []].formUnion(suite.problems.flatMap(\.readings))
    }
    let store = try RunStore(path: runFolder.database, mode: .reading)
    let histories = try await StatementHistory.read(store, domains: configuration.domains)
    var known = 0
    let records: [PromptRecord] = histories.compactMap { history in
      guard
        let domain = configuration.domains.first(where: { $0.name == history.statement.domain })
      else { return nil }
      if measured[domain.module]?.contains(history.statement.normalForm) == true
        || history.theorem?.knownAs.isEmpty == false
      {
        known += 1
        return nil
      }
      return Self.record(history, domain, prompt)
    }
    let set = PromptSet(records, testShare: testShare, seed: seed ?? configuration.run.seed)
    if set.train.isEmpty {
      throw Failure(
        "nothing to export: \(records.count) judged statements are no training set",
        code: Failure.rejected)
    }
    let files = set.parquet()
    try Self.write(files.train, to: "\(output)/train.parquet")
    try Self.write(files.test, to: "\(output)/test.parquet")
    return "\(set.train.count) prompts in \(output)/train.parquet, \(set.test.count) in "
      + "\(output)/test.parquet; left out: \(known) that a benchmark states"
  }

  private static func record(
    _ history: StatementHistory, _ domain: Domain, _ prompt: ProverPrompt
  ) -> PromptRecord {
    let statement = history.statement
    let name = history.theorem?.name ?? statement.provisionalName
    let task = task(name, statement, [domain], imports: [])
    return PromptRecord(
      name: name, domain: domain.name,
      group: domain.module + " "
        + (domain.readings(of: statement).min() ?? statement.normalForm),
      tally: history.tally, prompt: messages(prompt.first(for: task)),
      formalStatement: task.header.text + "\n" + task.theorem + " sorry")
  }

  // MARK: Both

  private static func task(
    _ name: String, _ statement: Statement, _ domains: [Domain], imports: [String]
  ) -> WholeProofTask {
    let domain = domains.first { $0.name == statement.domain }
    return WholeProofTask(
      name: name, signature: statement.signatureText, identity: statement.id,
      header: LeanHeader(
        imports: (domain.map { [$0.module] } ?? []) + imports, opens: domain?.opens ?? []),
      informal: statement.informalText)
  }

  static func messages(_ prompt: Prompt) -> [TrainingMessage] {
    switch prompt {
    case .text(let text): [TrainingMessage(role: "user", content: text)]
    case .chat(let messages):
      messages.map { TrainingMessage(role: $0.role.rawValue, content: $0.content) }
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw WorkbenchError.unwritable(path: path, reason: error.localizedDescription)
    }
  }
}

/// What a run knows of one statement.
struct StatementHistory: Sendable {
  let statement: Statement
  /// Samples that ended in a judgement.
  let tally: SampleTally
  let theorem: Theorem?

  /// Statements that were proved or failed and never disproved, in the order of first trial; then theorems that nobody
  /// asked for, which were goals of other searches.
  static func read(_ store: RunStore, domains: [Domain]) async throws -> [StatementHistory] {
    var theorems: [Statement: Theorem] = [:]
    var order: [Statement] = []
    for domain in domains {
      for theorem in try await store.theorems(domain: domain.name) {
        theorems[theorem.statement] = theorem
        order.append(theorem.statement)
      }
    }
    var histories: [StatementHistory] = []
    var seen: Set<Statement> = []
    for rate in try await store.statementRates() {
      seen.insert(rate.statement)
      let theorem = theorems[rate.statement]
      // A proof that the checkers did not accept is none, and no failure either.
      let tally =
        theorem == nil
        ? SampleTally(judged: rate.judged - rate.proved)
        : SampleTally(judged: rate.judged, proved: rate.proved)
      if theorem == nil, tally.judged == 0 { continue }
      histories.append(
        StatementHistory(statement: rate.statement, tally: tally, theorem: theorem))
    }
    return histories
      + order.filter { !seen.contains($0) }.map {
        StatementHistory(statement: $0, tally: SampleTally(), theorem: theorems[$0])
      }
  }
}
