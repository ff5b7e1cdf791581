import ArgumentParser
import Configuration
import Evaluation
import Foundation
import Prover
import Records
import Workbench

/// `lemmaloom eval`: benchmark files at a fixed budget.
struct EvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure the prover on benchmark files at a fixed budget of tactic applications.",
    discussion:
      """
      Files are plain Lean with sorry, or JSON lines in the manner of miniF2F. Uses the run's model and library when \
      there is a run. With --samples the checkers judge every proof, samples are kept in --output as they come, and the \
      same command goes on where it was stopped.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "Benchmark files; none: those of the configuration.") var suites: [String] = []
  @Option(help: "Tactic applications a problem; default evaluation.budget.") var budget: Int?
  @Option(help: "ensemble, transformer, log-linear, fixed-order or uniform; repeatable.")
  var ranker: [String] = []
  @Flag(help: "Without the run's lemma library.") var noLibrary = false
  @Option(help: "search or whole-proof, with --samples.") var prover = "search"
  @Option(help: "Samples of each problem, for pass@k.") var samples: Int?
  @Option(name: .customShort("k"), help: "A k of pass@k; repeatable. Default 1, 8 and all samples.")
  var k: [Int] = []
  @Option(help: "Folder for samples and reports.") var output: String?
  @Flag(help: "Draw samples again that nobody could judge.") var retryDeclined = false
  @Flag(help: "One JSON object a suite and ranker; with --samples the whole report.")
  var json = false

  struct Answer: Encodable {
    let suite: String
    let ranker: String
    let solved: [String]
    let unsolved: [String]
    let declined: [String]
    let budget: Int
    let tactics: Int
    let seconds: Double
  }

  func run() async throws {
    let configuration = try common.load()
    let kinds = try ranker.map(ProveCommand.kind)
    let budget = budget ?? configuration.evaluation.budget
    guard budget > 0 else { throw WorkbenchError.usage("--budget \(budget) is below 1") }
    let here = FileManager.default.currentDirectoryPath
    let paths =
      suites.isEmpty
      ? configuration.evaluation.suites : suites.map { $0.hasPrefix("/") ? $0 : "\(here)/\($0)" }
    let sampling =
      samples == nil && k.isEmpty && output == nil && prover == EvalSampling.Kind.search.rawValue
      ? nil
      : try EvalSampling(
        prover: prover, samples: samples, k: k, output: output, rankers: kinds, budget: budget,
        withLibrary: !noLibrary, retryDeclined: retryDeclined)
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    if let sampling {
      let report = try await sampling.run(bench, paths: paths) { Output.error($0) }
      return Output.text(json ? try report.jsonLine() + "\n" : report.markdown)
    }
    try await compare(kinds.isEmpty ? SearchSettings.Ranker.allCases : kinds, paths, budget, bench)
  }

  /// Every ranker once on every suite, side by side.
  private func compare(
    _ kinds: [SearchSettings.Ranker], _ paths: [String], _ budget: Int, _ bench: Workbench
  ) async throws {
    let configuration = bench.configuration
    for path in paths {
      if path.hasSuffix(".jsonl") {
        throw WorkbenchError.usage("\(path): JSON lines need --samples and --output")
      }
      let suite = try await BenchmarkSuite.load(
        path, root: bench.corpus, domains: configuration.domains, pool: bench.pool)
      for kind in kinds { try await measure(suite, kind, budget, bench) }
    }
  }

  private func measure(
    _ suite: BenchmarkSuite, _ kind: SearchSettings.Ranker, _ budget: Int, _ bench: Workbench
  ) async throws {
    let noLibrary = noLibrary
    let before = await bench.pool.statistics.tactics
    let start = ContinuousClock.now
    let outcomes = try await suite.measure { domain in
      var work = try await bench.context(domain)
      if noLibrary { work = work.withoutLibrary() }
      return (work, await bench.engine(work, ranker: kind, budget: budget))
    }
    func names(_ outcome: AttemptOutcome) -> [String] {
      outcomes.filter { $0.outcome == outcome }.map(\.name)
    }
    let answer = Answer(
      suite: suite.name, ranker: kind.rawValue, solved: names(.proved), unsolved: names(.failed),
      declined: names(.declined), budget: budget,
      tactics: await bench.pool.statistics.tactics - before,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    if json { return Output.line(try answer.jsonLine()) }
    let judged = answer.solved.count + answer.unsolved.count
    let rate = Int(Double(answer.tactics) / max(0.001, answer.seconds))
    Output.line(
      "\(suite.name), \(kind.rawValue): \(answer.solved.count) of \(judged) at \(budget) applications"
        + " (\(answer.tactics) run, \(rate)/s)")
  }
}
