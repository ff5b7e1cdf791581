import Basics
import Foundation
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Checkers

private func task(_ script: String, isTrue: Bool = true, name: String = "claim") -> ProofTask {
  .text(isTrue ? "p → p" : "p", .p, script: script, name: name)
}

private let good = task("intro h\nexact h")

/// Whatever a backend does wrong, nobody has said that a proof is: it is declined, and the next one is judged.
@Suite(.serialized) struct FaultTests {
  // MARK: REPL

  private func withFaultyRepl(
    seconds: Double = 2, _ body: (ReplChecker, _ log: String) async throws -> Void
  ) async throws {
    let toolchain = try await testToolchain()
    let log = FileManager.default.temporaryDirectory.path + "/faulty-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let checker = try ReplChecker(
      options: ReplOptions(
        command: ["python3", Project.fixture("faulty_repl.py"), log]
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
      let verdicts = try await checker.check([
        good, task("-- FAULT:\(kind)\nintro h\nexact h"), good,
        task("-- FAULT:\(kind)\nexact nothing", isTrue: false), good,
      ])
      for (index, verdict) in verdicts.enumerated() {
        if index.isMultiple(of: 2) {
          #expect(verdict == .accepted(axioms: []), "\(kind), task \(index): \(verdict)")
        } else {
          #expect(verdict.isDeclined, "\(kind), task \(index): \(verdict)")
        }
      }
    }
  }

