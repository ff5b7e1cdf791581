import Basics
import Foundation
import HTTP
import LanguageModel

extension RemoteModel {
  /// Σ log p of each continuation after the prompt, from the server's echo of prompt and continuation together (`echo`
  /// with `logprobs` at `/completions`, as vLLM has it). A token that begins in the prompt and ends in the continuation
  /// counts. A server that does not echo, and a chat, whose text only the server knows, are declined.
  public func score(_ continuations: [String], after prompt: Prompt)
    async throws(CancellationError) -> ModelAnswer<[Float]>
  {
    try await answer { () async throws(RequestFailure) in
      guard case .text(let text) = prompt else {
        throw RequestFailure(
          "a server scores plain texts only: give the chat as text", isWorthRetrying: false)
      }
      if text.isEmpty {
        throw RequestFailure(
          "a server gives the first token of a text no probability: give a prompt",
          isWorthRetrying: false)
      }
      return try await continuations.mapConcurrently {
        (continuation: String) async throws(RequestFailure) in
        try await self.score(continuation, after: text)
      }
    }
  }

  private func score(_ continuation: String, after prompt: String) async throws(RequestFailure)
    -> Float
  {
    if continuation.isEmpty { return 0 }
    let answer = try await post(
      ServerRequest(echoing: prompt + continuation, model: options.model), to: "completions")
    let no = "the server does not score texts"
    guard let choice = answer.choices?.first, let text = choice.text,
      text.unicodeScalars.starts(with: (prompt + continuation).unicodeScalars)
    else { throw RequestFailure("\(no): it does not echo the prompt", isWorthRetrying: false) }
    guard let values = choice.logProbabilities?.tokenLogProbabilities,
      let offsets = choice.logProbabilities?.textOffsets, values.count == offsets.count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw RequestFailure(
        "\(no): its echo has no token_logprobs with text_offset", isWorthRetrying: false)
    }
    // Offsets count Unicode scalars.
    let start = prompt.unicodeScalars.count
    let end = start + continuation.unicodeScalars.count
    var sum: Double = 0
    var reached = start
    for (index, offset) in offsets.enumerated() where offset < end {
      let next = index + 1 < offsets.count ? offsets[index + 1] : end
      if next <= start && !(next == start && offset == start) { continue }
      guard let value = values[index], value.isFinite else {
        throw RequestFailure(
          "\(no): a token of the continuation has no log-probability", isWorthRetrying: false)
      }
      sum += value
      reached = next
    }
    guard reached >= end else {
      throw RequestFailure("\(no): its echo stops before the end", isWorthRetrying: false)
    }
    return Float(sum)
  }

  /// nil where the server answers and has the model; otherwise what is wrong. One request, not tried again. A server that
  /// lists no models at all is taken at its word: some serve a local folder that they do not list.
  public func health() async -> String? {
    struct Models: Decodable {
      struct Model: Decodable { var id: String }
      var data: [Model]
    }
    let seconds = min(options.requestSeconds, 30)
    do throws(RequestFailure) {
      let data = try await data(try httpRequest("models"), seconds: seconds)
      guard let models = try? JSONDecoder().decode(Models.self, from: data) else {
        throw RequestFailure(
          "no list of models but '\(ServerAnswer.excerpt(data))': check the address",
          isWorthRetrying: false)
      }
      let names = models.data.map(\.id)
      if names.isEmpty || names.contains(options.model) { return nil }
      let some = names.prefix(8).joined(separator: ", ")
      let more = names.count > 8 ? " and \(names.count - 8) more" : ""
      return "\(name): the server has no model '\(options.model)'; it has \(some)\(more)"
    } catch {
      return "\(name): \(error.reason)"
    }
  }
}
