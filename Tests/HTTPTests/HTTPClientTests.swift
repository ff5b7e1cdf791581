import Foundation
import TestSupport
import Testing

@testable import HTTP

/// What a server says of the requests it gets. Its faults are in the tests of those who send requests.
@Suite struct HTTPClientTests {
  private struct Echo: Decodable {
    var method: String
    var headers: [String: String]
    var body: String?
    var port: Int
  }

  private static let server = Result {
    try ServerProcess(["python3", Project.fixture(remote: "echo.py")])
  }

  private func url(_ path: String = "/") throws -> URL {
    try #require(URL(string: "http://127.0.0.1:\(try Self.server.get().firstLine)\(path)"))
  }

  private func client() -> HTTPClient { HTTPClient(connections: 4, answerBytesMax: 1 << 20) }

  private func echo(_ client: HTTPClient, _ request: HTTPRequest) async throws -> Echo {
    let data = try await client.send(request, patience: .whole(20)) {
      (answer: HTTPClient.Answer) async throws(RequestFailure) in try await answer.body.whole()
    }
    return try JSONDecoder().decode(Echo.self, from: data)
  }

  private func failure(_ request: HTTPRequest) async throws -> RequestFailure {
    await #expect(throws: RequestFailure.self) { try await echo(client(), request) }
      ?? RequestFailure("none", isWorthRetrying: false)
  }

  @Test func aRequestWithABodyIsAPost() async throws {
    let client = client()
    let get = try await echo(client, HTTPRequest(try url(), headers: ["Accept": "text/plain"]))
    #expect(get.method == "GET" && get.body == nil && get.headers["accept"] == "text/plain")
    for body in ["", "∀ p", String(repeating: "x", count: 3 << 19)] {
      let limit = HTTPClient(connections: 1, answerBytesMax: 1 << 22)
      let post = try await echo(limit, HTTPRequest(try url(), body: Data(body.utf8)))
      #expect(post.method == "POST" && post.body == body)
      // Many servers let a client that expects to be told to go on wait.
      #expect(post.headers["expect"] == nil)
    }
  }

  @Test func aConnectionIsKept() async throws {
    let client = client()
    var ports: Set<Int> = []
    for _ in 0..<5 { ports.insert(try await echo(client, HTTPRequest(try url())).port) }
    #expect(ports.count == 1)
  }

  /// Clients come and go while others wait for their answers.
  @Test func noRequestIsLost() async throws {
    let request = HTTPRequest(try url(), body: Data("x".utf8))
    let bodies = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<200 { group.addTask { try await echo(client(), request).body } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(bodies == Array(repeating: "x", count: 200))
  }

  /// The thread holds the loop.
  @Test func aClientsThreadEndsWithIt() async throws {
    var own: HTTPClient? = client()
    weak let loop = own?.loop
    _ = try await echo(try #require(own), HTTPRequest(try url()))
    #expect(loop != nil)
    own = nil
    #expect(try await waits(10) { loop == nil })
  }

  // MARK: What can't be answered

  @Test func anotherProtocolIsSaid() async throws {
    let failure = try await failure(HTTPRequest(try url("/ssh")))
    #expect(failure.reason == "the server does not speak HTTP" && !failure.isWorthRetrying)
  }

  /// A proxy would answer in the host's place.
  @Test(
    .enabled(
      if: !ProcessInfo.processInfo.environment.keys.contains { $0.lowercased().hasSuffix("_proxy") }
    ))
  func anUnknownHostIsSaid() async throws {
    let url = try #require(URL(string: "http://lemmaloom.invalid/"))
    let failure = try await failure(HTTPRequest(url))
    // A name server may be out of reach itself.
    let reasons = ["the server's host name is not known", "no answer within 20.0 seconds"]
    #expect(reasons.contains(failure.reason) && failure.isWorthRetrying)
  }

  @Test func aHeaderWithALineEndIsNotSent() async throws {
    let failure = try await failure(
      HTTPRequest(try url(), headers: ["Authorization": "Bearer x\r\nHost: elsewhere"]))
    #expect(failure.reason == "a header with a control character" && !failure.isWorthRetrying)
  }

  @Test func anAnswerOverTheBoundIsAFailure() async throws {
    let request = HTTPRequest(try url(), body: Data(repeating: 0x78, count: 1 << 20))
    for request in [request, HTTPRequest(try url("/trailers"))] {
      let failure = try await failure(request)
      #expect(failure.reason == "the answer has more than 1048576 bytes")
      #expect(!failure.isWorthRetrying)
    }
  }

  @Test func aStatusCountsWithoutItsBody() async throws {
    let status = try await client().send(HTTPRequest(try url("/half")), patience: .whole(20)) {
      (answer: HTTPClient.Answer) async throws(RequestFailure) in
      do throws(RequestFailure) {
        _ = try await answer.body.whole()
        return "whole"
      } catch {
        return "\(answer.status) \(answer.retryAfter ?? "") \(error.reason)"
      }
    }
    #expect(status == "401 7 the connection was lost")
    let said = try await client().send(HTTPRequest(try url("/half")), patience: .whole(20)) {
      (answer: HTTPClient.Answer) async throws(RequestFailure) in try await answer.data()
    }
    #expect(said.isEmpty)
  }

  @Test func chunksAreJoined() async throws {
    let (pieces, bytes) = try await client().send(
      HTTPRequest(try url("/chunks")), patience: .whole(20)
    ) { (answer: HTTPClient.Answer) async throws(RequestFailure) in
      var sizes: [Int] = []
      do {
        for try await piece in answer.body { sizes.append(piece.count) }
      } catch {
        throw error as? RequestFailure ?? .cancelled
      }
      return (sizes.count, sizes.reduce(0, +))
    }
    #expect(bytes == 100_000 && pieces < 10_000)
  }

  @Test func whatIsForThisMachineGoesThroughNoProxy() throws {
    for (address, isLocal) in [
      ("http://127.0.0.1:8000/v1", true), ("http://LOCALHOST", true), ("http://[::1]:80", true),
      ("http://128.0.0.1", false), ("https://localhost.example.org", false),
    ] {
      #expect(HTTPRequest(try #require(URL(string: address))).isForThisMachine == isLocal)
    }
  }
}
