import ArgumentParser
import Foundation
import LanguageModel
import LeanInterface
import Prover
import Records

/// `lemmaloom bench`: how fast the search is against what it is made of, side by side in one run.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the search against the raw rate of Lean on the same tactics, and the model.",
    discussion:
      "Figures are ratios within one run: the absolute ones depend on the machine and its load.")

  @OptionGroup var common: CommonOptions
  @Option(help: "Tactic applications a problem.") var budget = 64

  func run() async throws {
    let configuration = try common.load()
    let bench = try await Bench.open(configuration)
    defer { bench.close() }
    Output.line("Lean \(bench.pool.toolchain.version), \(configuration.lean.processes) processes")
    Output.line("OpenBLAS core \(OpenBLAS.coreName), \(configuration.model.workers) workers")
    let searches = try await searches(bench)
    await bench.pool.keepJournal()
    let search = try await measured(bench) {
      // Side by side, as in the daemon: one suite alone does not fill Lean's batches.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (engine, tasks) in searches { group.addTask { _ = try await engine.prove(tasks) } }
        try await group.waitForAll()
      }
    }
    let ranking = await bench.models.busySeconds() / search.seconds
    let journal = await bench.pool.journal ?? [:]
    let replay = try await measured(bench) {
      for (header, steps) in journal { _ = await bench.pool.step(steps, header: header) }
    }
    Output.line("search: \(Int(search.rate)) tactic applications a second, ranking included")
    Output.line("the same tactics in full batches: \(Int(replay.rate)) a second")
    Output.line("ratio: \(Self.percent(search.rate / replay.rate))")
    Output.line("ranking took \(Self.percent(ranking)) of the search's time")
  }

  private func searches(_ bench: Bench) async throws
    -> [(engine: SearchEngine, tasks: [SearchTask])]
  {
    var found: [(engine: SearchEngine, tasks: [SearchTask])] = []
    for path in bench.configuration.evaluation.suites {
      let suite = try await BenchmarkSuite.load(
        path, root: bench.corpus, domains: bench.configuration.domains, pool: bench.pool)
      for (domain, problems) in suite.byDomain {
        let engine = await bench.engine(
          try await bench.context(domain), ranker: bench.configuration.prover.search.ranker,
          budget: budget)
        found.append((engine, problems.map { SearchTask(statement: $0.statement) }))
      }
    }
    return found
  }

  private func measured(_ bench: Bench, _ body: () async throws -> Void) async throws
    -> (seconds: Double, rate: Double)
  {
    let before = await bench.pool.statistics.tactics
    let start = ContinuousClock.now
    try await body()
    let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
    return (seconds, Double(await bench.pool.statistics.tactics - before) / seconds)
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}
