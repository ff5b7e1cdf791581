import ArgumentParser

/// `lemmaloom bench`: what takes how long, as ratios within one call.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure speed, side by side in one run.",
    subcommands: [SearchBench.self, EngineBench.self, CheckersBench.self, ModelBenchCommand.self],
    defaultSubcommand: SearchBench.self)
}
