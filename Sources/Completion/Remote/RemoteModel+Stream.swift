import Foundation
import HTTP
import LanguageModel

extension RemoteModel {
  public func stream(_ request: CompletionRequest) -> AsyncThrowingStream<
    CompletionPiece, any Error
  > {
    AsyncThrowingStream { continuation in
      let work = Task {
        do throws(RequestFailure) {
          try Self.check(request)
          try await self.stream(request, into: continuation)
          continuation.finish()
        } catch {
          continuation.finish(
            throwing: CompletionInterrupted(reason: "\(self.name): \(error.reason)"))
        }
      }
      continuation.onTermination = { _ in work.cancel() }
    }
  }

  /// Tries again only while nothing has been passed on.
  private func stream(
    _ request: CompletionRequest,
    into continuation: AsyncThrowingStream<CompletionPiece, any Error>.Continuation
  ) async throws(RequestFailure) {
    var body = ServerRequest(request, options: options, count: 1, index: 0)
    body.logProbabilities = nil
    body.topLogProbabilities = nil
    body.stream = true
    body.streamOptions = .init()
    var web = try httpRequest(Self.path(request.prompt), body: body)
    web.headers["Accept"] = "text/event-stream, application/json"
    let sent = web
    try await retryPolicy.run { () async throws(RequestFailure) in
      try await self.slots.request { () async throws(RequestFailure) in
        try await self.client.send(sent, patience: .silence(self.options.requestSeconds)) {
          (answer: HTTPClient.Answer) async throws(RequestFailure) in
          try await self.checkStatus(answer)
          var reader = StreamReader(key: self.options.key.reveal(), stop: request.stop) {
            continuation.yield($0)
          }
          do throws(RequestFailure) {
            if answer.contentType.lowercased().hasPrefix("text/event-stream") {
              try await reader.readEvents(answer.body)
            } else {
              try reader.readWhole(try await answer.body.whole())
            }
          } catch {
            var failure = error
            if reader.hasStarted { failure.isWorthRetrying = false }
            throw failure
          }
          self.count(reader.usage)
        }
      }
    }
  }
}

/// Makes the pieces of one completion from what a server sends.
private struct StreamReader {
  let key: String
  let pass: (CompletionPiece) -> Void
  private(set) var hasStarted = false
  private(set) var usage = TokenUsage()
  private var finished = false
  private var reasoning = ReasoningText()
  private var cut: StopCut

  init(key: String, stop: [String], pass: @escaping (CompletionPiece) -> Void) {
    self.key = key
    cut = StopCut(stop)
    self.pass = pass
  }

  mutating func readEvents(_ body: AsyncThrowingStream<Data, any Error>)
    async throws(RequestFailure)
  {
    var events = ServerSentEvents()
    do {
      for try await data in body {
        for event in events.take(data) {
          if event == Data("[DONE]".utf8) { return try end() }
          try take(try ServerAnswer.read(event, key: key))
        }
      }
    } catch {
      // Nothing that comes after the last piece can spoil it.
      if finished { return }
      throw error as? RequestFailure ?? .cancelled
    }
    if Task.isCancelled, !finished { throw .cancelled }
    try end()
  }

  /// The answer of a server that does not stream.
  mutating func readWhole(_ data: Data) throws(RequestFailure) {
    let answer = try ServerAnswer.read(data, key: key)
    guard answer.choices?.isEmpty == false else {
      throw RequestFailure(
        "the answer has no choices: '\(ServerAnswer.excerpt(data))'", isWorthRetrying: true)
    }
    try take(answer)
    try end()
  }

  private func end() throws(RequestFailure) {
    if !finished {
      throw RequestFailure("the stream ended before the completion did", isWorthRetrying: true)
    }
  }

  private mutating func take(_ answer: ServerAnswer) throws(RequestFailure) {
    if answer.usage != nil { usage = answer.tokenUsage }
    guard !finished, let choice = answer.choices?.first(where: { ($0.index ?? 0) == 0 }) else {
      return
    }
    var text = cut.take(reasoning.take(reasoning: choice.reasoning, content: choice.content))
    if !cut.hasStopped, choice.finishReason == nil {
      if !text.isEmpty { give(CompletionPiece(text: text)) }
      return
    }
    var finish = CompletionFinish.stop
    if !cut.hasStopped {
      finish = try ServerAnswer.Choice.finish(choice.finishReason)
      text += cut.take(reasoning.end(whole: finish == .stop)) + cut.end()
    }
    if text.isEmpty, !hasStarted {
      throw RequestFailure("the server gives an empty completion", isWorthRetrying: true)
    }
    finished = true
    give(CompletionPiece(text: text, finish: finish))
  }

  private mutating func give(_ piece: CompletionPiece) {
    hasStarted = true
    pass(piece)
  }
}
