import ArgumentParser
import Checkers
import Configuration
import Foundation
import LeanInterface
import Records
import Workbench

/// `lemmaloom bench checkers`: proofs judged a second by every backend, against one warm `lean --server`.
struct CheckersBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkers",
    abstract: "Measure the checkers against the raw rate of one warm lean --server.",
    discussion: """
      The load is the newest round's proofs of the domain that has most, under fresh names; three proofs about Lean's \
      own numbers and connectives where there is no run. The server compiles theorem after theorem and judges \
      nothing else; checkers state the proposition again, compare types and ask for axioms. All take turns, slice by \
      slice, so that a busy machine slows every one of them.
      """)

  @OptionGroup var common: CommonOptions
  @Option(help: "Proofs each; those that start a process a proof get a tenth.") var checks = 2000
  @Option(help: "Proofs that are handed over together.") var slice = 100
  @Option(help: "The program that drives lean --server, for python3.")
  var loop = "scripts/lean-server-loop.py"

  func validate() throws {
    for (option, value) in [("--checks", checks), ("--slice", slice)]
    where !(1...1_000_000).contains(value) {
      throw ValidationError("\(option) goes from 1 to 1000000")
    }
    guard FileManager.default.fileExists(atPath: loop) else {
      throw ValidationError("there is no \(loop): give its place with --loop")
    }
  }

  func run() async throws {
    let configuration = try common.load()
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    var load = try await ProofLoad.newest(bench)
    Output.line("Lean \(bench.pool.toolchain.version); \(load.origin), \(slice) at a time")
    var racers = try racers(bench)
    let slices = (checks + slice - 1) / slice
    for number in 0..<slices {
      for index in racers.indices where !racers[index].isSlow || number % Self.slowEvery == 0 {
        try await racers[index].check(load.next(min(slice, checks - number * slice)))
      }
    }
    Output.line(Self.table(racers))
  }

  private static let slowEvery = 10

  private func racers(_ bench: Workbench) throws -> [Racer] {
    let toolchain = bench.pool.toolchain
    var racers = [Racer("lean --server", ServerLoop(loop, toolchain, compiled: bench.compiled))]
    func add(_ name: String, _ configuration: Configuration, as title: String) throws {
      let pool = LeanPool(toolchain: toolchain, options: configuration.lean.options)
      let made = try configuration.checkers(
        named: [name], pool, sources: bench.corpus, compiled: bench.compiled)
      racers += made.map { Racer(title, $0, isSlow: Self.slow.contains(name)) }
    }
    for name in ["batch", "lean"] {
      for processes in [1, 2] {
        var changed = bench.configuration
        changed.lean.options.processes = processes
        try add(name, changed, as: "\(name), \(processes) process\(processes == 1 ? "" : "es")")
      }
    }
    for name in bench.configuration.checkers.backends where !["batch", "lean"].contains(name) {
      try add(name, bench.configuration, as: name)
    }
    return racers
  }

  private static let slow: Set = ["lean", "command"]

  private static func table(_ racers: [Racer]) -> String {
    let raw = racers.first?.rate ?? 0
    let head = ["", "proofs", "accepted", "a second", "of raw", "MB a process"]
    let rows = racers.map { racer in
      [
        racer.title, "\(racer.checked)", "\(racer.accepted)", String(format: "%.1f", racer.rate),
        raw > 0 ? String(format: "%.2f", racer.rate / raw) : "-", racer.memory,
      ]
    }
    return TerminalText.table([head] + rows)
  }
}

/// One contender and what was seen of it.
private struct Racer {
  let title: String
  let checker: any Checker
  let isSlow: Bool
  private(set) var checked = 0
  private(set) var accepted = 0
  private var seconds = 0.0
  /// Largest process below this one while each slice was checked.
  private var slicesMB: [Int] = []

  init(_ title: String, _ checker: any Checker, isSlow: Bool = false) {
    self.title = title
    self.checker = checker
    self.isSlow = isSlow
  }

  /// Accepted proofs a second: what says nothing is not fast.
  var rate: Double { seconds > 0 ? Double(accepted) / seconds : 0 }

  var memory: String {
    guard let first = slicesMB.first, let last = slicesMB.last, let most = slicesMB.max() else {
      return ""
    }
    return "\(first) … \(last), at most \(most)"
  }

  mutating func check(_ tasks: [ProofTask]) async throws {
    let ((verdicts, taken), largest) = try await MemoryWatch.largestChildMB {
      let start = ContinuousClock.now
      let verdicts = try await checker.check(tasks)
      return (verdicts, (ContinuousClock.now - start) / .seconds(1))
    }
    seconds += taken
    checked += tasks.count
    accepted += verdicts.count(where: \.isAccepted)
    slicesMB.append(largest)
  }
}

/// Looks at the memory of this process's descendants while something runs.
private enum MemoryWatch {
  /// The largest of those that work meanwhile: what others keep open is not counted.
  static func largestChildMB<Result: Sendable>(
    during body: () async throws -> Result
  ) async throws -> (Result, Int) {
    let before = Dictionary(children().map { ($0.id, $0.ticks) }, uniquingKeysWith: max)
    let looking = Task {
      var most = 0
      while !Task.isCancelled {
        for child in children()
        where child.ticks - before[child.id, default: 0] > idleTicks {
          most = max(most, child.residentMB)
        }
        try? await Task.sleep(for: .milliseconds(50))
      }
      return most
    }
    defer { looking.cancel() }
    let result = try await body()
    looking.cancel()
    return (result, await looking.value)
  }

  /// Of a process that only waits.
  private static let idleTicks = 2

  private static func children() -> [ProcessGroup.Descendant] {
    ProcessGroup.descendants(of: getpid())
  }
}
