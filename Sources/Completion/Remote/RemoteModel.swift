import Basics
import Foundation
import HTTP
import LanguageModel
import Synchronization

/// A model behind an OpenAI-compatible server: vLLM, llama.cpp, `transformers serve` and others. Requests are bounded in
/// number, time and bytes; what may pass (429, 5xx, time limits, lost connections, broken answers) is tried again with
/// growing pauses; what remains is declined with a reason.
///
/// - A text that comes back empty is no completion: another one is drawn in its place.
/// - Thoughts that the server's reasoning parser took out are put back in front, `<think>\n…\n</think>\n\n…`.
/// - A text is cut at the first stop text in it where the server has not done so.
/// - Log-probabilities are those that the server gives, which may include the token that ended the text.
/// - Completion i of a request has a seed of its own made from the request's seed and i. Whether the same seed gives the
///   same text is the server's matter.
/// - Temperature and `top_p` are sent with every request. For `top_k` and `min_p` see `RemoteModelOptions`.
public final class RemoteModel: CompletionModel {
  public let name: String
  public let options: RemoteModelOptions
  let base: URL
  let client: HTTPClient
  let slots: Slots
  private let counted = Mutex(TokenUsage())
  private let ignoresN = Mutex(false)

  /// Throws `.configuration` naming the option that cannot be used. Nothing is sent yet: see `health()`.
  public init(_ options: RemoteModelOptions) throws(LanguageModelError) {
    base = try options.checked()
    self.options = options
    let port = base.port.map { ":\($0)" } ?? ""
    name = "\(options.model) at \(base.host ?? "")\(port)"
    client = HTTPClient(
      connections: options.concurrent, answerBytesMax: options.answerBytesMax)
    slots = Slots(options.concurrent)
  }

  /// Tokens that the server counted in its answers since this model was made, streams and scores included.
  public var usage: TokenUsage { counted.withLock { $0 } }

  var retryPolicy: RetryPolicy {
    RetryPolicy(
      retries: options.retries, backoff: options.backoff, backoffMax: options.backoffMax)
  }

  public func complete(_ request: CompletionRequest)
    async throws(CancellationError) -> ModelAnswer<CompletionBatch>
  {
    try await answer { () async throws(RequestFailure) in
      try Self.check(request)
      return try await draw(request)
    }
  }

  /// What cannot be asked of any server.
  static func check(_ request: CompletionRequest) throws(RequestFailure) {
    func refuse(_ field: String, _ value: String, _ remedy: String) -> RequestFailure {
      let error = LanguageModelError.input(field: field, value: value, remedy: remedy)
      return RequestFailure(error.description, isWorthRetrying: false)
    }
    if request.count < 1 { throw refuse("count", "\(request.count)", "ask for one at least") }
    if request.maximumTokens < 1 {
      throw refuse("maximumTokens", "\(request.maximumTokens)", "allow one at least")
    }
    if case .chat(let messages) = request.prompt, messages.isEmpty {
      throw refuse("prompt", "a chat without messages", "give one at least")
    }
    let sampling = request.sampling
    guard sampling.temperature.isFinite, sampling.temperature >= 0, sampling.topP.isFinite,
      sampling.minP.isFinite
    else { throw refuse("sampling", "\(sampling)", "give finite numbers, temperature 0 or more") }
  }

  func answer<Value: Sendable>(_ body: () async throws(RequestFailure) -> Value)
    async throws(CancellationError) -> ModelAnswer<Value>
  {
    do throws(RequestFailure) {
      return .answer(try await body())
    } catch {
      if Task.isCancelled { throw CancellationError() }
      return .declined(reason: "\(name): \(error.reason)")
    }
  }

  func count(_ usage: TokenUsage) { counted.withLock { $0 += usage } }

  // MARK: Drawing

