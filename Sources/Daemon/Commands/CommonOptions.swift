import ArgumentParser
import Configuration
import Foundation
import Workbench

/// What every command that reads the configuration takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "The configuration file.")
  var config = "config.yaml"

  @Option(help: "Name of the run; overrides run.name.")
  var run: String?

  func load() throws -> Configuration {
    var configuration = try Configuration.load(
      path: config, environment: ProcessInfo.processInfo.environment)
    if let run {
      guard !run.isEmpty, !run.contains("/"), !run.hasPrefix(".") else {
        throw WorkbenchError.usage("--run '\(run)' is no name for a folder")
      }
      configuration.run.name = run
    }
    // Paths in the file start at the file's folder, wherever the command is given.
    func absolute(_ path: String) -> String {
      path.isEmpty ? path : Configuration.resolve(path, configurationPath: config)
    }
    configuration.run.directory = absolute(configuration.run.directory)
    configuration.run.seedCorpus = absolute(configuration.run.seedCorpus)
    configuration.lean.project = absolute(configuration.lean.project)
    configuration.prover.wholeProof.resolvePaths(absolute)
    configuration.conjecturer.prompted.resolvePaths(absolute)
    configuration.checkers.repl.directory = configuration.checkers.repl.directory.map(absolute)
    func program(_ path: String) -> String { path.contains("/") ? absolute(path) : path }
    configuration.lean.command = program(configuration.lean.command)
    for command in [\Configuration.checkers.repl.command, \Configuration.checkers.command.command] {
      if let first = configuration[keyPath: command].first {
        configuration[keyPath: command][0] = program(first)
      }
    }
    return configuration
  }

  func runFolder(_ configuration: Configuration) -> RunFolder {
    RunFolder(directory: configuration.run.directory, name: configuration.run.name)
  }
}
