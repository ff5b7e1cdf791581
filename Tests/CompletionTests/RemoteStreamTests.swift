import Basics
import Foundation
import HTTP
import Testing

@testable import Completion
@testable import LanguageModel

@Suite struct RemoteStreamTests {
  private static let requests = [
    CompletionRequest(prompt: .text("theorem t"), seed: 3),
    CompletionRequest(prompt: .chat([.init(role: .user, content: "theorem t")]), seed: 3),
  ]

  private func whole(_ model: RemoteModel, _ request: CompletionRequest) async throws -> String {
    try #require(try (try await model.complete(request)).unwrapped().completions.first).text
  }

  @Test(arguments: requests)
  func givesTheCompletionInPieces(_ request: CompletionRequest) async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    let text = try await whole(model, request)
    for fault in ["", "bytes", "no_done", "not_stream"] {
      try await server.control(faults: [fault])
      let (pieces, interruption) = await collectPieces(model.stream(request))
      #expect(interruption == nil)
      #expect(pieces.map(\.text).joined() == text)
      #expect(pieces.last?.finish == .stop)
      #expect(pieces.dropLast().allSatisfy { $0.finish == nil && !$0.text.isEmpty })
      if fault != "not_stream" { #expect(pieces.count > 4) }
    }
  }

  @Test func marksWhatIsCutAndCountsTokens() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    var request = Self.requests[0]
    request.maximumTokens = 3
    let (pieces, interruption) = await collectPieces(model.stream(request))
    #expect(interruption == nil)
    #expect(pieces.map(\.finish) == [nil, nil, nil, .length])
    #expect(model.usage == TokenUsage(prompt: 2, completion: 3))
  }

  @Test(arguments: requests)
  func triesAgainBeforeTheFirstPiece(_ request: CompletionRequest) async throws {
    let server = try await RemoteStandIn()
    let shared = try server.model()
    let text = try await whole(shared, request)
    let faults = [
      "status:429", "status:500", "close", "garbage", "error_first", "empty", "shape",
      "error_200:503",
    ]
    for fault in faults {
      let model = fault == "close" ? try server.model() : shared
      try await server.control(faults: [fault, fault])
      let (pieces, interruption) = await collectPieces(model.stream(request))
      #expect(interruption == nil, "\(fault)")
      #expect(pieces.map(\.text).joined() == text, "\(fault)")
    }
    for failing in faults.map({ [$0, $0, $0] }) + [["status:400"]] {
      let model = failing[0] == "close" ? try server.model() : shared
      try await server.control(faults: failing)
      let (pieces, interruption) = await collectPieces(model.stream(request))
      #expect(pieces.isEmpty, "\(failing)")
      #expect(interruption?.hasPrefix("tiny at ") == true, "\(failing)")
    }
  }

  private static let breaks = [
    ("half_stream", "ended before the completion did"), ("cut", "connection was lost"),
    ("error_later", "stand-in fault"), ("bad_event", "not the JSON"),
    ("no_finish", "ended before the completion did"),
    ("finish:content_filter", "'content_filter'"),
  ]

  @Test(arguments: requests)
  func saysThatItBrokeOff(_ request: CompletionRequest) async throws {
    let server = try await RemoteStandIn()
    let model = try server.model()
    let text = try await whole(model, request)
    for (fault, reason) in Self.breaks {
      try await server.control(faults: [fault])
      let (pieces, interruption) = await collectPieces(model.stream(request))
      #expect(!pieces.isEmpty && pieces.allSatisfy { $0.finish == nil })
      #expect(text.hasPrefix(pieces.map(\.text).joined()))
      let said = try #require(interruption)
      #expect(said.hasPrefix("tiny at ") && said.contains(reason), "\(fault): \(said)")
    }
    // Pieces were passed on: none of the streams was tried again.
    #expect(try await server.seen().seen.count == 1 + Self.breaks.count)
  }

  @Test func aStallIsGivenUp() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model { $0.requestSeconds = 1 }
    try await server.control(faults: ["stall"])
    let (pieces, interruption) = await collectPieces(model.stream(Self.requests[0]))
    #expect(pieces.count == 3)
    #expect(interruption?.contains("no answer within 1.0 seconds") == true)
  }

  @Test func leavingAStreamEndsItsRequest() async throws {
    let server = try await RemoteStandIn()
    let model = try server.model { $0.concurrent = 1 }
    try await server.control(faults: ["stall"])
    for try await piece in model.stream(Self.requests[0]) {
      #expect(!piece.text.isEmpty)
      break
    }
    // The one place is free again.
    #expect(try await !whole(model, Self.requests[0]).isEmpty)
  }
}

