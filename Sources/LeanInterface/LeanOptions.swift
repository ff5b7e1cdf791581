/// Limits of every Lean process. Bounds are data: nothing else in the module holds a number of this kind.
public struct LeanOptions: Hashable, Codable, Sendable {
  /// Processes that run at the same time, where the pool has a budget of its own.
  public var processes: Int
  /// Tactic applications in one process; a start costs about as much as fifty of them.
  public var batchTactics: Int
  /// Wall clock of one process, in seconds.
  public var batchSeconds: Double
  /// Lean's own deterministic clock (thousands of small allocations) a declaration.
  public var heartbeats: Int
  /// Megabytes a process.
  public var memoryMB: Int
  public var maximumRecursionDepth: Int
  /// What applies tactics to goals.
  public var engine: EngineChoice
  /// Program and arguments of a Lean REPL, for the engine of that name; empty: none.
  public var repl: [String]
  /// Bytes of output after which a process is stopped.
  public var outputBytesMax: Int

  public init(
    processes: Int = 2, batchTactics: Int = 240, batchSeconds: Double = 20,
    heartbeats: Int = 20000, memoryMB: Int = 2048, maximumRecursionDepth: Int = 512,
    engine: EngineChoice = .automatic, repl: [String] = [], outputBytesMax: Int = 64 << 20
  ) {
    self.processes = processes
    self.batchTactics = batchTactics
    self.batchSeconds = batchSeconds
    self.heartbeats = heartbeats
    self.memoryMB = memoryMB
    self.maximumRecursionDepth = maximumRecursionDepth
    self.engine = engine
    self.repl = repl
    self.outputBytesMax = outputBytesMax
  }

  /// What Lean itself takes, in thousands of small allocations a declaration.
  public static let leansHeartbeats = 200_000

  /// The limits that are wider than Lean's own, as a file has to set them to compile without ours.
  public var beyondDefaults: [String] {
    (heartbeats > Self.leansHeartbeats ? ["maxHeartbeats \(heartbeats)"] : [])
      + (maximumRecursionDepth > 512 ? ["maxRecDepth \(maximumRecursionDepth)"] : [])
  }
}

/// What stands before the snippets of a batch.
public struct LeanHeader: Hashable, Codable, Sendable {
  public var imports: [String]
  public var opens: [String]
  /// Commands that the snippets build on.
  public var prelude: [String]

  public init(imports: [String] = [], opens: [String] = [], prelude: [String] = []) {
    self.imports = imports
    self.opens = opens
    self.prelude = prelude
  }

  /// Lean text.
  public var text: String {
    let lines = imports.map { "import \($0)" } + opens.map { "open \($0)" } + prelude
    return lines.map { $0 + "\n" }.joined()
  }
}

/// What can go wrong with Lean itself, as opposed to with a text given to it.
public enum LeanError: Error, Equatable, CustomStringConvertible {
  case noToolchain(tried: [String])
  /// A Lake project is to give the Lean, and there is no Lake.
  case noLake(project: String)
  case commandFails(command: String, output: String)
  /// The configured engine does not work with this Lean.
  case noEngine(EngineChoice, reason: String)
  case doesNotCompile(module: String, messages: String)
  case processStopped(reason: String)

  public var description: String {
    switch self {
    case .noToolchain(let tried):
      "no Lean found (tried \(tried.joined(separator: ", "))); run 'make setup', put `lean` on PATH, "
        + "or set lean.command in config.yaml"
    case .noLake(let project):
      "lean.project is '\(project)', but there is no `lake` on PATH to open it with; put the folder of `lake` on "
        + "PATH (elan's is ~/.elan/bin), or set lean.command in place of lean.project"
    case .commandFails(let command, let output):
      "'\(command)' does not answer as Lean does: \(output.prefix(300))"
    case .noEngine(.repl, let reason):
      "the engine 'repl' does not work here: \(reason); let lean.repl name a Lean REPL made for this Lean, as in "
        + "[lake, exe, repl], or set lean.engine to 'batch'"
    case .noEngine(let engine, let reason):
      "lean.engine is '\(engine.rawValue)', which does not work here: \(reason); set it to 'automatic' or 'batch'"
    case .doesNotCompile(let module, let messages):
      "Lean module \(module) does not compile:\n\(messages.prefix(2000))"
    case .processStopped(let reason): "Lean gave no answer: \(reason)"
    }
  }
}
