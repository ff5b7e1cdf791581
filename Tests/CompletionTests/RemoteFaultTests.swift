import Foundation
import TestSupport
import Testing

@testable import Completion
@testable import LanguageModel

/// Each fault of a server ends in a recovered answer or a reason: never in an empty text or a crash.
@Suite struct RemoteFaultTests {
  private static let prompts: [Prompt] = [
    .text("theorem t"), .chat([ChatMessage(role: .user, content: "theorem t")]),
  ]

  private func request(_ prompt: Prompt) -> CompletionRequest {
    CompletionRequest(prompt: prompt, count: 2, seed: 1)
  }

  // MARK: Faults that pass

  private static let passing = [
    "status:429", "status:429,0", "status:429,9999", "status:429,nonsense",
    "status:429,Wed, 21 Oct 2015 07:28:00 GMT", "status:408", "status:425", "status:500",
    "status:502", "status:503", "status:529", "close", "half", "half_json", "garbage", "shape",
    "types", "no_choices", "error_200:500", "error_200:429",
  ]

  @Test func recovers() async throws {
    let server = try await RemoteStandIn()
    let shared = try server.model { $0.retries = 4 }
    for prompt in Self.prompts {
      let sound = try (try await shared.complete(request(prompt))).unwrapped()
      for fault in Self.passing {
        // On a connection of its own: a kept one is replaced, see below.
        let model = fault == "close" ? try server.model { $0.retries = 4 } : shared
        try await server.control(faults: [fault, fault])
        let again = try await model.complete(request(prompt))
        guard case .answer(let batch) = again else {
          Issue.record("\(fault): \(again.refusal)")
          continue
        }
        #expect(sound.completions == batch.completions, "\(fault)")
      }
    }
    #expect(try await server.seen().seen.count == 2 + 2 * 3 * Self.passing.count)
  }

  private static let lasting = [
    ("status:429", "429: stand-in fault (3 attempts)"),
    ("status:500", "500: stand-in fault (3 attempts)"), ("close", "(3 attempts)"),
    ("half_json", "not the JSON"), ("garbage", "502 Bad Gateway"), ("shape", "no choices"),
    ("types", "not the JSON"), ("no_choices", "no choices"), ("error_200:500", "stand-in fault"),
    ("half", "(3 attempts)"),
  ]

  @Test(arguments: prompts)
  func declinesWhatDoesNotPass(_ prompt: Prompt) async throws {
    let server = try await RemoteStandIn()
    let shared = try server.model()
    for (fault, reason) in Self.lasting {
      let model = fault == "close" ? try server.model() : shared
      try await server.control(faults: [fault, fault, fault])
      let refusal = (try await model.complete(request(prompt))).refusal
      #expect(refusal.contains(reason), "\(fault): \(refusal)")
      #expect(refusal.hasPrefix("tiny at 127.0.0.1:"))
    }
    #expect(try await server.seen().seen.count == 3 * Self.lasting.count)
  }

  // MARK: Faults that stay

  private static let final = [
    ("status:400", "refuses the request (400: stand-in fault)"), ("status:404", "model's name"),
    ("status:403", "a key is missing"), ("status:413", "413"), ("status:422", "422"),
    ("redirect", "sends elsewhere (307"), ("error_200:400", "400: stand-in fault"),
    ("finish:content_filter", "'content_filter'"), ("finish:tool_calls", "'tool_calls'"),
    ("finish:", "without finish_reason"),
  ]

