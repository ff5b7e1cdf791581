import Foundation
import LeanInterface
import Records
import Testing

@testable import Checkers

private func task(_ script: String, isTrue: Bool = true, name: String = "claim") -> ProofTask {
  ProofTask(
    name: name,
    statement: Statement(
      domain: "test", binders: [Binder(name: "p", type: "Prop")], target: isTrue ? "p → p" : "p",
      normalForm: "text", size: 0), script: script, imports: [], opens: [])
}

private let good = task("intro h\nexact h")

private func isDeclined(_ verdict: Verdict?) -> Bool {
  if case .declined = verdict { true } else { false }
}

/// Whatever a backend does wrong, nobody has said that a proof is: it is declined, and the next one is judged.
@Suite(.serialized) struct FaultTests {
  // MARK: REPL

  private func withFaultyRepl(
    seconds: Double = 2, _ body: (ReplChecker, _ log: String) async throws -> Void
  ) async throws {
    let toolchain = try await Backends.toolchain()
    let log = FileManager.default.temporaryDirectory.path + "/faulty-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let checker = try ReplChecker(
      options: ReplOptions(
        command: ["python3", Backends.fixture("faulty_repl.py"), log]
          + (try Backends.replCommand(toolchain)),
        processes: 1, seconds: seconds, headerSeconds: 20), gate: Backends.gate)
    try await body(checker, log)
    await checker.close()
    let started = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      .compactMap { Int32($0) }
    #expect(!started.isEmpty)
    // A killed process takes a moment to be gone.
    for _ in 0..<50 where started.contains(where: { ProcessGroup.residentMB(of: $0) > 0 }) {
      try await Task.sleep(for: .milliseconds(100))
    }
    for process in started {
      #expect(ProcessGroup.residentMB(of: process) == 0, "\(process) is left")
    }
  }

  @Test(arguments: ["crash", "half", "garbage", "hang", "children", "message", "noenv"])
  func replFaultsAreDeclined(kind: String) async throws {
    try await withFaultyRepl { checker, _ in
      let verdicts = await checker.check([
        good, task("-- FAULT:\(kind)\nintro h\nexact h"), good,
        task("-- FAULT:\(kind)\nexact nothing", isTrue: false), good,
      ])
      for (index, verdict) in verdicts.enumerated() {
        if index.isMultiple(of: 2) {
          #expect(verdict == .accepted(axioms: []), "\(kind), task \(index): \(verdict)")
        } else {
          #expect(isDeclined(verdict), "\(kind), task \(index): \(verdict)")
        }
      }
    }
  }

  @Test(arguments: ["flood", "big", "late"])
  func replNoiseDoesNotMatter(kind: String) async throws {
    try await withFaultyRepl { checker, _ in
      #expect(
        await checker.check([task("-- FAULT:\(kind)\nintro h\nexact h")]) == [.accepted(axioms: [])]
      )
      try await Task.sleep(for: .milliseconds(300))
      // A process that died since is replaced; what it swallowed is declined, not rejected.
      #expect(await checker.check([good]).allSatisfy { !$0.isRejected })
      #expect(await checker.check([good]) == [.accepted(axioms: [])])
    }
  }

  @Test func aReplIsReplacedWhenItIsWorn() async throws {
    let toolchain = try await Backends.toolchain()
    let log = FileManager.default.temporaryDirectory.path + "/worn-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let checker = try ReplChecker(
      options: ReplOptions(
        command: ["python3", Backends.fixture("faulty_repl.py"), log]
          + (try Backends.replCommand(toolchain)), processes: 1, commandsMax: 4),
      gate: Backends.gate)
    // The header's command and three proofs, then a new process.
    let verdicts = await checker.check((0..<7).map { task("exact id", name: "claim\($0)") })
    #expect(verdicts.allSatisfy { $0 == .accepted(axioms: []) })
    #expect(try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").count == 3)
    await checker.close()
  }

  @Test func aReplThatCannotStartDeclines() async throws {
    for command in [["/nowhere/repl"], ["/bin/false"], ["/bin/cat"]] {
      let checker = try ReplChecker(
        options: ReplOptions(command: command, seconds: 1, headerSeconds: 1), gate: Backends.gate)
      #expect(isDeclined(await checker.check([good]).first), "\(command)")
      guard case .unavailable = await checker.health(nonce: 1) else {
        Issue.record("\(command) counts as able to judge")
        continue
      }
      await checker.close()
    }
  }

  @Test func killedInMidCheckItRecovers() async throws {
    try await withFaultyRepl(seconds: 20) { checker, log in
      #expect(await checker.check([good]) == [.accepted(axioms: [])])
      async let verdict = checker.check([task("-- FAULT:hang\nexact id")])
      try await Task.sleep(for: .milliseconds(300))
      let process = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        .compactMap { Int32($0) }.last
      kill(try #require(process), SIGKILL)
      #expect(isDeclined(await verdict.first))
      #expect(await checker.check([good]) == [.accepted(axioms: [])])
    }
  }

  // MARK: Kimina

  private func kimina(_ servers: [String], key: String = "", retries: Int = 3) throws
    -> KiminaChecker
  {
    try KiminaChecker(
      options: KiminaOptions(
        servers: servers, key: key, concurrent: 2, seconds: 20, retries: retries, backoff: 0.05,
        backoffMax: 0.5), gate: Backends.gate, sources: nil)
  }

  private func server(key: String = "", port: Int = 0) async throws -> KiminaStandIn {
    try KiminaStandIn(
      repl: try Backends.replCommand(await Backends.toolchain()), key: key, port: port)
  }

  @Test(arguments: ["429", "500", "503", "garbage", "close", "half", "other", "empty"])
  func serverFaultsAreRetried(kind: String) async throws {
    let server = try await server()
    let checker = try kimina([server.url])
    try server.fault(kind, times: 2)
    #expect(await checker.check([good]) == [.accepted(axioms: [])], "\(kind)")
    // A storm outlasts the retries: declined, and over when it is over.
    try server.fault(kind, times: 4)
    #expect(isDeclined(await checker.check([good]).first), "\(kind)")
    #expect(await checker.check([good]) == [.accepted(axioms: [])], "\(kind)")
    server.stop()
  }

  @Test func anAnswerWithErrorAndResponseIsDeclined() async throws {
    let server = try await server()
    try server.fault("both")
    let checker = try kimina([server.url])
    #expect(isDeclined(await checker.check([good]).first))
    server.stop()
  }

  @Test func aWrongKeyIsSaidAtOnce() async throws {
    let server = try await server(key: "sesame")
    for key in ["", "open-sesame"] {
      let start = ContinuousClock.now
      let verdict = await (try kimina([server.url], key: key, retries: 20)).check([good]).first
      guard case .declined(let reason) = verdict else {
        Issue.record("\(String(describing: verdict))")
        continue
      }
      #expect(reason.contains("key") && reason.contains("401"), "\(reason)")
      #expect(key.isEmpty || !reason.contains(key), "the key is shown")
      #expect(ContinuousClock.now - start < .seconds(5))
    }
    #expect(
      await (try kimina([server.url], key: "sesame")).check([good]) == [.accepted(axioms: [])])
    server.stop()
  }

  @Test func anotherServerTakesOver() async throws {
    let first = try await server()
    let second = try await server()
    let checker = try kimina([first.url, second.url, "http://127.0.0.1:9"])
    #expect(await checker.check([good, good, good]).allSatisfy { $0.isAccepted })
    first.stop()
    #expect(await checker.check([good, good, good]).allSatisfy { $0.isAccepted })
    second.stop()
    #expect(await checker.check([good]).allSatisfy { isDeclined($0) })
  }

  @Test func aServerThatIsStartedAgainIsFound() async throws {
    let server = try await server()
    let checker = try kimina([server.url])
    #expect(await checker.check([good]) == [.accepted(axioms: [])])
    server.stop()
    #expect(isDeclined(await checker.check([good]).first))
    let again = try await self.server(port: server.port)
    #expect(await checker.check([good]) == [.accepted(axioms: [])])
    again.stop()
  }

  // MARK: Panel

  @Test func aPluginThatAnswersNonsenseDeclines() async throws {
    for program in [
      "import sys\nfor l in sys.stdin: print('nonsense', flush=True)",
      "import sys\nfor l in sys.stdin: print('{\"id\": \"0\", \"verdict\": \"accepted\", \"axioms\": []}', flush=True)",
      "import sys, json\nfor l in sys.stdin: print(json.dumps({'id': json.loads(l)['id'], 'verdict': 'fine'}), flush=True)",
      "import sys, json\nfor l in sys.stdin: print(json.dumps({'id': json.loads(l)['id'], 'verdict': 'accepted'}), flush=True)",
      "import sys\nsys.exit(3)",
    ] {
      let checker = try CommandChecker(
        options: CommandOptions(command: ["python3", "-c", program], seconds: 5),
        gate: Backends.gate)
      #expect(isDeclined(await checker.check([good]).first), "\(program)")
      await checker.close()
    }
  }

  @Test func aPluginThatAcceptsEverythingIsLeftOut() async throws {
    let yes = try CommandChecker(
      options: CommandOptions(
        command: [
          "python3", "-c",
          "import sys, json\nfor l in sys.stdin: print(json.dumps({'id': json.loads(l)['id'], 'verdict': 'accepted', "
            + "'axioms': []}), flush=True)",
        ]), gate: Backends.gate)
    let panel = Panel(checkers: [yes, try Backends.lean(await Backends.toolchain())], quorum: .all)
    let decisions = await panel.check([good, task("exact nothing", isTrue: false)])
    #expect(decisions.map(\.judgements.count) == [1, 1])
    #expect(decisions[0].verdict == .accepted(axioms: []))
    #expect(decisions[1].verdict.isRejected)
    await yes.close()
  }
}
