import Basics
import Foundation
import HTTP
import LeanInterface

/// Speaks to Kimina Lean Servers: one snippet a request, since a crash fails its whole request; several servers, of
/// which one that fails is left alone for a while.
actor KiminaClient {
  enum Outcome: Sendable {
    case answer(SnippetAnswer)
    /// Nobody said anything about the proof.
    case nothing(String)
  }

  private struct Request: Encodable {
    struct Snippet: Encodable {
      var id: String
      var code: String
    }
    var snippets: [Snippet]
    var timeout: Int
    var reuse = true
  }

  private struct Response: Decodable {
    struct Result: Decodable {
      var id: String
      var error: String?
      var response: SnippetAnswer?
    }
    var results: [Result]
  }

  /// What one request to one server came to.
  private enum Attempt {
    case outcome(Outcome)
    /// Worth another try, perhaps elsewhere.
    case again(RequestFailure, blameServer: Bool)
  }

  private struct Server {
    let url: URL
    var inFlight = 0
    var failures = 0
    var restUntil: ContinuousClock.Instant?
  }

  private let options: KiminaOptions
  private let client: HTTPClient
  private let slots: Slots
  private let policy: RetryPolicy
  private var servers: [Server]

  init(_ options: KiminaOptions) throws(CheckersError) {
    var servers: [Server] = []
    for address in options.servers where !address.isEmpty {
      guard let url = URL(string: address), let scheme = url.scheme, url.host != nil,
        scheme == "http" || scheme == "https"
      else { throw .noServerAddress(address) }
      servers.append(Server(url: url))
    }
    if servers.isEmpty { throw .notConfigured(backend: "kimina", key: "checkers.kimina.url") }
    self.servers = servers
    self.options = options
    slots = Slots(options.concurrent)
    policy = RetryPolicy(
      retries: options.retries, backoff: options.backoff, backoffMax: options.backoffMax)
    client = HTTPClient(
      connections: options.concurrent, answerBytesMax: options.answerBytesMax)
  }

  /// Runs one text, again where a server could not be reached, was busy or broke down.
  func run(_ code: String, id: String) async throws(CancellationError) -> Outcome {
    guard code.utf8.count <= options.textBytesMax else {
      return .nothing("the text has \(code.utf8.count) bytes, over \(options.textBytesMax)")
    }
    return try await slots.run { () async throws(CancellationError) in
      try await self.runWithRetries(code, id: id)
    }
  }

  private func runWithRetries(_ code: String, id: String)
    async throws(CancellationError) -> Outcome
  {
    var last = ""
    var failed: Set<Int> = []
    var pause = 0.0
    for attempt in 0...max(0, options.retries) {
      if pause > 0 { try? await Task.sleep(for: .seconds(pause)) }
      if Task.isCancelled { throw CancellationError() }
      let index = next(avoiding: failed)
      servers[index].inFlight += 1
      let result = await send(code, id: id, to: servers[index].url)
      servers[index].inFlight -= 1
      // Says nothing about the proof, nor about the server.
      if Task.isCancelled { throw CancellationError() }
      switch result {
      case .outcome(let outcome):
        servers[index].failures = 0
        servers[index].restUntil = nil
        return outcome
      case .again(let failure, let blameServer):
        last = "\(servers[index].url.absoluteString): \(failure.reason)"
        failed.insert(index)
        // A server that wants peace is no reason to wait for another one.
        let isAnotherNext = failed.count < servers.count
        pause = policy.pause(before: attempt + 1, after: isAnotherNext ? nil : failure)
        if !isAnotherNext { failed = [] }
        if blameServer { rest(index, atLeast: failure.retryAfter ?? 0) }
      }
    }
    return .nothing("\(last) (\(options.retries + 1) attempts)")
  }

  /// The server with the fewest requests among those that are not resting and that this request has not failed on;
  /// where all rest, the one that rests least.
  private func next(avoiding failed: Set<Int>) -> Int {
    let now = ContinuousClock.now
    let open = servers.indices.filter { !failed.contains($0) }
    let ready = open.filter { servers[$0].restUntil.map { $0 <= now } ?? true }
    if let best = ready.min(by: { servers[$0].inFlight < servers[$1].inFlight }) { return best }
    return open.min { (servers[$0].restUntil ?? now) < (servers[$1].restUntil ?? now) } ?? 0
  }

  private func rest(_ index: Int, atLeast seconds: Double) {
    servers[index].failures += 1
    let own = policy.longestPause(before: servers[index].failures)
    let pause = max(own, min(policy.backoffMax, seconds))
    servers[index].restUntil = .now + .seconds(pause)
  }

  // MARK: One request

  private func send(_ code: String, id: String, to server: URL) async -> Attempt {
    var headers = ["Content-Type": "application/json"]
    if !options.key.isEmpty { headers["Authorization"] = "Bearer \(options.key.reveal())" }
    let body = Request(snippets: [.init(id: id, code: code)], timeout: options.seconds)
    guard let data = try? JSONEncoder().encode(body) else {
      return .outcome(.nothing("the text cannot be written as JSON"))
    }
    let request = HTTPRequest(
      server.appendingPathComponent("api/check"), headers: headers, body: data)
    do {
      let answer = try await client.send(request, patience: .whole(options.requestSeconds)) {
        (answer: HTTPClient.Answer) async throws(RequestFailure) in
        (data: try await answer.data(), status: answer.status, retryAfter: answer.retryAfter)
      }
      return read(answer, id: id)
    } catch {
      // Whatever is wrong with this server, another may do.
      return error.isOfTheRequest
        ? .outcome(.nothing(error.reason)) : .again(error, blameServer: true)
    }
  }

  private func read(_ answer: (data: Data, status: Int, retryAfter: String?), id: String)
    -> Attempt
  {
    let text = String(decoding: answer.data.prefix(300), as: UTF8.self)
    if answer.status != 200 {
      let failure = RequestFailure.status(
        answer.status, message: text, retryAfter: answer.retryAfter, key: options.key.reveal(),
        where: "the server's address")
      return failure.isWorthRetrying
        ? .again(failure, blameServer: answer.status != 500) : .outcome(.nothing(failure.reason))
    }
    guard let response = try? JSONDecoder().decode(Response.self, from: answer.data),
      let result = response.results.first(where: { $0.id == id }), response.results.count == 1
    else {
      let failure = RequestFailure("an answer to something else: \(text)", isWorthRetrying: true)
      return .again(failure, blameServer: true)
    }
    switch (result.error, result.response) {
    case (let error?, nil): return .outcome(.nothing(error))
    case (nil, let answer?): return .outcome(.answer(answer))
    default: return .outcome(.nothing("neither an error nor a response: \(text)"))
    }
  }
}
