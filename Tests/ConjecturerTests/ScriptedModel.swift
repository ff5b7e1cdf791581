import Completion
import Synchronization

/// A model whose answers are a function of the request. It keeps what it was asked.
final class ScriptedModel: CompletionModel {
  let name = "scripted"
  private let answer: @Sendable (CompletionRequest) -> ModelAnswer<CompletionBatch>
  private let asked = Mutex<[CompletionRequest]>([])

  init(_ answer: @escaping @Sendable (CompletionRequest) -> ModelAnswer<CompletionBatch>) {
    self.answer = answer
  }

  /// Every completion is this text.
  convenience init(saying text: String, finish: CompletionFinish = .stop) {
    self.init { request in
      .answer(
        CompletionBatch(
          completions: Array(
            repeating: Completion(text: text, finish: finish), count: request.count),
          usage: TokenUsage(prompt: 100, completion: 10 * request.count)))
    }
  }

  var requests: [CompletionRequest] { asked.withLock { $0 } }

  func complete(_ request: CompletionRequest) async -> ModelAnswer<CompletionBatch> {
    asked.withLock { $0.append(request) }
    return answer(request)
  }

  func stream(_ request: CompletionRequest) -> AsyncThrowingStream<CompletionPiece, any Error> {
    AsyncThrowingStream { $0.finish(throwing: CompletionInterrupted(reason: "no streams here")) }
  }

  func score(_ continuations: [String], after prompt: Prompt) async -> ModelAnswer<[Float]> {
    .declined(reason: "no scores here")
  }
}