  @Test(arguments: prompts)
  func declinesAtOnce(_ prompt: Prompt) async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    for (fault, reason) in Self.final {
      try await server.control(faults: [fault])
      let refusal = (try await model.complete(request(prompt))).refusal
      #expect(refusal.contains(reason), "\(fault): \(refusal)")
    }
    #expect(try await server.seen().seen.count == Self.final.count)
  }

  @Test func aWrongKeyIsSaidAndNotShown() async throws {
    let server = try await RemoteStandIn(key: "right")
    let wrong = try server.model { $0.key = "wr0ng-key" }
    let refusal = (try await wrong.complete(request(Self.prompts[0]))).refusal
    #expect(refusal.contains("the key is wrong") && refusal.contains("environment variable"))
    #expect(!refusal.contains("wr0ng-key"))
    let missing = (try await (try server.model()).complete(request(Self.prompts[0]))).refusal
    #expect(missing.contains("a key is missing"))
    #expect(try await server.seen().seen.count == 2)
  }

  @Test func anUnknownModelIsSaid() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model { $0.model = "huge" }
    #expect((try await model.complete(request(Self.prompts[0]))).refusal.contains("`huge`"))
  }

  @Test func noServerIsDeclined() async throws {
    let model = try RemoteModel(
      RemoteModelOptions(url: "http://127.0.0.1:1/v1", model: "tiny", retries: 1, backoff: 0.01))
    #expect((try await model.complete(request(Self.prompts[0]))).refusal.contains("no connection"))
    #expect(
      await collectPieces(model.stream(request(Self.prompts[0]))).interruption?
        .contains("no connection") == true)
  }

  // MARK: Empty texts

  @Test(arguments: ["empty", "null"])
  func anEmptyTextIsDrawnAgain(_ fault: String) async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    for prompt in Self.prompts {
      try await server.control(faults: [fault])
      let batch = try (try await model.complete(request(prompt))).unwrapped()
      #expect(batch.completions.count == 2)
      #expect(batch.completions.allSatisfy { !$0.text.isEmpty })
    }
    var one = request(Self.prompts[1])
    one.count = 1
    try await server.control(faults: [fault, fault, fault])
    #expect((try await model.complete(one)).refusal.contains("empty completions"))
  }

  // MARK: Time, bytes, cancellation

  @Test func aHangIsGivenUpAndTriedAgain() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model {
      $0.requestSeconds = 1
      $0.retries = 1
    }
    try await server.control(faults: ["hang"])
    let batch = try (try await model.complete(request(Self.prompts[0]))).unwrapped()
    #expect(batch.completions.count == 2)
    try await server.control(faults: ["hang", "hang"])
    let refusal = (try await model.complete(request(Self.prompts[0]))).refusal
    #expect(refusal.contains("no answer within 1.0 seconds (2 attempts)"), "\(refusal)")
  }

  /// Without a retry: see `HTTPClient`.
  @Test func aKeptConnectionThatIsClosedInsteadOfAnAnswerIsReplaced() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model { $0.retries = 0 }
    for prompt in Self.prompts {
      let sound = try (try await model.complete(request(prompt))).unwrapped()
      try await server.control(faults: ["close"])
      #expect(try (try await model.complete(request(prompt))).unwrapped() == sound)
    }
  }

  @Test func aSlowAnswerIsRead() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    for prompt in Self.prompts {
      let sound = try (try await model.complete(request(prompt))).unwrapped()
      try await server.control(faults: ["drip"])
      #expect(try (try await model.complete(request(prompt))).unwrapped() == sound)
    }
  }

  @Test func anEndlessAnswerIsCut() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model { $0.answerBytesMax = 1 << 20 }
    try await server.control(faults: ["huge"])
    let refusal = (try await model.complete(request(Self.prompts[0]))).refusal
    #expect(refusal.contains("more than 1048576 bytes"), "\(refusal)")
    // The server sees that nobody reads any more, and ends.
    #expect(try await waits(10) { try await server.seen().inFlight == 0 })
  }

  @Test func cancellationEndsRequestsAndWaiting() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model {
      $0.concurrent = 1
      $0.choicesPerRequestMax = 1
    }
    try await server.control(faults: ["hang"])
    // The first request hangs at the server; the second waits for its place.
    let request = request(Self.prompts[0])
    let task = Task { try await model.complete(request) }
    while try await server.seen().inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(try await server.seen().seen.count == 1)
    // The places are free again.
    #expect(try (try await model.complete(request)).unwrapped().completions.count == 2)
  }

  @Test func cancellationEndsPauses() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model {
      $0.backoff = 3600
      $0.backoffMax = 3600
    }
    try await server.control(faults: ["status:503"])
    let request = request(Self.prompts[0])
    let task = Task { try await model.complete(request) }
    while try await server.seen().seen.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
  }

  @Test func scoresRecoverToo() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    try await server.control(faults: ["status:500", "garbage"])
    #expect(try (try await model.score(["rfl"], after: .text("by "))).unwrapped() == [-3 / 8])
    try await server.control(faults: ["status:400"])
    #expect((try await model.score(["rfl"], after: .text("by "))).refusal.contains("400"))
  }
}
