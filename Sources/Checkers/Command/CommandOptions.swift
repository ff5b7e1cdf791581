/// How a plug-in program is run.
public struct CommandOptions: Hashable, Codable, Sendable {
  /// Program and arguments.
  public var command: [String]
  /// Processes side by side.
  public var processes: Int
  /// Wall clock of one proof, in seconds.
  public var seconds: Double

  public init(command: [String] = [], processes: Int = 1, seconds: Double = 60) {
    self.command = command
    self.processes = processes
    self.seconds = seconds
  }
}
