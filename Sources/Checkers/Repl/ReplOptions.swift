/// How a Lean REPL is run.
public struct ReplOptions: Hashable, Codable, Sendable {
  /// Program and arguments, as in `lake exe repl`.
  public var command: [String]
  /// Folder it runs in: the Lake project whose libraries it needs; nil: the present one.
  public var directory: String?
  /// Processes side by side.
  public var processes: Int
  /// Wall clock of one proof, in seconds.
  public var seconds: Double
  /// Wall clock of a header's imports, in seconds.
  public var headerSeconds: Double
  /// Commands after which a process is replaced: its memory grows with every one.
  public var commandsMax: Int
  /// Megabytes of a process and all it started after which it is replaced.
  public var memoryMB: Int

  public init(
    command: [String] = [], directory: String? = nil, processes: Int = 2, seconds: Double = 60,
    headerSeconds: Double = 120, commandsMax: Int = 500, memoryMB: Int = 4096
  ) {
    self.command = command
    self.directory = directory
    self.processes = processes
    self.seconds = seconds
    self.headerSeconds = headerSeconds
    self.commandsMax = commandsMax
    self.memoryMB = memoryMB
  }
}
