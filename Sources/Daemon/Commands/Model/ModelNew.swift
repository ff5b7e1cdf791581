import ArgumentParser
import Foundation
import LanguageModel
import Workbench

/// `lemmaloom model new DIR`.
struct ModelNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a checkpoint with random weights and a tokenizer of its own.",
    discussion: "It is what 'transformers' loads as a Qwen3ForCausalLM with its tokenizer.")

  @Argument(help: "The directory to be made.") var directory: String
  @Option(help: "Texts that the tokenizer is learned from.") var tokenizerFrom: [String]
  @Option(help: "Tokens of the tokenizer, at most.") var vocabulary = 2048
  @Option(help: "Decoder layers.") var layers = 4
  @Option(help: "Width of the residual stream.") var width = 128
  @Option(help: "Query heads.") var heads = 4
  @Option(help: "Heads of keys and values.") var kvHeads = 2
  @Option(help: "Floats a head.") var headSize = 32
  @Option(help: "Width of the feed-forward part.") var feedForward = 384
  @Option(help: "Longest text in tokens.") var positions = 2048
  @Option(help: "Base of the rotary embedding's wavelengths.") var ropeTheta = 10_000.0
  @Flag(help: "The output head has weights of its own.") var untied = false
  @Flag(help: "Weights in bfloat16 instead of float32.") var bf16 = false
  @Option(help: "The same seed gives the same weights.") var seed: UInt64 = 1

  func run() throws {
    guard !FileManager.default.fileExists(atPath: directory) else {
      throw WorkbenchError.usage("\(directory) is there already; give a new name")
    }
    let texts = try tokenizerFrom.map(Self.text)
    let progress = ProgressLine("learning the tokenizer")
    let tokenizer = try TokenizerTrainer(vocabularySize: vocabulary).train(texts) {
      progress.show($0)
    }
    progress.end()
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.count, width: width, layerCount: layers, headCount: heads,
      keyValueHeadCount: kvHeads, headSize: headSize, feedForwardWidth: feedForward,
      ropeTheta: ropeTheta, tiesEmbeddings: !untied, maximumPositions: positions)
    try ModelCheckpoint.create(
      in: directory, configuration: configuration, tokenizer: tokenizer, seed: seed,
      type: bf16 ? .bfloat16 : .float32)
    let made = try ModelCheckpoint(directory: directory)
    Output.line(
      "\(directory): \(made.parameterCount) parameters, \(tokenizer.count) tokens learned from "
        + "\(texts.count) texts")
  }

  private static func text(_ path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw WorkbenchError.usage("cannot read \(path): \(error.localizedDescription)")
    }
  }
}
