import Foundation
import HTTP
import TestSupport
import Testing

@testable import Completion
@testable import LanguageModel

/// A server played by the OpenAI stand-in on loopback. One process plays those of all tests.
struct RemoteStandIn: Sendable {
  private static let process = Result {
    try ServerProcess(["python3", Project.fixture(remote: "openai_standin.py")])
  }
  private static let client = HTTPClient(connections: 4, answerBytesMax: 1 << 24)

  /// Without the version.
  let address: String
  let port: Int
  var url: String { "\(address)/v1" }

  struct Seen: Decodable {
    struct Request: Decodable {
      var path: String
      var body: Body
      var key: String?
    }
    struct Body: Decodable {
      var n: Int?
      var seed: UInt64?
      var stop: [String]?
      var temperature: Double?
      var topP: Double?
      var topK: Int?
      var minP: Double?
      var maxTokens: Int
      var messages: [ChatMessage]?
      var prompt: String?
    }
    var seen: [Request]
    var inFlight: Int
    var inFlightMax: Int
  }

  struct Modes: Encodable {
    var key: String?
    var ignoreN: Bool?
    var fewer: Bool?
    var keepStop: Bool?
    var noLogprobs: Bool?
    var noEcho: Bool?
    var noUsage: Bool?
    var reasoning: Bool?
    var delay: Double?
    var models: [String]?
  }

  init(key: String = "") async throws {
    guard let port = Int(try Self.process.get().firstLine) else {
      throw ServerProcess.NotStarted()
    }
    self.port = port
    address = "http://127.0.0.1:\(port)/\(UUID().uuidString)"
    if !key.isEmpty { try await control(modes: Modes(key: key)) }
  }

  /// Quick retries; `change` alters the options.
  func model(_ change: (inout RemoteModelOptions) -> Void = { _ in }) throws -> RemoteModel {
    var options = RemoteModelOptions(
      url: url, model: "tiny", requestSeconds: 15, retries: 2, backoff: 0.01, backoffMax: 0.05)
    change(&options)
    return try RemoteModel(options)
  }

  func control(faults: [String] = [], modes: Modes = Modes()) async throws {
    struct Control: Encodable {
      var faults: [String]
      var modes: Modes
    }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    _ = try await ask(try encoder.encode(Control(faults: faults, modes: modes)))
  }

  func seen() async throws -> Seen {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Seen.self, from: try await ask(nil))
  }

  private func ask(_ body: Data?) async throws -> Data {
    let request = HTTPRequest(try #require(URL(string: "\(address)/control")), body: body)
    return try await Self.client.send(request, patience: .whole(60)) {
      (answer: HTTPClient.Answer) async throws(RequestFailure) in try await answer.body.whole()
    }
  }
}

extension ModelAnswer {
  /// Why it was declined, or "" where there is an answer.
  var refusal: String {
    if case .declined(let reason) = self { reason } else { "" }
  }

  func unwrapped(_ location: SourceLocation = #_sourceLocation) throws -> Value {
    switch self {
    case .answer(let value): return value
    case .declined(let reason):
      Issue.record("declined: \(reason)", sourceLocation: location)
      throw CompletionInterrupted(reason: reason)
    }
  }
}

/// What a stream gave before it ended or broke off.
func collectPieces(_ stream: AsyncThrowingStream<CompletionPiece, any Error>) async
  -> (pieces: [CompletionPiece], interruption: String?)
{
  var pieces: [CompletionPiece] = []
  do {
    for try await piece in stream { pieces.append(piece) }
    return (pieces, nil)
  } catch {
    return (pieces, (error as? CompletionInterrupted)?.reason ?? "another error: \(error)")
  }
}
