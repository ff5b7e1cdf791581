import ArgumentParser
import Foundation
import LanguageModel

/// `lemmaloom model info DIR`.
struct ModelInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tell a checkpoint's architecture, size and tokenizer.")

  @Argument(help: "A checkpoint directory in Hugging Face layout.") var directory: String
  @Flag(help: "One JSON object.") var json = false

  struct Report: Encodable {
    var directory: String
    var architecture = "qwen3"
    var parameters: Int
    var storedAs: [String]
    var layers: Int
    var width: Int
    var heads: Int
    var keyValueHeads: Int
    var headSize: Int
    var feedForward: Int
    var vocabulary: Int
    var positions: Int
    var ropeTheta: Double
    var tiedEmbeddings: Bool
    var tokenizer: String
    var endTokens: [Int32]
  }

  func run() throws {
    let checkpoint = try ModelCheckpoint(directory: directory)
    let c = checkpoint.configuration
    let report = Report(
      directory: directory, parameters: checkpoint.parameterCount,
      storedAs: try checkpoint.scalarTypes().map(\.rawValue).sorted(), layers: c.layerCount,
      width: c.width, heads: c.headCount, keyValueHeads: c.keyValueHeadCount, headSize: c.headSize,
      feedForward: c.feedForwardWidth, vocabulary: c.vocabularySize, positions: c.maximumPositions,
      ropeTheta: c.ropeTheta, tiedEmbeddings: c.tiesEmbeddings, tokenizer: tokenizer(),
      endTokens: checkpoint.endTokens)
    if json { return Output.line(try report.jsonLine()) }
    Output.line(
      TerminalText.table([
        ["architecture", "Qwen3 decoder, \(c.tiesEmbeddings ? "tied" : "untied") embeddings"],
        ["parameters", "\(report.parameters) as \(report.storedAs.joined(separator: ", "))"],
        ["layers", "\(c.layerCount) of width \(c.width), feed-forward \(c.feedForwardWidth)"],
        [
          "attention",
          "\(c.headCount) heads of \(c.headSize) over \(c.keyValueHeadCount) of keys and values",
        ],
        ["positions", "\(c.maximumPositions), RoPE theta \(c.ropeTheta)"],
        ["vocabulary", "\(c.vocabularySize) rows; \(report.tokenizer)"],
        ["ends with", report.endTokens.map(String.init).joined(separator: ", ")],
      ]))
  }

  /// What is said of a tokenizer that cannot be read is no reason to say nothing of the rest.
  private func tokenizer() -> String {
    guard FileManager.default.fileExists(atPath: directory + "/tokenizer.json") else {
      return "no tokenizer"
    }
    do {
      return "byte-level BPE of \(try BytePairTokenizer(directory: directory).count) tokens"
    } catch {
      if let words = try? Vocabulary(directory: directory) { return "\(words.count) words" }
      return "\(error)"
    }
  }
}
