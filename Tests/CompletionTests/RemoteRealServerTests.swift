import Foundation
import TestSupport
import Testing

@testable import Completion
@testable import LanguageModel

/// A real server from PyPI with a tiny random Qwen3. LEMMALOOM_REAL_MODEL_SERVER is 1, or a folder that keeps what was
/// installed; LEMMALOOM_REAL_MODEL_SERVER_KIND is `transformers` (default) or `llama`.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["LEMMALOOM_REAL_MODEL_SERVER"] != nil,
    "SKIP: a real server is hundreds of megabytes; set LEMMALOOM_REAL_MODEL_SERVER=1 to run it"))
struct RemoteRealServerTests {
  private static let environment = ProcessInfo.processInfo.environment
  private let kind = environment["LEMMALOOM_REAL_MODEL_SERVER_KIND"] ?? "transformers"

  @Test func answersAsTheProtocolSays() async throws {
    let folder = Self.environment["LEMMALOOM_REAL_MODEL_SERVER"] ?? "1"
    if folder != "1" { return try await run(in: folder) }
    try await withTemporaryFolder { try await run(in: $0) }
  }

  private func run(in folder: String) async throws {
    let server = try ServerProcess([
      "python3", Project.fixture(remote: "real_server.py"), kind, folder,
    ])
    let line = server.firstLine.split(separator: " ", maxSplits: 1).map(String.init)
    try #require(line.count == 2)
    let model = try RemoteModel(
      RemoteModelOptions(
        url: "http://127.0.0.1:\(line[0])/v1", model: line[1], concurrent: 1, requestSeconds: 120,
        retries: 1))
    #expect(await model.health() == nil)
    let prompts: [Prompt] = [
      .text("theorem t (a b : ℕ) :"),
      .chat([ChatMessage(role: .user, content: "Prove ∀ x, x = x.")]),
    ]
    for prompt in prompts {
      try await completes(model, prompt)
      try await stopsAndStreams(model, prompt)
    }
    try await scores(model)
    try await leavesAStream(model)
  }

  private func completes(_ model: RemoteModel, _ prompt: Prompt) async throws {
    var request = CompletionRequest(prompt: prompt, count: 3, maximumTokens: 8, seed: 12)
    let before = model.usage
    let batch = try (try await model.complete(request)).unwrapped()
    #expect(batch.completions.count == 3)
    #expect(batch.completions.allSatisfy { !$0.text.isEmpty })
    #expect(batch.completions.contains { $0.finish == .length })
    #expect(batch.usage.completion > 8 && batch.usage.completion <= 24)
    #expect(batch.usage.prompt > 0)
    #expect(model.usage.completion == before.completion + batch.usage.completion)
    // Seeds are kept, by completion.
    #expect(try (try await model.complete(request)).unwrapped().completions == batch.completions)
    #expect(Set(batch.completions.map(\.text)).count == 3)
    request.seed = 13
    #expect(try (try await model.complete(request)).unwrapped().completions != batch.completions)
    request.wantsLogProbabilities = true
    request.count = 1
    let answer = try await model.complete(request)
    if kind == "transformers" {
      #expect(answer.refusal.contains("no log-probabilities"))
    } else {
      let completion = try #require(try answer.unwrapped().completions.first)
      let values = try #require(completion.logProbabilities)
      #expect(!values.isEmpty && values.count <= 9 && values.allSatisfy { $0 <= 0 })
    }
  }

  private func stopsAndStreams(_ model: RemoteModel, _ prompt: Prompt) async throws {
    var request = CompletionRequest(
      prompt: prompt, maximumTokens: 24, sampling: SamplingSettings(temperature: 0), seed: 1)
    let whole = try #require(try (try await model.complete(request)).unwrapped().completions.first)
    let streamed = await collectPieces(model.stream(request))
    #expect(streamed.interruption == nil)
    let text = streamed.pieces.map(\.text).joined()
    #expect(bare(text) == bare(whole.text) && !bare(text).isEmpty)
    #expect(streamed.pieces.last?.finish == whole.finish)
    #expect(streamed.pieces.count > 1)
    let stop = try #require(bare(whole.text).first { $0 != " " && $0 != bare(whole.text).first })
    request.stop = [String(stop)]
    let expected = String(whole.text.prefix { $0 != stop })
    let cut = try #require(try (try await model.complete(request)).unwrapped().completions.first)
    #expect(bare(cut.text) == bare(expected) && cut.finish == .stop)
    let cutStream = await collectPieces(model.stream(request))
    #expect(bare(cutStream.pieces.map(\.text).joined()) == bare(expected))
    #expect(cutStream.pieces.last?.finish == .stop)
  }

  /// Without white space at both ends: `transformers serve` takes it off whole answers of chats, but not off streams.
  private func bare(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func scores(_ model: RemoteModel) async throws {
    let answer = try await model.score(
      [" by omega", " by", ""], after: .text("theorem t : 1 = 1 :="))
    if kind == "transformers" {
      #expect(answer.refusal.contains("does not echo"))
    } else {
      let scores = try answer.unwrapped()
      #expect(scores.count == 3 && scores[0] < scores[1] && scores[1] < 0 && scores[2] == 0)
    }
  }

  /// The server's one place is free after its stream was left.
  private func leavesAStream(_ model: RemoteModel) async throws {
    let request = CompletionRequest(prompt: .text("intro"), maximumTokens: 1500, seed: 4)
    for try await piece in model.stream(request) where !piece.text.isEmpty { break }
    var short = request
    short.maximumTokens = 4
    #expect(try (try await model.complete(short)).unwrapped().completions.count == 1)
  }
}