  @Test(arguments: ["flood", "big", "late"])
  func replNoiseDoesNotMatter(kind: String) async throws {
    try await withFaultyRepl { checker, _ in
      #expect(
        try await checker.check([task("-- FAULT:\(kind)\nintro h\nexact h")]) == [
          .accepted(axioms: [])
        ]
      )
      try await Task.sleep(for: .milliseconds(300))
      // A process that died since is replaced; what it swallowed is declined, not rejected.
      #expect(try await checker.check([good]).allSatisfy { !$0.isRejected })
      #expect(try await checker.check([good]) == [.accepted(axioms: [])])
    }
  }

  @Test func aReplIsReplacedWhenItIsWorn() async throws {
    let toolchain = try await testToolchain()
    let log = FileManager.default.temporaryDirectory.path + "/worn-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let checker = try ReplChecker(
      options: ReplOptions(
        command: ["python3", Project.fixture("faulty_repl.py"), log]
          + (try Backends.replCommand(toolchain)), processes: 1, commandsMax: 4),
      gate: Backends.gate)
    // The header's command and three proofs, then a new process.
    let verdicts = try await checker.check((0..<7).map { task("exact id", name: "claim\($0)") })
    #expect(verdicts.allSatisfy { $0 == .accepted(axioms: []) })
    #expect(try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").count == 3)
    await checker.close()
  }

  @Test func aReplThatCannotStartDeclines() async throws {
    for command in [["/nowhere/repl"], ["/bin/false"], ["/bin/cat"]] {
      let checker = try ReplChecker(
        options: ReplOptions(command: command, seconds: 1, headerSeconds: 1), gate: Backends.gate)
      #expect(try await checker.check([good]).first?.isDeclined == true, "\(command)")
      guard case .unavailable = try await checker.health(nonce: 1) else {
        Issue.record("\(command) counts as able to judge")
        continue
      }
      await checker.close()
    }
  }

  @Test func killedInMidCheckItRecovers() async throws {
    try await withFaultyRepl(seconds: 20) { checker, log in
      #expect(try await checker.check([good]) == [.accepted(axioms: [])])
      async let verdict = checker.check([task("-- FAULT:hang\nexact id")])
      try await Task.sleep(for: .milliseconds(300))
      let process = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        .compactMap { Int32($0) }.last
      kill(try #require(process), SIGKILL)
      #expect(try await verdict.first?.isDeclined == true)
      #expect(try await checker.check([good]) == [.accepted(axioms: [])])
    }
  }

  // MARK: Local Lean

  @Test func leanKilledInMidCheckIsNoVerdict() async throws {
    let checker = try Backends.lean(await testToolchain())
    #expect(try await checker.check([good]) == [.accepted(axioms: [])])
    var declined = 0
    for wait in [0, 20, 40, 60, 80] {
      async let verdict = checker.check([good, task("exact nothing", isTrue: false, name: "wrong")])
      let isThere = try await waits(5) { !ProcessGroup.descendants(of: getpid()).isEmpty }
      #expect(isThere)
      try await Task.sleep(for: .milliseconds(wait))
      for child in ProcessGroup.descendants(of: getpid()) { kill(child.id, SIGKILL) }
      let found = try await verdict
      #expect(!found[0].isRejected, "after \(wait) ms: \(found[0])")
      #expect(!found[1].isAccepted, "after \(wait) ms: \(found[1])")
      declined += found.count(where: \.isDeclined)
    }
    #expect(declined > 0, "nothing was killed in time")
    #expect(try await checker.check([good]) == [.accepted(axioms: [])])
    #expect(ProcessGroup.descendants(of: getpid()).isEmpty)
  }

  @Test(.enabled(if: SmallDisk.isAllowed, "needs the right to mount"))
  func aFullDiskIsNoVerdict() async throws {
    let toolchain = try await testToolchain()
    let disk = try SmallDisk(megabytes: 2)
    let onDisk = ["TMPDIR": disk.path]
    let checkers: [any Checker] = [
      try LeanChecker(
        pool: LeanPool(toolchain: toolchain, options: LeanOptions()), gate: Backends.gate,
        folder: disk.path),
      try ReplChecker(
        options: ReplOptions(command: try Backends.replCommand(toolchain), processes: 1),
        environment: onDisk, gate: Backends.gate),
      try CommandChecker(
        options: CommandOptions(
          command: ["python3", Project.example("external_kernel.py"), toolchain.lean, "true"]),
        environment: onDisk, gate: Backends.gate),
    ]
    let wrong = task("exact nothing", isTrue: false, name: "wrong")
    for checker in checkers {
      #expect(try await checker.check([good]) == [.accepted(axioms: [])], "\(checker.name)")
      try disk.fill(leaving: 0)
      let full = try await checker.check([good, wrong])
      #expect(full.first?.isDeclined == true, "\(checker.name): \(full)")
      #expect(full.last?.isAccepted == false, "\(checker.name): \(full)")
      try disk.empty()
      let after = try await checker.check([good, wrong])
      #expect(after.first == .accepted(axioms: []), "\(checker.name): \(after)")
      #expect(after.last?.isRejected == true, "\(checker.name): \(after)")
    }
  }

  // MARK: Kimina

  private func kimina(_ servers: [String], key: String = "", retries: Int = 3) throws
    -> KiminaChecker
  {
    try KiminaChecker(
      options: KiminaOptions(
        servers: servers, key: Secret(key), concurrent: 2, seconds: 20, retries: retries,
        backoff: 0.05,
        backoffMax: 0.5), gate: Backends.gate, sources: nil)
  }

  private func server(key: String = "", port: Int = 0) async throws -> KiminaStandIn {
    try KiminaStandIn(
      repl: try Backends.replCommand(await testToolchain()), key: key, port: port)
  }

  @Test(arguments: ["429", "500", "503", "garbage", "close", "half", "other", "empty"])
  func serverFaultsAreRetried(kind: String) async throws {
    let server = try await server()
    let checker = try kimina([server.url])
    try server.fault(kind, times: 2)
    #expect(try await checker.check([good]) == [.accepted(axioms: [])], "\(kind)")
    // A storm outlasts the retries: declined, and over when it is over. The kept connection that closes is
    // replaced without a retry.
    try server.fault(kind, times: kind == "close" ? 5 : 4)
    #expect(try await checker.check([good]).first?.isDeclined == true, "\(kind)")
    #expect(try await checker.check([good]) == [.accepted(axioms: [])], "\(kind)")
    server.stop()
  }

  @Test func anAnswerWithErrorAndResponseIsDeclined() async throws {
    let server = try await server()
    try server.fault("both")
    let checker = try kimina([server.url])
    #expect(try await checker.check([good]).first?.isDeclined == true)
    server.stop()
  }

  @Test func aWrongKeyIsSaidAtOnce() async throws {
    let server = try await server(key: "sesame")
    for key in ["", "open-sesame"] {
      let start = ContinuousClock.now
      let verdict = try await (try kimina([server.url], key: key, retries: 20)).check([good]).first
      guard case .declined(let reason) = verdict else {
        Issue.record("\(String(describing: verdict))")
        continue
      }
      #expect(reason.contains("key") && reason.contains("401"), "\(reason)")
      #expect(key.isEmpty || !reason.contains(key), "the key is shown")
      #expect(ContinuousClock.now - start < .seconds(5))
    }
    #expect(
      try await (try kimina([server.url], key: "sesame")).check([good]) == [.accepted(axioms: [])])
    server.stop()
  }

  @Test func anotherServerTakesOver() async throws {
    let first = try await server()
    let second = try await server()
    let checker = try kimina([first.url, second.url, "http://127.0.0.1:9"])
    #expect(try await checker.check([good, good, good]).allSatisfy { $0.isAccepted })
    first.stop()
    #expect(try await checker.check([good, good, good]).allSatisfy { $0.isAccepted })
    second.stop()
    #expect(try await checker.check([good]).allSatisfy(\.isDeclined))
  }

  /// It fails in no time, so that it would get most of the proofs.
  @Test func aServerThatIsNoneIsLeftAlone() async throws {
    let server = try await server()
    let other = try ServerProcess(["python3", Project.fixture(remote: "echo.py")])
    let checker = try KiminaChecker(
      options: KiminaOptions(
        servers: ["http://127.0.0.1:\(other.firstLine)/ssh", server.url], concurrent: 1,
        seconds: 20, retries: 0, backoff: 60, backoffMax: 60), gate: Backends.gate, sources: nil)
    let verdicts = try await checker.check([good, good, good, good])
    // One at a time, in whatever order: the first of them falls on it.
    #expect(verdicts.count(where: \.isDeclined) == 1, "\(verdicts)")
    #expect(verdicts.count { $0 == .accepted(axioms: []) } == 3, "\(verdicts)")
    server.stop()
  }

  @Test func aServerThatIsStartedAgainIsFound() async throws {
    let server = try await server()
    let checker = try kimina([server.url])
    #expect(try await checker.check([good]) == [.accepted(axioms: [])])
    server.stop()
    #expect(try await checker.check([good]).first?.isDeclined == true)
    let again = try await self.server(port: server.port)
    #expect(try await checker.check([good]) == [.accepted(axioms: [])])
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
      #expect(try await checker.check([good]).first?.isDeclined == true, "\(program)")
      await checker.close()
    }
  }

  /// The kernel of the example says so by its exit code; it is given the compiled module.
  @Test func anExternalKernelHasTheLastWord() async throws {
    let lean = try await testToolchain().lean
    let looking = "test -s \"${LEAN_PATH%%:*}/$0.olean\" &&"
    for (end, expected) in [
      ("exit 0", "accepted"), ("echo '(kernel) no' && exit 1", "rejected"), ("exit 1", "declined"),
    ] {
      let checker = try CommandChecker(
        options: CommandOptions(
          command: [
            "python3", Project.example("external_kernel.py"), lean, "sh", "-c",
            "\(looking) \(end); exit 9",
          ]), gate: Backends.gate)
      let verdicts = try await checker.check([good, task("exact nothing", isTrue: false)])
      #expect(verdicts[0].kind == expected, "\(verdicts[0])")
      #expect(verdicts[1].isRejected, "\(verdicts[1])")
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
    let panel = Panel(checkers: [yes, try Backends.lean(await testToolchain())], quorum: .all)
    let decisions = try await panel.check([good, task("exact nothing", isTrue: false)])
    #expect(decisions.map(\.judgements.count) == [1, 1])
    #expect(decisions[0].verdict == .accepted(axioms: []))
    #expect(decisions[1].verdict.isRejected)
    await yes.close()
  }
}
