import ArgumentParser
import Conjecturer
import Evaluation
import Foundation
import LanguageModel
import LeanInterface
import Prover
import Records
import RunStore
import Workbench

/// `lemmaloom bench search`: how fast the search is against what it is made of, side by side in one run.
struct SearchBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Measure the search against the raw rate of Lean on the same tactics, and the model.",
    discussion: """
      The load is the newest finished round's conjectures of the run, searched again; the benchmark problems where \
      there is none. Search and replay take turns, and the median of their ratios counts: what the machine does at a \
      moment weighs on both.
      """)

  @OptionGroup var common: CommonOptions
  @Option(help: "Tactic applications a statement; default prover.search.budget.") var budget: Int?
  @Option(help: "Times that search and replay take turns.") var turns = 5

  func run() async throws {
    let configuration = try common.load()
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    Output.line(
      "Lean \(bench.pool.toolchain.version), \(configuration.lean.options.processes) processes")
    Output.line("OpenBLAS core \(OpenBLAS.coreName), \(configuration.model.workers) workers")
    let searches = try await SearchLoad(bench).searches(budget: budget)
    let statements = searches.reduce(0) { $0 + $1.tasks.count }
    if statements == 0 {
      throw WorkbenchError.usage(
        "there is nothing to search: no run, and evaluation.suites is empty")
    }
    Output.line("\(statements) statements in \(searches.count) domains")
    var ratios: [Double] = []
    for turn in 1...turns {
      let (search, ranking, replay) = try await takeTurn(searches, bench)
      ratios.append(search.rate / replay.rate)
      Output.line("turn \(turn) of \(turns): \(Self.percent(search.rate / replay.rate))")
      Output.line("  search: \(search), the transformer \(Self.percent(ranking))")
      Output.line("  the same tactics in full batches: \(replay)")
    }
    Output.line("ratio: \(Self.percent(Self.median(ratios))), the median")
  }

  /// The middle one, or the mean of the middle two.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  func validate() throws {
    if turns < 1 { throw ValidationError("--turns \(turns) is below 1") }
    if let budget, budget < 1 { throw ValidationError("--budget \(budget) is below 1") }
  }

  /// One search, the share of its time that the model took, and its tactics again in full batches.
  private func takeTurn(
    _ searches: [(engine: SearchEngine, tasks: [SearchTask])], _ bench: Workbench
  )
    async throws -> (search: Measurement, ranking: Double, replay: Measurement)
  {
    await bench.pool.keepJournal()
    let busy = await bench.models.busySeconds()
    let search = try await measured(bench) {
      // Side by side, as in the daemon: one suite alone does not fill Lean's batches.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (engine, tasks) in searches { group.addTask { _ = try await engine.prove(tasks) } }
        try await group.waitForAll()
      }
    }
    let ranking = (await bench.models.busySeconds() - busy) / search.seconds
    let journal = await bench.pool.journal ?? [:]
    let replay = try await measured(bench) {
      for (header, steps) in journal { _ = try await bench.pool.step(steps, header: header) }
    }
    return (search, ranking, replay)
  }

  private func measured(_ bench: Workbench, _ body: () async throws -> Void) async throws
    -> Measurement
  {
    let before = await bench.pool.statistics
    let start = ContinuousClock.now
    try await body()
    let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
    let after = await bench.pool.statistics
    return Measurement(
      seconds: seconds, tactics: after.tactics - before.tactics,
      batches: after.processes - before.processes,
      busy: (after.busySeconds - before.busySeconds) / seconds
        / Double(bench.configuration.lean.options.processes))
  }

  private struct Measurement: CustomStringConvertible {
    let seconds: Double
    let tactics: Int
    let batches: Int
    /// Share of the time in which a place for a Lean process was taken.
    let busy: Double

    var rate: Double { Double(tactics) / seconds }
    var description: String {
      "\(Int(rate)) tactic applications a second, \(tactics / max(1, batches)) a batch, Lean at work \(SearchBench.percent(busy)) of the time"
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}
