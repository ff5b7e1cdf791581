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
    var searched = 0
    var searchSeconds = 0.0
    var replayed = 0
    var replaySeconds = 0.0
    for path in configuration.evaluation.suites {
      let suite = try await BenchmarkSuite.load(
        path, root: bench.corpus, domains: configuration.domains, pool: bench.pool)
      for (domain, problems) in suite.byDomain {
        let work = try await bench.context(domain)
        let engine = await bench.engine(
          work, ranker: configuration.prover.search.ranker, budget: budget)
        let before = await bench.pool.statistics.tactics
        var start = ContinuousClock.now
        let reports = try await engine.prove(
          problems.map { SearchTask(statement: $0.statement) })
        searchSeconds += (ContinuousClock.now - start) / .seconds(1)
        searched += await bench.pool.statistics.tactics - before
        let steps = reports.flatMap { $0.appliedSteps(together: engine.options.expansions) }
        start = ContinuousClock.now
        _ = await bench.pool.step(steps, header: work.header)
        replaySeconds += (ContinuousClock.now - start) / .seconds(1)
        replayed += steps.reduce(0) { $0 + $1.tactics.count }
      }
    }
    let search = Double(searched) / max(0.001, searchSeconds)
    let raw = Double(replayed) / max(0.001, replaySeconds)
    Output.line("search: \(Int(search)) tactic applications a second, ranking included")
    Output.line("the same tactics in full batches: \(Int(raw)) a second")
    Output.line("ratio: \(Int((search / raw * 100).rounded()))%")
    let busy = await bench.models.busySeconds()
    Output.line(
      "ranking took \(Int((busy / max(0.001, searchSeconds) * 100).rounded()))% of the search's time"
    )
  }
}
