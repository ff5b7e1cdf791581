import Foundation
import TestSupport
import Testing

@testable import LeanInterface

/// The kernel's second reading of compiled modules.
@Suite struct ReplayTests {
  private static func compile(_ text: String, as module: CompiledModule, _ pool: LeanPool)
    async throws
  {
    let source = "\(module.folder)-source"
    for folder in [source, module.folder] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try text.write(toFile: "\(source)/\(module.name).lean", atomically: true, encoding: .utf8)
    _ = try await pool.elaborate(file: "\(module.name).lean", root: source, output: module.path)
  }

  @Test func whatTheKernelRefusesIsToldFromWhatItHolds() async throws {
    try await withTemporaryFolder { folder in
      let pool = LeanPool(toolchain: try await testToolchain(), options: LeanOptions())
      let texts = [
        "theorem t (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩",
        "set_option debug.skipKernelTC true\ntheorem t : 2 + 2 = 5 := by decide +kernel",
        "inductive T | a | b (t : T)\ndef T.size : T → Nat | a => 0 | b t => t.size + 1",
        "theorem t : 1 = 2 := by\n  set_option debug.skipKernelTC true in decide +kernel",
        "axiom a : False\nopaque o : Nat\nunsafe def u : Nat := u\npartial def p : Nat → Nat := p",
      ]
      var modules: [CompiledModule] = []
      for (index, text) in texts.enumerated() {
        modules.append(CompiledModule(folder: "\(folder)/m\(index)", name: "M"))
        try await Self.compile(text, as: modules[index], pool)
      }
      let missing = CompiledModule(folder: "\(folder)/none", name: "M")
      let broken = CompiledModule(folder: "\(folder)/broken", name: "M")
      try FileManager.default.createDirectory(
        atPath: broken.folder, withIntermediateDirectories: true)
      try Data("olean".utf8).write(to: URL(fileURLWithPath: broken.path))
      let outcomes = try await pool.replay(modules + [missing, broken] + modules)
      #expect(outcomes.count == 12)
      for (index, outcome) in outcomes.enumerated() {
        switch index % 7 {
        case 0, 2, 4: #expect(outcome == .agrees, "\(index)")
        case 1, 3:
          guard case .objects(let text) = outcome else {
            Issue.record("\(index): \(outcome)")
            continue
          }
          #expect(text.contains("'t"), "\(text)")
        default:
          guard case .declined = outcome else {
            Issue.record("\(index): \(outcome)")
            continue
          }
        }
      }
    }
  }

  private struct Forged: Decodable {
    let file: String
    let verdict: String
    let reason: String
  }
  private struct Answer: Decodable {
    let file: String
    let verdict: String
    let reason: String
    let declaration: String
  }

  /// Modules that no Lean wrote, each with what must be said of it.
  @Test func forgedModules() async throws {
    try await withTemporaryFolder { folder in
      let made = try await LeanProcess.run(
        ["python3", "\(Project.folder)/Tests/Fixtures/forge_olean.py", folder], seconds: 120,
        outputBytesMax: 1 << 20)
      #expect(made.ending == .exited(0), "\(made.errorOutput)")
      let cases = try JSONDecoder().decode(
        [Forged].self, from: Data(contentsOf: URL(fileURLWithPath: "\(folder)/cases.json")))
      let toolchain = try await testToolchain()
      guard case .native(let program, let library)? = toolchain.replay else {
        Issue.record("no replay: \(toolchain.replayProblem)")
        return
      }
      let run = try await LeanProcess.run(
        [program, "--lean", library] + cases.map { "\(folder)/\($0.file)" },
        environment: ["LEAN_PATH": "\(toolchain.root)/lib/lean"], seconds: 240,
        outputBytesMax: 16 << 20)
      let answers = try run.output.split(separator: "\n").map {
        try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
      }
      #expect(answers.count == cases.count && cases.count > 60)
      for (item, answer) in zip(cases, answers) {
        let isRight =
          answer.verdict == item.verdict
          && (item.reason.isEmpty || answer.reason.contains(item.reason)
            || answer.declaration.contains(item.reason))
        #expect(isRight, "\(item.file): \(answer)")
      }
    }
  }

  /// Official toolchains bring `leanchecker`; the one found is that of the Lean behind links and proxies.
  @Test func leancheckerIsFoundAndReadByItsExitCodes() async throws {
    try await withTemporaryFolder { folder in
      let root = "\(folder)/toolchain"
      func script(_ path: String, _ text: String) throws {
        try FileManager.default.createDirectory(
          atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      }
      try script(
        "\(root)/bin/lean",
        "test \"$1\" = --print-prefix && echo '\(root)' || echo 'Lean (version 4.99.0, stand-in)'")
      try script(
        "\(root)/bin/leanchecker",
        """
        case $1 in
        Good) exit 0 ;;
        Bad) echo 'uncaught exception: (kernel) declaration type mismatch'; exit 1 ;;
        Slow) echo 'uncaught exception: (kernel) deep recursion'; exit 1 ;;
        Gone) kill -9 $$ ;;
        *) echo 'object file does not exist'; exit 1 ;;
        esac
        """)
      try script("\(folder)/proxy/lean", "exec '\(root)/bin/lean' \"$@\"")
      try FileManager.default.createDirectory(
        atPath: "\(folder)/links", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/links/lean", withDestinationPath: "\(root)/bin/lean")
      for command in ["\(root)/bin/lean", "\(folder)/proxy/lean", "\(folder)/links/lean"] {
        let toolchain = try await Toolchain.discover(command: command, project: "", fetched: [])
        #expect(toolchain.lean == "\(root)/bin/lean")
        #expect(toolchain.replay == .leanchecker(path: "\(root)/bin/leanchecker"))
        let pool = LeanPool(toolchain: toolchain, options: LeanOptions())
        let outcomes = try await pool.replay(
          ["Good", "Bad", "Slow", "Gone", "Lost"].map { CompiledModule(folder: folder, name: $0) })
        let kinds = outcomes.map { outcome in
          switch outcome {
          case .agrees: "agrees"
          case .objects: "objects"
          case .declined: "declined"
          }
        }
        #expect(kinds == ["agrees", "objects", "declined", "declined", "declined"], "\(outcomes)")
      }
    }
  }

  /// Without a second reading nobody can tell.
  @Test func noReplayIsNoVerdict() async throws {
    let toolchain = Toolchain(
      lean: "/nowhere/lean", searchPath: [], version: "4.20.0", origin: "test",
      replay: (nil, "there is none for 4.20"))
    let pool = LeanPool(toolchain: toolchain, options: LeanOptions())
    let outcomes = try await pool.replay([CompiledModule(folder: "/nowhere", name: "M")])
    #expect(outcomes == [.declined("there is none for 4.20")])
  }
}