@Suite struct ServerSentEventsTests {
  private func read(_ text: String, cut: Int) -> [String] {
    var events = ServerSentEvents()
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: cut).flatMap {
      events.take(Data(bytes[$0..<min($0 + cut, bytes.count)]))
    }.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func readsEventsWhereverTheyAreCut(_ cut: Int) {
    let text =
      "\u{feff}data: a∀\n\n: comment\ndata:b\r\ndata:  c\r\n\r\nevent: x\ndata\rdata: d\r\r"
    #expect(read(text, cut: cut) == ["a∀", "b\n c", "\nd"])
    // An event that is not ended is none; blank lines and other fields are none either.
    #expect(read("\n\n\r\n\rid: 1\n\ndataset: 1\n\ndata: x\n", cut: cut) == [])
  }

  @Test func thoughtsAndAnswerAreJoinedHoweverTheyAreCut() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      var joiner = ReasoningText()
      var text = ""
      for (part, isThought) in [("\n\na\n\nb\n", true), ("\n\nc\n\n", false)] {
        var rest = Array(part)
        while !rest.isEmpty {
          let piece = String(rest.prefix(Int.random(in: 1...3, using: &random)))
          rest.removeFirst(piece.count)
          text += joiner.take(reasoning: isThought ? piece : "", content: isThought ? "" : piece)
        }
      }
      text += joiner.end(whole: true)
      #expect(text == "<think>\na\n\nb\n</think>\n\nc\n\n")
    }
    var cut = ReasoningText()
    #expect(cut.take(reasoning: "a\n", content: "") + cut.end(whole: false) == "<think>\na")
    var only = ReasoningText()
    #expect(
      only.take(reasoning: "a", content: "") + only.end(whole: true) == "<think>\na\n</think>\n\n")
    var none = ReasoningText()
    #expect(none.take(reasoning: "", content: "\nx") + none.end(whole: true) == "\nx")
  }
}

@Suite struct StopCutTests {
  @Test(arguments: [
    ("a∀b∃c", ["∃"], "a∀b"), ("a∀b", ["∃"], "a∀b"), ("xx</en</end>y", ["</end>"], "xx</en"),
    ("abcabd", ["abd", "bca"], "a"), ("one\r\ntwo", ["\n"], "one\r"),
    ("e\u{301}f", ["\u{301}f"], "e"),
    ("aab", ["aaab"], "aab"), ("x", [""], "x"), ("end", ["end"], ""),
    // A short stop text within the beginning of a longer one, at the end.
    ("xab", ["abc", "b"], "xa"),
  ])
  func cutsHoweverTheTextComes(_ text: String, _ stops: [String], _ expected: String) {
    let scalars = Array(text.unicodeScalars)
    for width in 1...scalars.count {
      var cut = StopCut(stops)
      var got = ""
      for start in stride(from: 0, to: scalars.count, by: width) {
        var piece = ""
        piece.unicodeScalars.append(contentsOf: scalars[start..<min(start + width, scalars.count)])
        got += cut.take(piece)
      }
      got += cut.end()
      #expect(Array(got.utf8) == Array(expected.utf8), "\(width) at a time")
      #expect(cut.hasStopped == (expected != text))
    }
  }
}
