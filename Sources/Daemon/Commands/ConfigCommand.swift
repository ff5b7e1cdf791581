import ArgumentParser
import Foundation
import Workbench

/// `lemmaloom config`: the configuration checked, printed, described.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Check or print the configuration.",
    subcommands: [Check.self, Print.self, Defaults.self, Schema.self, Prompts.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Report everything that is wrong, with line and column.")
    @Option(help: "The configuration file.") var config = "config.yaml"
    func run() throws {
      try ConfigCommand.finish(
        ConfigurationCommand.check(
          path: config, environment: ProcessInfo.processInfo.environment))
    }
  }

  struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the configuration in force, defaults included; secrets as ***.")
    @Option(help: "The configuration file.") var config = "config.yaml"
    func run() throws {
      try ConfigCommand.finish(
        ConfigurationCommand.print(
          path: config, environment: ProcessInfo.processInfo.environment))
    }
  }

  struct Defaults: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the file with every key at its default, explained; its domains stay.")
    @Option(help: "The configuration file.") var config = "config.yaml"
    func run() throws { try ConfigCommand.finish(ConfigurationCommand.defaults(path: config)) }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "JSON Schema for editors.")
    func run() throws { try ConfigCommand.finish(ConfigurationCommand.schema()) }
  }

  struct Prompts: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a built-in prompt, to be changed and named in the configuration.",
      discussion: "Without a name: the prompts there are, and the variables that each knows.")
    @Argument(help: "The prompt's name.") var name: String?

    func run() throws {
      guard let name else {
        for prompt in BuiltInPrompt.all {
          Output.line("\(prompt.name), for \(prompt.key)")
          for (variable, meaning) in prompt.variables.sorted(by: { $0.key < $1.key }) {
            Output.line("  {{\(variable)}}  \(meaning)")
          }
        }
        return
      }
      guard let prompt = BuiltInPrompt.all.first(where: { $0.name == name }) else {
        throw WorkbenchError.usage(
          "'\(name)' is no prompt; there are "
            + BuiltInPrompt.all.map(\.name).joined(separator: ", "))
      }
      Output.text(prompt.template.text)
    }
  }

  private static func finish(_ outcome: ConfigurationCommand.Outcome) throws {
    let text = outcome.text.hasSuffix("\n") ? String(outcome.text.dropLast()) : outcome.text
    if outcome.exitCode != 0 { throw Failure(text, code: outcome.exitCode) }
    Output.line(text)
  }
}
