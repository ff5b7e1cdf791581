import Foundation
import TestSupport
import Testing

@testable import Completion
@testable import LanguageModel

/// Completing and scoring texts with a whole checkpoint: tokenizer, weights, generation.
@Suite struct CompletionTests {
  private static let text = """
    theorem add_comm (a b : Nat) : a + b = b + a := by
      induction a with
      | zero => simp
      | succ n ih => rw [Nat.succ_add, ih]
    Über ∀ x ∈ ℕ, ∃ y, x < y 🎉 naïve café
    """

  private let folder: TemporaryFolder
  private let tokenizer: BytePairTokenizer

  init() throws {
    folder = try TemporaryFolder()
    tokenizer = try TokenizerTrainer(vocabularySize: 400).train([Self.text, Self.text])
    try ModelCheckpoint.create(
      in: folder.path + "/model",
      configuration: ModelConfiguration(
        vocabularySize: tokenizer.count, width: 32, layerCount: 2, headCount: 4,
        keyValueHeadCount: 2, headSize: 8, feedForwardWidth: 48, maximumPositions: 256),
      tokenizer: tokenizer, seed: 7)
  }

  private func model() throws -> LocalCompletionModel {
    try LocalCompletionModel(directory: folder.path + "/model", workers: 2)
  }

  private func batch(_ request: CompletionRequest) async throws -> CompletionBatch {
    switch try await (try model()).complete(request) {
    case .answer(let batch): return batch
    case .declined(let reason): throw CompletionInterrupted(reason: reason)
    }
  }

  @Test func aSeedDecidesTheCompletions() async throws {
    let request = CompletionRequest(
      prompt: .text("theorem"), count: 5, maximumTokens: 20, seed: 3, wantsLogProbabilities: true)
    let first = try await batch(request)
    #expect(first == (try await batch(request)))
    #expect(first.completions.count == 5)
    #expect(Set(first.completions.map(\.text)).count > 1)
    var other = request
    other.seed = 4
    #expect(first != (try await batch(other)))
    #expect(first.usage.prompt == tokenizer.encode("theorem").count)
    let drawn = first.completions.compactMap { $0.logProbabilities?.count }
    #expect(drawn.count == 5 && drawn.reduce(0, +) == first.usage.completion)
    for completion in first.completions where completion.finish == .length {
      #expect(completion.logProbabilities?.count == 20)
    }
  }

  @Test func aStopTextEndsACompletionAndIsNoPartOfIt() async throws {
    let free = CompletionRequest(prompt: .text("rw ["), count: 8, maximumTokens: 40, seed: 1)
    let texts = try await batch(free).completions.map(\.text)
    // A text from the middle of what is drawn, over more than one token.
    let whole = try #require(texts.first { $0.count > 12 })
    let stop = String(whole.dropFirst(4).prefix(5))
    var stopped = free
    stopped.stop = ["never drawn \u{1}", stop]
    let found = try await batch(stopped).completions
    for (text, completion) in zip(texts, found) {
      if let range = text.range(of: stop) {
        #expect(completion.text == String(text[..<range.lowerBound]))
        #expect(completion.finish == .stop)
      } else {
        #expect(completion.text == text)
      }
    }
  }

  @Test func piecesAreTheWholeText() async throws {
    for (seed, stops) in [(UInt64(1), []), (2, ["e"]), (3, ["∀", "\n"]), (4, ["🎉", "ab", "c"])] {
      let request = CompletionRequest(
        prompt: .text("café "), maximumTokens: 60, sampling: SamplingSettings(temperature: 2),
        stop: stops, seed: seed)
      let whole = try #require(try await batch(request).completions.first)
      var pieces: [CompletionPiece] = []
      for try await piece in try model().stream(request) { pieces.append(piece) }
      #expect(pieces.map(\.text).joined() == whole.text)
      #expect(pieces.last?.finish == whole.finish)
      #expect(pieces.dropLast().allSatisfy { $0.finish == nil })
      for stop in stops { #expect(!whole.text.contains(stop)) }
    }
  }

  @Test func scoresAreThoseOfTheWholeText() async throws {
    let model = try model()
    let prompt = "theorem add_comm"
    let continuations = [" (a b : Nat)", "", " : a + b", "x"]
    guard case .answer(let scores) = try await model.score(continuations, after: .text(prompt))
    else {
      Issue.record("declined")
      return
    }
    #expect(scores[1] == 0)
    let whole = try LocalModelReference(directory: folder.path + "/model")
    for (continuation, score) in zip(continuations, scores) where !continuation.isEmpty {
      let prefix = tokenizer.encode(prompt)
      let expected = try await whole.logProbability(
        of: tokenizer.encode(continuation), after: prefix)
      #expect(abs(score - expected) < 1e-3, "\(continuation): \(score), \(expected)")
    }
  }

  @Test func whatTheModelCannotDoIsDeclined() async throws {
    let model = try model()
    for request in [
      CompletionRequest(prompt: .text(""), maximumTokens: 3),
      CompletionRequest(prompt: .text("a"), maximumTokens: 1000),
      CompletionRequest(prompt: .text("a"), count: 0),
      CompletionRequest(prompt: .text("a"), sampling: SamplingSettings(temperature: -1)),
    ] {
      guard case .declined(let reason) = try await model.complete(request) else {
        Issue.record("answered")
        continue
      }
      #expect(!reason.isEmpty)
      await #expect(throws: CompletionInterrupted.self) {
        for try await _ in model.stream(request) {}
      }
    }
  }

  @Test func aChatIsPutThroughTheTemplate() async throws {
    let messages = [ChatMessage(role: .user, content: "prove it")]
    let chat = CompletionRequest(prompt: .chat(messages), maximumTokens: 10, seed: 5)
    var text = chat
    text.prompt = .text("<|im_start|>user\nprove it<|im_end|>\n<|im_start|>assistant\n")
    #expect(try await batch(chat) == (try await batch(text)))
  }
}

/// The same checkpoint as a model that is trained: f32 in memory, every sequence by itself.
private struct LocalModelReference {
  let transformer: Transformer

  init(directory: String) throws {
    let checkpoint = try ModelCheckpoint(directory: directory)
    transformer = try Transformer(checkpoint.configuration, workers: 1)
    try checkpoint.load(into: transformer.weights.base, layout: transformer.layout)
  }

  func logProbability(of tokens: [Int32], after prefix: [Int32]) async throws -> Float {
    let all = try transformer.logProbabilities(of: [prefix + tokens])
    return all[0].suffix(tokens.count).reduce(0, +)
  }
}
