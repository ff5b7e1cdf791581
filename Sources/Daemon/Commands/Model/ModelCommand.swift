import ArgumentParser

/// `lemmaloom model`: checkpoints in Hugging Face layout.
struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Look at a checkpoint, have a model complete a text, or make a new one.",
    subcommands: [ModelInfo.self, ModelGenerate.self, ModelNew.self])
}
