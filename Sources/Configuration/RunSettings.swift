import LeanInterface

/// `run:` the run, its place on disk and its limits.
package struct RunSettings: Equatable, Sendable {
  package var name = "default"
  package var directory = "var"
  package var seedCorpus = "corpus"
  package var seed: UInt64 = 1
  /// 0: no limit.
  package var rounds = 0
  /// 0: no limit.
  package var durationMinutes = 0
  package var diskMBMin = 500

  static let format = Format<RunSettings>.record(
    RunSettings(),
    fields: [
      Field(
        "name", \.name, .text(limit: 64, problem: problem(withName:)),
        "A run's state is kept under directory/name."),
      Field("directory", \.directory, .text(problem: Self.emptyPath), "Folder for all runs."),
      Field(
        "seed_corpus", \.seedCorpus, .text(problem: Self.emptyPath),
        "Lake package with theories and benchmarks that a new run starts from."),
      Field(
        "seed", \.seed, .integer(0...UInt64(Int64.max)),
        "The same seed and settings give the same round."),
      Field("rounds", \.rounds, .integer(0...1_000_000_000), "Rounds to play; 0: endless."),
      Field(
        "duration_minutes", \.durationMinutes, .integer(0...5_256_000),
        "Minutes to play; 0: endless."),
      Field(
        "disk_mb_min", \.diskMBMin, .integer(0...100_000_000),
        "Stop in good order when less disk than this is free."),
    ])

  /// A run's name becomes a folder's name.
  private static func problem(withName name: String) -> String? {
    let isGood =
      name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
      } && !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-")
    return isGood
      ? nil
      : "is '\(name)'; it must be made of letters, digits, '-', '_' and '.', "
        + "beginning with a letter or digit"
  }

  static func emptyPath(_ path: String) -> String? {
    if path.isEmpty { return "is empty; it must be a path" }
    return path.contains("\0") ? "has a NUL character in it" : nil
  }
}

/// `lean:` where Lean is and what it may use.
package struct LeanSettings: Equatable, Sendable {
  /// Empty: discover one.
  package var command = ""
  /// Empty: no Lake project.
  package var project = ""
  package var options = LeanOptions()

  static let format = Format<LeanSettings>.record(
    LeanSettings(),
    fields: [
      Field(
        "command", \.command, .text(),
        "The lean binary; empty: lean.project's, LEMMALOOM_LEAN, the PATH's, the fetched one."),
      Field(
        "project", \.project, .text(),
        "A Lake project whose Lean and libraries are used; empty: none."),
      Field(
        "processes", \.options.processes, .integer(1...256),
        "Lean processes side by side, checkers' too."),
      Field(
        "batch_tactics", \.options.batchTactics, .integer(1...10_000),
        "Tactic applications in one batch; below 200 start-up time dominates."),
      Field(
        "batch_seconds", \.options.batchSeconds, .number(1...3600), "Wall-clock limit of a batch."),
      Field(
        "heartbeats", \.options.heartbeats, .integer(100...1_000_000_000),
        "maxHeartbeats of one tactic application."),
      Field(
        "memory_mb", \.options.memoryMB, .integer(256...1_048_576), "Memory limit of a process."),
      Field(
        "max_recursion_depth", \.options.maximumRecursionDepth, .integer(64...1_000_000),
        "Lean's maxRecDepth."),
      Field(
        "engine", \.options.engine, .choice,
        "What applies tactics to goals: automatic, native or repl (keep proof states), or batch."),
      Field(
        "repl", \.options.repl, .list(.text(limit: 4096), count: 0...64),
        "A Lean REPL for the engine of that name, as in [lake, exe, repl]; empty: none."),
    ],
    check: { lean in
      var found: [Finding] = []
      if !lean.command.isEmpty, !lean.project.isEmpty {
        found.append(Finding("project", "and lean.command are both set; leave one of them empty"))
      }
      if lean.options.engine == .repl, lean.options.repl.isEmpty {
        let remedy = "name a program, as in [lake, exe, repl], or another engine"
        found.append(Finding("repl", "is empty, but lean.engine is 'repl'; \(remedy)"))
      }
      return found
    })
}

/// `logging:` what is logged and how.
package struct LoggingSettings: Equatable, Sendable {
  package enum Level: String, CaseIterable, Codable, Sendable {
    case trace, debug, info, notice, warning, error, critical
  }
  package enum Output: String, CaseIterable, Codable, Sendable {
    /// The live view on a terminal, JSON otherwise.
    case auto
    case live
    case json
  }
  package var level = Level.info
  package var format = Output.auto

  static let format = Format<LoggingSettings>.record(
    LoggingSettings(),
    fields: [
      Field("level", \.level, .choice, "trace, debug, info, notice, warning, error or critical."),
      Field(
        "format", \.format, .choice, "auto (live view on a terminal, else JSON), live or json."),
    ])
}
