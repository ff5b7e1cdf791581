import ArgumentParser
import Configuration
import Foundation
import LeanInterface
import Prover
import Records
import Workbench

/// `lemmaloom bench engines`: what the same searches cost on each engine, in processor time of Lean.
struct EngineBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engines",
    abstract: "Measure the engines that apply tactics to goals, on the same searches.",
    discussion: """
      The load is that of 'bench search', once as it is and once with modules of many declarations imported. Engines \
      take turns. Applications and theorems count per second and per minute of the processor time that Lean's \
      processes use, start-up and imports included. 'repl' takes part where lean.repl names a command.
      """)

  @OptionGroup var common: CommonOptions
  @Option(help: "Tactic applications a statement; default prover.search.budget.") var budget: Int?
  @Option(help: "Searches of a domain that advance together; default prover.search.concurrent.")
  var concurrent: Int?
  @Option(help: "Times that the engines take turns.") var turns = 3
  @Option(help: "Declarations of the modules that are imported besides; 0: none.")
  var declarations = 40_000

  func validate() throws {
    if turns < 1 { throw ValidationError("--turns \(turns) is below 1") }
    if declarations < 0 { throw ValidationError("--declarations \(declarations) is below 0") }
    if let concurrent, concurrent < 1 {
      throw ValidationError("--concurrent \(concurrent) is below 1")
    }
    if let budget, budget < 1 { throw ValidationError("--budget \(budget) is below 1") }
  }

  func run() async throws {
    let configuration = try common.load()
    try await compare("one tactic, in a new process", configuration) { bench in
      let step = GoalStep(goal: Goal(context: [], target: "True"), tactics: ["trivial"])
      return {
        let outcomes = try await bench.pool.step([step], header: LeanHeader())
        return outcomes == [[.closed]] ? 1 : 0
      }
    }
    try await compare("searches", configuration) { bench in
      try Self.work(try await SearchLoad(bench).searches(budget: budget, concurrent: concurrent))
    }
    if declarations == 0 { return }
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    let large = try await LargeLibrary(declarations: declarations, bench.pool)
    try await compare("searches, \(declarations) declarations imported", configuration) { bench in
      await bench.pool.addSearchPath(large.folder)
      return try Self.work(
        try await SearchLoad(bench).searches(
          budget: budget, concurrent: concurrent, importing: large.modules))
    }
  }

  /// What is measured: gives how many statements it proved.
  private typealias Work = @Sendable () async throws -> Int

  private static func work(_ searches: [(engine: SearchEngine, tasks: [SearchTask])]) throws -> Work
  {
    if searches.allSatisfy({ $0.tasks.isEmpty }) {
      throw WorkbenchError.usage(
        "there is nothing to search: no run, and evaluation.suites is empty")
    }
    return {
      try await withThrowingTaskGroup(of: Int.self) { group in
        for (engine, tasks) in searches {
          group.addTask { try await engine.prove(tasks).count { $0.outcome == .proved } }
        }
        return try await group.reduce(0, +)
      }
    }
  }

  /// The same work on each engine in turn.
  private func compare(
    _ title: String, _ configuration: Configuration,
    _ prepare: (Workbench) async throws -> Work
  ) async throws {
    Output.line("\(title):")
    var found: [EngineChoice: [Measurement]] = [:]
    for turn in 1...turns {
      for engine in [EngineChoice.batch, .native, .repl] {
        guard let measurement = try await measure(engine, configuration, prepare) else { continue }
        found[engine, default: []].append(measurement)
        Output.line("  turn \(turn), \(engine.rawValue): \(measurement)")
      }
    }
    guard let batch = found[.batch] else { return }
    for engine in [EngineChoice.native, .repl] {
      guard let other = found[engine] else { continue }
      let ratios = zip(other, batch).map { $0.rate / $1.rate }
      Output.line(
        "  \(engine.rawValue) / batch, applications a second of Lean's processor time: "
          + "\(Measurement.spelled(SearchBench.median(ratios))), the median")
      if let shares = Measurement.shares(other) { Output.line("  \(engine.rawValue): \(shares)") }
    }
  }

  /// The work on one engine; nil where the toolchain lacks it.
  private func measure(
    _ engine: EngineChoice, _ configuration: Configuration,
    _ prepare: (Workbench) async throws -> Work
  ) async throws -> Measurement? {
    if engine == .repl, configuration.lean.options.repl.isEmpty { return nil }
    var configuration = configuration
    configuration.lean.options.engine = engine
    let bench: Workbench
    do {
      bench = try await Workbench.open(configuration)
    } catch let error as LeanError {
      guard case .noEngine = error else { throw error }
      Output.line("  no \(engine.rawValue): \(error)")
      return nil
    }
    defer { bench.close() }
    let work = try await prepare(bench)
    await bench.pool.close()
    let before = await bench.pool.statistics
    let processor = ChildrenTime.seconds
    let start = ContinuousClock.now
    let proved = try await work()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let spent = await bench.pool.spent()
    // Processes count once they have ended.
    await bench.pool.close()
    return Measurement(
      seconds: seconds, processor: max(0.001, ChildrenTime.seconds - processor),
      tactics: await bench.pool.statistics.tactics - before.tactics, proved: proved, spent: spent)
  }
}

private struct Measurement: CustomStringConvertible {
  let seconds: Double
  /// Of Lean's processes.
  let processor: Double
  let tactics: Int
  let proved: Int
  /// Milliseconds of that, by what they went to, where the engine knows.
  let spent: [String: Double]

  var rate: Double { Double(tactics) / processor }
  var description: String {
    "\(tactics) applications, \(proved) proved, \(Self.spelled(seconds)) s, "
      + "\(Self.spelled(processor)) s of processor: \(Int(rate)) applications a second, "
      + "\(Int(60 * Double(proved) / processor)) theorems a minute"
  }

  static func spelled(_ value: Double) -> String { String(format: "%.2f", value) }

  /// Parts of the processor time, the largest first; nil where nothing is known.
  static func shares(_ all: [Measurement]) -> String? {
    var parts: [String: Double] = [:]
    for measurement in all { parts.merge(measurement.spent) { $0 + $1 } }
    if parts.isEmpty { return nil }
    let total = all.reduce(0) { $0 + $1.processor * 1000 }
    parts["other"] = max(0, total - parts.values.reduce(0, +))
    return parts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, value in
      "\(name.replacing("_", with: " ")) \(Int((100 * value / total).rounded()))%"
    }.joined(separator: ", ")
  }
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
