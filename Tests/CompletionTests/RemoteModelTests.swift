import Foundation
import Testing

@testable import Completion
@testable import LanguageModel

@Suite struct RemoteModelTests {
  private let text = CompletionRequest(prompt: .text("theorem t : 1 = 1 := by"), seed: 7)
  private let chat = CompletionRequest(
    prompt: .chat([
      ChatMessage(role: .system, content: "Prove ∀."), ChatMessage(role: .user, content: "1 = 1"),
    ]), seed: 7)

  @Test func sendsWhatIsAskedAndNoMore() async throws {
    let server = try await RemoteStandIn(key: "secret")
    let model = try server.model { $0.key = "secret" }
    _ = try (try await model.complete(text)).unwrapped()
    var full = chat
    full.count = 3
    full.maximumTokens = 40
    full.stop = ["\n\n", "end"]
    full.sampling = SamplingSettings(temperature: 0.7, topK: 20, topP: 0.95, minP: 0.05)
    _ = try (try await model.complete(full)).unwrapped()
    let seen = try await server.seen().seen
    try #require(seen.count == 2)
    #expect(seen.map(\.path) == ["/v1/completions", "/v1/chat/completions"])
    #expect(seen.map(\.key) == ["Bearer secret", "Bearer secret"])
    #expect(seen[0].body.prompt == "theorem t : 1 = 1 := by")
    #expect(seen[0].body.n == nil && seen[0].body.topK == nil && seen[0].body.minP == nil)
    #expect(seen[0].body.stop == nil && seen[0].body.maxTokens == 512)
    #expect(seen[0].body.temperature == 1 && seen[0].body.topP == 1)
    let body = seen[1].body
    #expect(body.messages?.map(\.content) == ["Prove ∀.", "1 = 1"])
    #expect(body.messages?.map(\.role) == [.system, .user])
    #expect(body.n == 3 && body.maxTokens == 40 && body.stop == ["\n\n", "end"])
    #expect(body.temperature == 0.7 && body.topP == 0.95)
    #expect(body.topK == 20 && body.minP == 0.05)
    #expect((body.seed ?? .max) < 1 << 31)
  }

