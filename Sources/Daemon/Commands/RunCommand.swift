import ArgumentParser
import Foundation
import Logging
import Rounds
import ServiceLifecycle
import Workbench

/// `lemmaloom run`: the daemon.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Start the daemon: rounds until it is stopped.",
    discussion: """
      On a terminal it shows a live view, otherwise it logs JSON lines to standard error. Ctrl-C or SIGTERM stops it \
      within 10 seconds; the next start goes on where it was, after any kill.
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "Stop after this many more rounds; 0: no limit.")
  var rounds: Int?

  @Option(name: .customLong("for"), help: "Stop after this long: 90s, 20m, 2h, 1d.")
  var duration: String?

  func validate() throws {
    if let rounds, rounds < 0 { throw ValidationError("--rounds must be 0 or more") }
  }

  func run() async throws {
    var configuration = try common.load()
    if let rounds { configuration.run.rounds = rounds }
    let seconds = try duration.map(Self.seconds) ?? configuration.run.durationMinutes * 60
    let runFolder = common.runFolder(configuration)
    try runFolder.create()
    let lock = try RunLock(runFolder)
    defer { withExtendedLifetime(lock) {} }

    let screen = Screen(configuration.logging)
    let opening = RunOpening(configuration) { text, values in screen.log(text, values) }
    screen.log("opening run \(configuration.run.name)", ["folder": runFolder.path])
    let context = try await opening.open()
    let daemon = DaemonService(
      loop: RunLoop(
        context: context, roundsMax: configuration.run.rounds, secondsMax: seconds))
    var logger = Logger(label: "services")
    logger.logLevel = .error
    let group = ServiceGroup(
      configuration: .init(
        services: [
          .init(
            service: ViewService(board: context.board, screen: screen),
            successTerminationBehavior: .gracefullyShutdownGroup),
          .init(service: daemon, successTerminationBehavior: .gracefullyShutdownGroup),
        ],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    do {
      try await group.run()
    } catch let error as ServiceGroupError {
      throw Failure("\(error)", code: Failure.fault)
    }
    screen.finish(await context.board.current())
  }

  /// `90s`, `20m`, `2h`, `1d` in seconds.
  static func seconds(_ text: String) throws -> Int {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let last = text.last, let unit = units[last], let number = Int(text.dropLast()),
      number > 0, number < 100_000
    else {
      throw WorkbenchError.usage("--for '\(text)' is no duration; write 90s, 20m, 2h or 1d")
    }
    return number * unit
  }
}
