import ArgumentParser
import Checkers
import Configuration
import Corpus
import Foundation
import LeanInterface
import Workbench

/// `lemmaloom corpus`: browse, re-check and export the grown corpus.
struct CorpusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus", abstract: "Browse, re-check and export the grown corpus.",
    subcommands: [Log.self, Show.self, Stats.self, Verify.self, Export.self])

  static func open(_ common: CommonOptions) throws -> (GitCorpus, Configuration) {
    let configuration = try common.load()
    let runFolder = common.runFolder(configuration)
    guard FileManager.default.fileExists(atPath: runFolder.path) else {
      throw WorkbenchError.noRun(folder: runFolder.path)
    }
    return (try GitCorpus(reading: runFolder.corpus), configuration)
  }

  struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One line a round, newest first.")
    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: "How many.") var limit = 20

    func run() async throws {
      let (corpus, _) = try CorpusCommand.open(common)
      for entry in try await corpus.log(limit: limit) {
        Output.line("\(entry.commit.prefix(10))  \(entry.summary)")
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A theorem with its proof, where it came from and how it was found.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "Its Lean name, such as nat_0003_017.") var name: String
    @Flag(help: "As JSON.") var json = false

    func run() async throws {
      let (corpus, _) = try CorpusCommand.open(common)
      let page = try await corpus.show(name)
      if json { return Output.line(try page.theorem.jsonLine()) }
      Output.line("-- \(page.file)\n\(page.lean)")
      if !page.theorem.trace.isEmpty { Output.line("\n-- \(page.traces)\n\(page.theorem.trace)") }
    }
  }

  struct Stats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Counts by domain, steps, source.")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let (corpus, _) = try CorpusCommand.open(common)
      let stats = try await corpus.statistics()
      Output.line("\(stats.total) theorems in \(stats.rounds) rounds")
      func table(_ title: String, _ counts: [(String, Int)]) {
        Output.line("\(title): " + counts.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
      }
      table("by domain", stats.theorems.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      table("by steps", stats.steps.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value) })
      table("by source", stats.sources.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      table("by axiom", stats.axioms.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      for (fact, name) in stats.known.sorted(by: { $0.key < $1.key }) {
        Output.line("rediscovered \(fact) as \(name)")
      }
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Compile every module of the corpus anew with a fresh Lean each, and walk its git objects.")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let (corpus, configuration) = try CorpusCommand.open(common)
      ProcessFolder.removeWhenInterrupted()
      let folder = ProcessFolder.path("verify")
      defer { try? FileManager.default.removeItem(atPath: folder) }
      // What is committed: the work tree may be behind, or a daemon at work on it.
      let sources = folder + "/sources"
      try await corpus.write(to: sources) { $0.hasSuffix(".lean") }
      let pool = try await SeedModules.lean(configuration, corpus: sources, compiled: folder)
      let theorems = try await corpus.theorems()
      let modules = Set(
        theorems.map { ModuleName(domain: $0.statement.domain, round: $0.round) }
      ).sorted { ($0.round, $0.domain) < ($1.round, $1.domain) }
      try await SeedModules.compile(
        modules.map(\.module), corpus: sources,
        compiled: pool.toolchain.folder(in: folder), pool)
      let audit = try await pool.run(
        theorems.map { "#print axioms \($0.name)" },
        header: LeanHeader(imports: modules.map(\.module), opens: []))
      let allowed = Set(configuration.checkers.axioms)
      var bad: [String] = []
      for (theorem, answer) in zip(theorems, audit) {
        guard case .finished(let messages, _) = answer, messages.count == 1,
          let axioms = Audit.axioms(in: messages[0].text, of: theorem.name),
          allowed.isSuperset(of: axioms)
        else {
          bad.append("\(theorem.name): \(answer)")
          continue
        }
      }
      let objects = try await corpus.verifyObjects()
      bad += objects.problems
      // Every module of the run's was read again when it was compiled.
      let again = pool.toolchain.replay == nil ? "" : " and hold when the kernel reads them again"
      if again.isEmpty { Output.error("warning: \(pool.toolchain.replayProblem)") }
      if !bad.isEmpty { throw Failure(bad.joined(separator: "\n"), code: Failure.rejected) }
      Output.line(
        "round \(try await corpus.newestRound()) as committed: \(theorems.count) theorems in \(modules.count) modules compile anew\(again), no sorry, axioms within "
          + "\(configuration.checkers.axioms.joined(separator: ", ")); git: \(objects.commits) commits, \(objects.trees) trees, \(objects.blobs) files, \(objects.tags) tags, "
          + "all readable under their names")
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write data sets for training other models.",
      discussion: """
        sft: chats in JSON lines, the prover's prompt and the reasoning that led to the proof. verl: prompts for \
        reinforcement learning, train.parquet and test.parquet in a folder.
        """)
    @OptionGroup var common: CommonOptions
    @Option(help: "sft or verl.") var format: String
    @Option(name: .shortAndLong, help: "File for sft, folder for verl.") var output: String
    @Option(help: "verl: share of the statements in the test split.") var testShare = 0.05
    @Option(help: "verl: decides which; default run.seed.") var seed: UInt64?

    func run() async throws {
      let export = try CorpusExport(
        format: format, output: output, testShare: testShare, seed: seed)
      Output.line(try await export.run(common))
    }
  }
}
