import ArgumentParser
import Basics
import Foundation

/// The command line. Each subcommand is a file in Commands/.
@main
struct Lemmaloom: AsyncParsableCommand {
  /// The newest in CHANGELOG.md.
  static let version = "0.2.0"

  static let configuration = CommandConfiguration(
    commandName: "lemmaloom",
    abstract: "Teaches machines mathematics: conjecture, prove, check, record, learn.",
    discussion: """
      Exit codes: 0 accepted or done, 1 rejected or not proved, 2 declined (nobody can tell), 64 usage, \
      70 fault, 78 configuration.
      """,
    version: version,
    subcommands: [
      RunCommand.self, StatusCommand.self, ProveCommand.self, ConjectureCommand.self,
      CheckCommand.self, CheckersCommand.self, ReplCommand.self, EvalCommand.self,
      BenchCommand.self, ModelCommand.self, CorpusCommand.self, ConfigCommand.self,
    ])

  /// Runs a subcommand and turns errors into one line and an exit code.
  static func main() async {
    // A reader that goes away (`lemmaloom status | head`) must not kill the daemon.
    signal(SIGPIPE, SIG_IGN)
    Heap.configure()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as Failure {
      if !error.text.isEmpty { Output.error(error.text) }
      Foundation.exit(error.code)
    } catch let error where Self.isOurs(error) {
      let failure = Failure(error)
      Output.error("lemmaloom: \(failure.text)")
      Foundation.exit(failure.code)
    } catch {
      exit(withError: error)
    }
  }

  /// Whether ArgumentParser knows nothing of the error.
  private static func isOurs(_ error: any Error) -> Bool {
    !(error is ExitCode) && !(error is CleanExit) && !(error is ValidationError)
      && exitCode(for: error) == .failure
  }
}