  @Test func sendsTopKAndMinPWhereTheServerKnowsThem() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model { $0.knowsTopKAndMinP = true }
    _ = try (try await model.complete(text)).unwrapped()
    let body = try #require(try await server.seen().seen.first?.body)
    #expect(body.topK == 0 && body.minP == 0)
  }

  @Test func theSameSeedGivesTheSameCompletionsAndOthersDiffer() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    for request in [text, chat] {
      var request = request
      request.count = 4
      let first = try (try await model.complete(request)).unwrapped()
      let again = try (try await model.complete(request)).unwrapped()
      request.seed = 8
      let other = try (try await model.complete(request)).unwrapped()
      #expect(first == again)
      #expect(first.completions != other.completions)
      #expect(Set(first.completions.map(\.text)).count == 4)
      #expect(first.completions.allSatisfy { $0.finish == .stop && !$0.text.isEmpty })
    }
  }

  @Test func countsTokens() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    var request = text
    request.count = 2
    request.wantsLogProbabilities = true
    let batch = try (try await model.complete(request)).unwrapped()
    let drawn = batch.completions.map { $0.logProbabilities?.count ?? 0 }.reduce(0, +)
    #expect(batch.usage == TokenUsage(prompt: 8, completion: drawn))
    _ = try (try await model.complete(request)).unwrapped()
    #expect(model.usage == TokenUsage(prompt: 16, completion: 2 * drawn))
    try await server.control(modes: .init(noUsage: true))
    #expect(try (try await model.complete(text)).unwrapped().usage == TokenUsage())
  }

  @Test func marksWhatIsCut() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    var request = text
    request.count = 5
    request.maximumTokens = 2
    for completion in try (try await model.complete(request)).unwrapped().completions {
      #expect(completion.finish == .length)
      #expect(completion.text.split(separator: " ").count == 2)
    }
  }

  @Test func readsLogProbabilitiesOfBothForms() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    for request in [text, chat] {
      var request = request
      request.wantsLogProbabilities = true
      let completion = try #require(
        try (try await model.complete(request)).unwrapped().completions.first)
      let tokens = completion.text.split(separator: " ").map { "\($0) ".unicodeScalars.count }
      #expect(completion.logProbabilities == tokens.map { -Float($0) / 8 })
    }
    try await server.control(modes: .init(noLogprobs: true))
    for request in [text, chat] {
      var request = request
      request.wantsLogProbabilities = true
      #expect((try await model.complete(request)).refusal.contains("no log-probabilities"))
    }
  }

  @Test func asksForWhatTheServerLeavesOut() async throws {
    let server = try await RemoteStandIn()
    var request = text
    request.count = 6
    try await server.control(modes: .init(fewer: true))
    let fewer = try (try await server.model().complete(request)).unwrapped()
    #expect(fewer.completions.count == 6 && fewer.completions.allSatisfy { !$0.text.isEmpty })
    #expect(try await server.seen().seen.compactMap(\.body.n) == [6])
    #expect(try await server.seen().seen.count == 2)
  }

  @Test func aServerWithoutNIsAskedOnceForEach() async throws {
    let server = try await RemoteStandIn()
    try await server.control(modes: .init(ignoreN: true))
    var request = text
    request.count = 6
    let model = try server.model()
    let learning = try (try await model.complete(request)).unwrapped()
    let known = try (try await model.complete(request)).unwrapped()
    let told = try (try await server.model { $0.choicesPerRequestMax = 1 }.complete(request))
      .unwrapped()
    #expect(learning.completions.count == 6)
    #expect(learning == known && known == told)
    let bodies = try await server.seen().seen.map(\.body)
    #expect(bodies.compactMap(\.n) == [6])
    #expect(bodies.count == 18)
    #expect(Set(bodies.compactMap(\.seed)).count == 6)
  }

  @Test func manyChoicesAreAskedForInParts() async throws {
    let server = try await RemoteStandIn()
    var request = text
    request.count = 10
    let model = try server.model { $0.choicesPerRequestMax = 4 }
    let batch = try (try await model.complete(request)).unwrapped()
    #expect(batch == (try (try await model.complete(request)).unwrapped()))
    #expect(batch.completions.count == 10)
    #expect(try await server.seen().seen.compactMap(\.body.n).sorted() == [2, 2, 4, 4, 4, 4])
  }

  @Test func putsThoughtsBackInFront() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    let plain = try #require(try (try await model.complete(chat)).unwrapped().completions.first)
      .text
    try await server.control(modes: .init(reasoning: true))
    let whole = try #require(try (try await model.complete(chat)).unwrapped().completions.first)
      .text
    #expect(whole == "<think>\nfirst\nsecond\n</think>\n\n\(plain)")
    let streamed = await collectPieces(model.stream(chat))
    #expect(streamed.interruption == nil)
    #expect(streamed.pieces.map(\.text).joined() == whole)
  }

  @Test func cutsAtTheStopText() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    for var request in [text, chat] {
      let whole = try #require(
        try (try await model.complete(request)).unwrapped().completions.first)
      let words = whole.text.split(separator: " ")
      let word = try #require(words.dropFirst().first { $0 != words[0] })
      request.stop = ["never", String(word)]
      let cut = try #require(whole.text.firstRange(of: "\(word)")?.lowerBound)
      for keepsStop in [false, true] {
        try await server.control(modes: .init(keepStop: keepsStop))
        let batch = try (try await model.complete(request)).unwrapped()
        #expect(batch.completions == [Completion(text: String(whole.text[..<cut]), finish: .stop)])
        let (pieces, interruption) = await collectPieces(model.stream(request))
        #expect(interruption == nil)
        #expect(pieces.map(\.text).joined() == whole.text[..<cut])
        #expect(pieces.last?.finish == .stop && pieces.filter { $0.finish != nil }.count == 1)
      }
    }
  }

  @Test func noMoreRequestsThanAllowedAreInFlight() async throws {
    let server = try await RemoteStandIn()
    try await server.control(modes: .init(delay: 0.25))
    let model = try server.model {
      $0.concurrent = 3
      $0.choicesPerRequestMax = 1
    }
    let request = text
    let answers = try await withThrowingTaskGroup(of: ModelAnswer<CompletionBatch>.self) { group in
      for count in 1...4 {
        var request = request
        request.count = count
        let sent = request
        group.addTask { try await model.complete(sent) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(try answers.map { try $0.unwrapped().completions.count }.sorted() == [1, 2, 3, 4])
    let seen = try await server.seen()
    #expect((2...3).contains(seen.inFlightMax))
    #expect(seen.seen.count == 10)
  }

  @Test func manyRequestsAtOnceAreAllAnswered() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model {
      $0.concurrent = 32
      $0.choicesPerRequestMax = 1
    }
    var request = text
    request.count = 200
    let batch = try (try await model.complete(request)).unwrapped()
    #expect(batch.completions.count == 200 && batch.completions.allSatisfy { !$0.text.isEmpty })
    #expect(try await server.seen().inFlightMax <= 32)
  }

  @Test func scoresByEcho() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    let scores = try (try await model.score(["simp ∀ x", "", "rfl"], after: .text("by exact 😀 ")))
      .unwrapped()
    #expect(scores == [-Float(5 + 2 + 1) / 8, 0, -Float(3) / 8])
    // "∀x" is one token, begun in the prompt.
    #expect(try (try await model.score(["x simp"], after: .text("by ∀"))).unwrapped() == [-7 / 8])
    #expect((try await model.score(["x"], after: .text(""))).refusal.contains("first token"))
    #expect(
      (try await model.score(["x"], after: .chat([.init(role: .user, content: "?")]))).refusal
        .contains("plain texts only"))
    try await server.control(modes: .init(noLogprobs: true))
    #expect((try await model.score(["x"], after: .text("by "))).refusal.contains("token_logprobs"))
    try await server.control(modes: .init(noEcho: true))
    #expect((try await model.score(["x"], after: .text("by "))).refusal.contains("does not echo"))
  }

  @Test func healthNamesWhatIsWrong() async throws {
    let server = try await RemoteStandIn(key: "secret")
    let model = try server.model { $0.key = "secret" }
    #expect(await model.health() == nil)
    try await server.control(modes: .init(models: []))
    #expect(await model.health() == nil)
    try await server.control(modes: .init(models: ["a", "b"]))
    #expect(await model.health()?.contains("has no model 'tiny'; it has a, b") == true)
    #expect(await (try server.model()).health()?.contains("a key is missing") == true)
    let elsewhere = try server.model { $0.url = server.address }
    #expect(await elsewhere.health()?.contains("ends in /v1") == true)
    let nowhere = try server.model { $0.url = "http://127.0.0.1:1/v1" }
    #expect(await nowhere.health()?.contains("no connection") == true)
  }

  @Test func badRequestsAreDeclinedUnsent() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    var none = text
    none.count = 0
    #expect((try await model.complete(none)).refusal.contains("count is 0"))
    var short = text
    short.maximumTokens = 0
    #expect((try await model.complete(short)).refusal.contains("maximumTokens is 0"))
    #expect(
      await collectPieces(model.stream(short)).interruption?.contains("maximumTokens") == true)
    var hot = text
    hot.sampling.temperature = .nan
    #expect((try await model.complete(hot)).refusal.contains("sampling"))
    #expect(
      (try await model.complete(CompletionRequest(prompt: .chat([])))).refusal.contains("messages"))
    #expect(try await server.seen().seen.isEmpty)
  }

  @Test(arguments: [
    ("", "m", "url"), ("host:8000/v1", "m", "url"), ("ftp://host/v1", "m", "url"),
    ("http:///v1", "m", "url"), ("http://u:hidden@host/v1", "m", "url"),
    ("http://host/v1?key=hidden", "m", "url"), ("http://host/v1", "", "model"),
  ])
  func badOptionsAreRefused(_ url: String, _ model: String, _ field: String) {
    #expect {
      try RemoteModel(RemoteModelOptions(url: url, model: model))
    } throws: { error in
      guard case .configuration(field, _, _) = error as? LanguageModelError else { return false }
      return !"\(error)".contains("hidden")
    }
  }

  @Test func badNumbersAndKeysAreRefused() throws {
    let changes: [(String, (inout RemoteModelOptions) -> Void)] = [
      ("concurrent", { $0.concurrent = 0 }), ("retries", { $0.retries = -1 }),
      ("choicesPerRequestMax", { $0.choicesPerRequestMax = 0 }),
      ("answerBytesMax", { $0.answerBytesMax = 0 }),
      ("requestSeconds", { $0.requestSeconds = .nan }), ("backoff", { $0.backoff = -1 }),
      ("backoffMax", { $0.backoffMax = .infinity }), ("key", { $0.key = "hidden\r\nX: y" }),
    ]
    for (field, change) in changes {
      var options = RemoteModelOptions(url: "http://host/v1", model: "m")
      change(&options)
      #expect {
        try RemoteModel(options)
      } throws: { error in
        guard case .configuration(field, _, _) = error as? LanguageModelError else { return false }
        return !"\(error)".contains("hidden")
      }
    }
  }

  @Test func noDescriptionShowsTheKey() throws {
    let options = RemoteModelOptions(url: "http://host:1/v1", model: "m", key: "hidden")
    var dumped = "\(options) " + String(reflecting: options)
    dump(options, to: &dumped)
    dump(try RemoteModel(options).name, to: &dumped)
    #expect(dumped.contains("m at http://host:1/v1 (with a key)") && dumped.contains("m at host:1"))
    #expect(!dumped.contains("hidden"))
  }
}