  /// Asks until there are as many completions as wanted: servers may give fewer than `n`, and may not know `n` at all.
  private func draw(_ request: CompletionRequest) async throws(RequestFailure) -> CompletionBatch {
    var batch = CompletionBatch(completions: [], usage: TokenUsage())
    var drawn = 0
    var rounds = 0
    while batch.completions.count < request.count {
      let missing = request.count - batch.completions.count
      let answers = try await ask(request, count: missing, index: drawn)
      var found = 0
      for (choices, usage) in answers {
        drawn += choices.count
        batch.usage += usage
        for choice in choices {
          guard let completion = try choice.completion(request) else { continue }
          found += 1
          if batch.completions.count < request.count { batch.completions.append(completion) }
        }
      }
      if found > 0 { continue }
      rounds += 1
      let failure = RequestFailure("the server gives empty completions", isWorthRetrying: true)
      try await retryPolicy.wait(before: rounds, after: failure)
    }
    return batch
  }

  /// One round of requests at the same time, for `count` completions together; the first of them is the `index`-th of
  /// the request.
  private func ask(_ request: CompletionRequest, count: Int, index: Int)
    async throws(RequestFailure) -> [([ServerAnswer.Choice], TokenUsage)]
  {
    let width = ignoresN.withLock { $0 } ? 1 : min(count, options.choicesPerRequestMax)
    let parts = stride(from: 0, to: count, by: width).map { ($0, min(width, count - $0)) }
    return try await parts.mapConcurrently {
      (part: (Int, Int)) async throws(RequestFailure) in
      let body = ServerRequest(
        request, options: self.options, count: part.1, index: index + part.0)
      let answer = try await self.post(body, to: Self.path(request.prompt))
      // No choice at all is a broken answer, and was tried again.
      let choices = Array((answer.choices ?? []).prefix(part.1))
      if part.1 > 1, choices.count == 1 { self.ignoresN.withLock { $0 = true } }
      return (
        choices.enumerated().sorted {
          ($0.element.index ?? 0, $0.offset) < ($1.element.index ?? 0, $1.offset)
        }
        .map(\.element), answer.tokenUsage
      )
    }
  }

  static func path(_ prompt: Prompt) -> String {
    switch prompt {
    case .text: "completions"
    case .chat: "chat/completions"
    }
  }

  // MARK: Requests

  /// The answer to a request, tried again as often as the options allow.
  func post(_ body: ServerRequest, to path: String) async throws(RequestFailure) -> ServerAnswer {
    let request = try httpRequest(path, body: body)
    return try await retryPolicy.run { () async throws(RequestFailure) in
      try await self.slots.request { () async throws(RequestFailure) in
        let data = try await self.data(request, seconds: self.options.requestSeconds)
        let answer = try ServerAnswer.read(data, key: self.options.key.reveal())
        self.count(answer.tokenUsage)
        guard answer.choices?.isEmpty == false else {
          throw RequestFailure(
            "the answer has no choices: '\(ServerAnswer.excerpt(data))'", isWorthRetrying: true)
        }
        return answer
      }
    }
  }

  /// The bytes of an answer with status 200.
  func data(_ request: HTTPRequest, seconds: Double) async throws(RequestFailure) -> Data {
    try await client.send(request, patience: .whole(seconds)) {
      (answer: HTTPClient.Answer) async throws(RequestFailure) in
      try await self.checkStatus(answer)
      return try await answer.body.whole()
    }
  }

  func checkStatus(_ answer: HTTPClient.Answer) async throws(RequestFailure) {
    if answer.status == 200 { return }
    let body = try await answer.data()
    throw .status(
      answer.status, message: ServerAnswer.message(body), retryAfter: answer.retryAfter,
      key: options.key.reveal(),
      where: Self.whereToLook)
  }

  static let whereToLook = "the address (it ends in /v1 at most servers) and the model's name"

  func httpRequest(_ path: String, body: ServerRequest? = nil) throws(RequestFailure) -> HTTPRequest
  {
    var request = HTTPRequest(base.appendingPathComponent(path))
    request.headers["Accept"] = "application/json"
    if !options.key.isEmpty {
      request.headers["Authorization"] = "Bearer \(options.key.reveal())"
    }
    guard let body else { return request }
    request.headers["Content-Type"] = "application/json"
    do {
      let encoder = JSONEncoder()
      // The same request is the same bytes.
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      request.body = try encoder.encode(body)
    } catch {
      throw RequestFailure(
        "the request cannot be written as JSON: \(error.localizedDescription)",
        isWorthRetrying: false)
    }
    return request
  }
}
