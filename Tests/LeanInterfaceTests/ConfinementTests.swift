import Foundation
import TestSupport
import Testing

@testable import LeanInterface

/// What a process that compiles a candidate can reach.
@Suite struct ConfinementTests {
  @Test func attemptsAreRefused() async throws {
    let toolchain = try await testToolchain()
    guard let confinement = toolchain.confinement, confinement.isolation.isWhole else {
      print("SKIP attemptsAreRefused: \(toolchain.confinementProblem)")
      return
    }
    try await withTemporaryFolder { folder in
      for name in ["source", "output", "secret"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try "s".write(toFile: "\(folder)/secret/s", atomically: true, encoding: .utf8)
      try "r".write(toFile: "\(folder)/source/r", atomically: true, encoding: .utf8)
      try FileManager.default.copyItem(
        atPath: "\(Project.folder)/Tests/Fixtures/confined_attempts.py",
        toPath: "\(folder)/source/attempts.py")
      let python = try await LeanProcess.run(
        ["python3", "-c", "import sys; print(sys.executable); print(sys.base_prefix)"],
        seconds: 20, outputBytesMax: 1 << 16)
      let places = python.output.split(separator: "\n").map(String.init)
      try #require(places.count == 2)
      let victim = Process()
      victim.executableURL = URL(filePath: "/bin/sleep")
      victim.arguments = ["120"]
      try victim.run()
      defer { victim.terminate() }
      let command = confinement.command(
        [
          places[0], "\(folder)/source/attempts.py", "\(folder)/source", "\(folder)/output",
          "\(victim.processIdentifier)", toolchain.root, "\(folder)/secret/s",
        ], runs: [places[0], toolchain.root], reads: [places[1], "\(folder)/source"],
        writes: ["\(folder)/output"], seconds: 60, memoryMB: 2048)
      let run = try await LeanProcess.run(command, seconds: 90, outputBytesMax: 1 << 20)
      let wrong = run.output.split(separator: "\n").filter { $0.hasPrefix("WRONG") }
      #expect(
        run.ending == .exited(0) && wrong.isEmpty,
        "\(run.ending) \(wrong.joined(separator: "\n")) \(run.errorOutput.suffix(300))")
      #expect(run.output.split(separator: "\n").count > 90)
    }
  }

  /// Keys and tokens of whoever started the daemon are nothing for a candidate.
  @Test func theEnvironmentIsReduced() async throws {
    let toolchain = try await testToolchain()
    guard let confinement = toolchain.confinement else {
      print("SKIP theEnvironmentIsReduced: \(toolchain.confinementProblem)")
      return
    }
    let command = confinement.command(
      ["/usr/bin/env"], runs: ["/usr"], reads: [], writes: [], seconds: 20, memoryMB: 512)
    let given = [
      "LEAN_PATH": "/a:/b", "LEANISH": "1", "API_KEY": "secret", "LC_ALL": "C",
      "PATH_TO_KEY": "secret", "LEMMALOOM_KIMINA_KEY": "secret",
    ]
    let run = try await LeanProcess.run(
      command, environment: given, seconds: 20, outputBytesMax: 1 << 20)
    let names = Set(run.output.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
    #expect(run.ending == .exited(0), "\(run.errorOutput)")
    #expect(names.isSuperset(of: ["LEAN_PATH", "LC_ALL", "PATH"]))
    #expect(
      names.subtracting(["HOME", "LANG", "TZ", "LD_LIBRARY_PATH", "TMPDIR"]).allSatisfy {
        $0 == "PATH" || ["LEAN_", "LC_", "ELAN_"].contains(where: $0.hasPrefix)
      }, "\(names)")
    #expect(!run.output.contains("secret"))
  }

  /// Lean itself does not notice, and writes nowhere but where it may.
  @Test func leanWorksInside() async throws {
    let toolchain = try await testToolchain()
    let pool = LeanPool(toolchain: toolchain, options: LeanOptions())
    try await withTemporaryFolder { folder in
      for name in ["source", "output"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try "theorem t : True := trivial".write(
        toFile: "\(folder)/source/M.lean", atomically: true, encoding: .utf8)
      let outcome = try await pool.elaborate(
        file: "M.lean", root: "\(folder)/source", output: "\(folder)/output/M.olean")
      #expect(outcome == .finished(messages: [], isSorryFree: true))
      #expect(FileManager.default.fileExists(atPath: "\(folder)/output/M.olean"))
      guard toolchain.confinement?.isolation.isWhole == true else { return }
      let outside = try await pool.run(
        ["-o", "\(folder)/source/M.olean", "\(folder)/source/M.lean"], reads: ["\(folder)/source"],
        writes: ["\(folder)/output"])
      #expect(outside.ending != .exited(0))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/source/M.olean"))
    }
  }
}
