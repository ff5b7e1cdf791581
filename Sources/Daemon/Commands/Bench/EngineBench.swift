import ArgumentParser
import Configuration
import Foundation
import LeanInterface
import Prover
import Workbench

/// `lemmaloom bench engines`: what the same searches cost on each engine, in processor time of Lean.
struct EngineBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engines",
    abstract: "Measure the engines that apply tactics to goals, on the same searches.",
    discussion: """
      The load is that of 'bench search'. Engines take turns. Applications and theorems count per second and per \
      minute of the processor time that Lean's processes use, start-up and imports included.
      """)

  @OptionGroup var common: CommonOptions
  @Option(help: "Tactic applications a statement; default prover.search.budget.") var budget: Int?
  @Option(help: "Times that the engines take turns.") var turns = 3

  func validate() throws {
    if turns < 1 { throw ValidationError("--turns \(turns) is below 1") }
    if let budget, budget < 1 { throw ValidationError("--budget \(budget) is below 1") }
  }

  func run() async throws {
    let configuration = try common.load()
    var found: [EngineChoice: [Measurement]] = [:]
    for turn in 1...turns {
      for engine in [EngineChoice.batch, .native] {
        guard let measurement = try await measure(engine, configuration) else { continue }
        found[engine, default: []].append(measurement)
        Output.line("turn \(turn) of \(turns), \(engine.rawValue): \(measurement)")
      }
    }
    guard let batch = found[.batch], let native = found[.native] else { return }
    let ratios = zip(native, batch).map { $0.rate / $1.rate }
    Output.line(
      "native / batch, applications a second of Lean's processor time: "
        + "\(Self.spelled(SearchBench.median(ratios))), the median")
  }

  /// The searches on one engine; nil where the toolchain lacks it.
  private func measure(_ engine: EngineChoice, _ configuration: Configuration) async throws
    -> Measurement?
  {
    var configuration = configuration
    configuration.lean.options.engine = engine
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    if engine == .native, bench.pool.toolchain.engine == nil {
      Output.line("no native engine: \(bench.pool.toolchain.engineProblem)")
      return nil
    }
    let searches = try await SearchLoad(bench).searches(budget: budget)
    if searches.allSatisfy({ $0.tasks.isEmpty }) {
      throw WorkbenchError.usage(
        "there is nothing to search: no run, and evaluation.suites is empty")
    }
    await bench.pool.close()
    let before = await bench.pool.statistics
    let processor = ChildrenTime.seconds
    let start = ContinuousClock.now
    let proved = try await withThrowingTaskGroup(of: Int.self) { group in
      for (engine, tasks) in searches {
        group.addTask { try await engine.prove(tasks).count { $0.outcome == .proved } }
      }
      return try await group.reduce(0, +)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    // Processes count once they have ended.
    await bench.pool.close()
    return Measurement(
      seconds: seconds, processor: max(0.001, ChildrenTime.seconds - processor),
      tactics: await bench.pool.statistics.tactics - before.tactics, proved: proved)
  }

  private struct Measurement: CustomStringConvertible {
    let seconds: Double
    /// Of Lean's processes.
    let processor: Double
    let tactics: Int
    let proved: Int

    var rate: Double { Double(tactics) / processor }
    var description: String {
      "\(tactics) applications, \(proved) proved, \(EngineBench.spelled(seconds)) s, "
        + "\(EngineBench.spelled(processor)) s of processor: \(Int(rate)) applications a second, "
        + "\(Int(60 * Double(proved) / processor)) theorems a minute"
    }
  }

  private static func spelled(_ value: Double) -> String { String(format: "%.2f", value) }
}

/// Processor time of the processes that this one started and that have ended.
private enum ChildrenTime {
  static var seconds: Double {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage) == 0 else { return 0 }
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000
    }
  }
}
