import ArgumentParser
import Basics
import Completion
import Foundation
import LanguageModel
import Workbench

/// `lemmaloom model generate DIR PROMPT`.
struct ModelGenerate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Have a model complete a text.",
    discussion: """
      The model is a checkpoint directory, or the address of an OpenAI-compatible server such as http://127.0.0.1:8000/v1 \
      with --model NAME. Exit code 2: the model did not answer.
      """)

  @Argument(help: "A checkpoint directory, or a server's address.") var source: String
  @Argument(help: "The text to be continued; - for standard input.") var prompt: String
  @Flag(help: "The prompt is a user's message; the assistant answers.") var chat = false
  @Option(help: "With --chat: the system's message.") var system: String?
  @Option(help: "Completions.") var count = 1
  @Option(help: "Tokens after which a completion is cut.") var maxTokens = 256
  @Option(help: "0 takes the likeliest token.") var temperature: Float = 1
  @Option(help: "Only so many of the likeliest tokens; 0: all.") var topK = 0
  @Option(help: "Only the likeliest tokens that together reach this probability.")
  var topP: Float = 1
  @Option(help: "Only tokens with this part of the likeliest one's probability.")
  var minP: Float = 0
  @Option(help: "A text that ends a completion; may be repeated.") var stop: [String] = []
  @Option(help: "The same seed gives the same text.") var seed: UInt64?
  @Option(help: "Processors that work on it.") var workers = 2
  @Option(help: "With a server: the model's name there.") var model = ""
  @Option(help: "With a server: the environment variable that holds its key.") var keyFrom: String?

  private var isServer: Bool { source.hasPrefix("http://") || source.hasPrefix("https://") }

  func validate() throws {
    let numbers: [(String, Bool)] = [
      ("--count goes from 1 to 1024", (1...1024).contains(count)),
      ("--max-tokens goes from 1 to 1000000", (1...1_000_000).contains(maxTokens)),
      ("--temperature begins at 0", temperature >= 0 && temperature.isFinite),
      ("--top-k begins at 0", topK >= 0),
      ("--top-p is above 0, at most 1", topP > 0 && topP <= 1),
      ("--min-p goes from 0 to 1", minP >= 0 && minP <= 1),
      ("--workers goes from 1 to 1024", (1...1024).contains(workers)),
      ("--system needs --chat", system == nil || chat),
      ("--model and --key-from are for a server", isServer || model.isEmpty && keyFrom == nil),
      ("a server needs --model", !isServer || !model.isEmpty),
    ]
    if let wrong = numbers.first(where: { !$0.1 }) { throw ValidationError(wrong.0) }
  }

  func run() async throws {
    let model = try completionModel()
    var text = prompt
    if prompt == "-" {
      text = String(
        decoding: try FileHandle.standardInput.readToEnd() ?? Data(), as: UTF8.self)
    }
    let messages =
      (system.map { [ChatMessage(role: .system, content: $0)] } ?? [])
      + [ChatMessage(role: .user, content: text)]
    let request = CompletionRequest(
      prompt: chat ? .chat(messages) : .text(text), count: count, maximumTokens: maxTokens,
      sampling: SamplingSettings(temperature: temperature, topK: topK, topP: topP, minP: minP),
      stop: stop, seed: seed)
    if count == 1 { try await stream(request, from: model) } else { try await all(request, model) }
  }

  private func completionModel() throws -> any CompletionModel {
    guard isServer else {
      return try LocalCompletionModel(directory: source, workers: workers)
    }
    let key = keyFrom.flatMap { ProcessInfo.processInfo.environment[$0] } ?? ""
    if let keyFrom, key.isEmpty {
      throw WorkbenchError.usage("--key-from \(keyFrom): the variable is not set")
    }
    return try RemoteModel(RemoteModelOptions(url: source, model: model, key: Secret(key)))
  }

  private func stream(_ request: CompletionRequest, from model: any CompletionModel) async throws {
    do {
      for try await piece in model.stream(request) {
        Output.text(piece.text)
        if piece.finish == .length { Output.error("\n[cut at \(maxTokens) tokens]") }
      }
      Output.line("")
    } catch let error as CompletionInterrupted {
      throw Failure("lemmaloom: \(error.reason)", code: Failure.declined)
    }
  }

  private func all(_ request: CompletionRequest, _ model: any CompletionModel) async throws {
    switch try await model.complete(request) {
    case .declined(let reason):
      throw Failure("lemmaloom: \(reason)", code: Failure.declined)
    case .answer(let batch):
      for (index, completion) in batch.completions.enumerated() {
        Output.line("── \(index + 1), \(completion.finish.rawValue)")
        Output.line(completion.text)
      }
    }
  }
}
