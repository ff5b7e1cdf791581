import Basics
import Foundation

/// Starts Leans under one set of limits, on the places of a budget, in isolation where this machine offers it.
struct LeanLauncher: Sendable {
  let toolchain: Toolchain
  let options: LeanOptions
  /// Folders with compiled modules, in front of the toolchain's own.
  let searchPath: [String]
  let budget: LeanBudget
  var warmHeaders = WarmHeaders()

  /// `lean` over a text on its standard input, with messages as JSON.
  /// - Parameter imports: what the text begins with.
  func run(_ text: String, imports: [String]) async throws(CancellationError) -> LeanRun {
    let arguments = ["--json", "--stdin"] + options.definitions
    if let snapshot = try await warmHeaders.snapshot(imports, self) {
      let run = try await run(
        arguments + ["--incr-load=\(snapshot)"], input: text,
        reads: [(snapshot as NSString).deletingLastPathComponent])
      if case .success = run.messages { return run }
      // What ran into a limit would do so again.
      if case .stopped = run.ending { return run }
      let again = try await self.run(arguments, input: text)
      if case .success = again.messages { await warmHeaders.distrust(snapshot) }
      return again
    }
    return try await run(arguments, input: text)
  }

  func run(
    _ arguments: [String], input: String = "", directory: String? = nil, reads: [String] = [],
    writes: [String] = [], factor: Int = 1
  ) async throws(CancellationError) -> LeanRun {
    try await run(
      program: [toolchain.lean, "-M", "\(options.memoryMB)"] + arguments, input: input,
      directory: directory, reads: reads, writes: writes, factor: factor)
  }

  /// Any program of the toolchain's, or one that loads its library: what candidates make Lean do stays within its own
  /// folder.
  func run(
    program: [String], input: String = "", directory: String? = nil, reads: [String] = [],
    writes: [String] = [], searchPath first: [String] = [], factor: Int = 1
  ) async throws(CancellationError) -> LeanRun {
    let imported = first + searchPath
    let seconds = options.batchSeconds * Double(factor)
    let command = confined(
      program, imported: imported, reads: reads + (directory.map { [$0] } ?? []), writes: writes,
      seconds: seconds)
    return try await budget.run { () async throws(CancellationError) in
      try await LeanProcess.run(
        command, input: input, environment: self.toolchain.environment(imported),
        directory: directory, seconds: seconds, memoryMB: self.options.memoryMB,
        outputBytesMax: self.options.outputBytesMax)
    }
  }

  /// Of a process that is kept open: a bound for what nobody ends. Its time and memory are looked at from outside.
  static let keptProcessorSeconds = 86_400.0

  /// The command that runs `program` in isolation.
  /// - Parameter seconds: of processor time a core.
  func confined(
    _ program: [String], imported: [String], reads: [String] = [], writes: [String] = [],
    seconds: Double
  ) -> [String] {
    toolchain.confinement?.command(
      program, runs: [toolchain.root] + program.prefix(1),
      reads: toolchain.importFolders(imported) + reads, writes: writes, seconds: seconds,
      memoryMB: options.memoryMB) ?? ParentDeath.killing(program)
  }
}

extension LeanOptions {
  /// `-D` options of every process; `weak.` lets a Lean that lacks one go on.
  var definitions: [String] {
    ["-DmaxErrors=0"] + limits.map { "-D\($0.name)=\($0.value)" }
      + Self.tastes.map { "-Dweak.\($0.name)=\($0.value)" }
  }

  /// Lean's own options that bound a declaration.
  var limits: [(name: String, value: String)] {
    [("maxHeartbeats", "\(heartbeats)"), ("maxRecDepth", "\(maximumRecursionDepth)")]
  }

  /// Options that some Lean may lack: how goals are printed, and work that nobody looks at.
  static let tastes: [(name: String, value: String)] = [
    ("Elab.async", "false"), ("pp.fieldNotation", "false"), ("linter.all", "false"),
    ("pp.unicode.fun", "false"), ("pp.showLetValues", "true"),
  ]
}
