import Basics
import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Checkers

/// One suite that every backend passes: what must be accepted, rejected with its reason, and never accepted.
@Suite(.serialized) struct ConformanceTests {
  @Test func lean() async throws {
    try await judge(try Backends.lean(await testToolchain()))
  }

  @Test func batch() async throws {
    var options = LeanOptions()
    options.heartbeats = 400_000
    // A bomb takes its batch's time until it is alone.
    options.batchSeconds = Backends.seconds / 2
    let pool = LeanPool(toolchain: try await testToolchain(), options: options)
    try await judge(
      try LeanChecker(
        name: "batch", proofsAProcess: LeanChecker.batchProofs, pool: pool, gate: Backends.gate))
  }

  @Test func repl() async throws {
    let toolchain = try await testToolchain()
    let checker = try Backends.repl(toolchain)
    try await judge(try Backends.confirmed(checker, toolchain))
    await checker.close()
  }

  @Test func command() async throws {
    let toolchain = try await testToolchain()
    let checker = try Backends.command(toolchain)
    try await judge(try Backends.confirmed(checker, toolchain))
    await checker.close()
  }

  /// Both ways in which servers count lines.
  @Test(arguments: ["snippet", "body"]) func kimina(countLines: String) async throws {
    let toolchain = try await testToolchain()
    let server = try KiminaStandIn(
      repl: try Backends.replCommand(toolchain), key: "sesame", countLines: countLines)
    defer { server.stop() }
    let checker = try KiminaChecker(
      options: KiminaOptions(
        servers: [server.url], key: "sesame", concurrent: 2, seconds: Int(Backends.seconds),
        retries: 1),
      gate: Backends.gate, sources: nil)
    try await judge(try Backends.confirmed(checker, toolchain))
  }

  /// The server itself, from PyPI.
  @Test func realKimina() async throws {
    let toolchain = try await testToolchain()
    let server: RealKimina
    do {
      server = try RealKimina(toolchain)
    } catch let reason as RealKimina.Unavailable {
      print("SKIP realKimina: \(reason)")
      return
    }
    let checker = try KiminaChecker(
      options: KiminaOptions(
        servers: [server.url], key: Secret(RealKimina.key), concurrent: 2,
        seconds: Int(Backends.seconds), retries: 6),
      gate: Backends.gate, sources: nil)
    // It takes some seconds to start: refused connections are retried.
    for _ in 0..<5 {
      if case .healthy = try await checker.health(nonce: 3) { break }
    }
    try await judge(try Backends.confirmed(checker, toolchain))
    withExtendedLifetime(server) {}
  }

  private func judge(_ checker: any Checker) async throws {
    var right = 0
    var wrong: [String] = []
    let cases = ConformanceCases.all
    let verdicts = try await checker.check(cases.map(\.task))
    for (item, verdict) in zip(cases, verdicts) {
      if item.expected.allows(verdict) {
        right += 1
      } else {
        wrong.append("\(item.name): \(verdict), expected \(item.expected)")
      }
    }
    print("conformance, \(checker.name): \(right) of \(cases.count) as expected")
    #expect(wrong.isEmpty, "\(checker.name)\n\(wrong.joined(separator: "\n"))")
    #expect(try await checker.health(nonce: 11) == .healthy)
  }
}

extension ConformanceCase.Expected {
  func allows(_ verdict: Verdict) -> Bool {
    switch (self, verdict) {
    case (.accepted(nil), .accepted): true
    case (.accepted(let wanted?), .accepted(let axioms)): Set(axioms) == wanted
    case (.rejected(let reasons), .rejected(let reason, _)): reasons.contains(reason)
    case (.notAccepted, .rejected), (.notAccepted, .declined): true
    default: false
    }
  }
}
