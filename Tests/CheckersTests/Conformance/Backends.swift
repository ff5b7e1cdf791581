import Foundation
import LeanInterface
import Records

@testable import Checkers

/// Every backend of this build on real Lean, ready to be judged by the conformance suite.
enum Backends {
  /// The built program, which lies beside the tests.
  static func program() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var folder = URL(filePath: own).deletingLastPathComponent()
    while folder.path.count > 1 {
      let candidate = folder.appending(path: "lemmaloom").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    throw NotBuilt()
  }

  struct NotBuilt: Error, CustomStringConvertible {
    let description = "no lemmaloom beside the tests: build the product with 'swift build'"
  }

  static func toolchain() async throws -> Toolchain {
    try await Toolchain.discover(command: "", project: "", fetched: [])
  }

  static func fixture(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/checkers/\(name)").path
  }

  static func example(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "examples/checkers/\(name)").path
  }

  /// Helpers are allowed, so that the cheats in them reach the lint and Lean.
  static let gate = ProofGate(lint: ProofLintOptions(helpers: true))

  static func lean(_ toolchain: Toolchain) throws -> LeanChecker {
    var options = LeanOptions()
    options.heartbeats = 400_000
    return try LeanChecker(pool: LeanPool(toolchain: toolchain, options: options), gate: gate)
  }

  static func replCommand(_ toolchain: Toolchain) throws -> [String] {
    [try program(), "repl", "--lean", toolchain.lean]
  }

  static func repl(_ toolchain: Toolchain, seconds: Double = 20) throws -> ReplChecker {
    try ReplChecker(
      options: ReplOptions(command: try replCommand(toolchain), seconds: seconds), gate: gate)
  }

  static func command(_ toolchain: Toolchain) throws -> CommandChecker {
    try CommandChecker(
      options: CommandOptions(
        command: ["python3", example("plain_lean.py"), toolchain.lean], processes: 2, seconds: 20),
      gate: gate)
  }
}

/// A Kimina stand-in on loopback; ends with the value.
final class KiminaStandIn {
  private let process = Process()
  private let input = Pipe()
  let port: Int
  var url: String { "http://127.0.0.1:\(port)" }

  struct NoPort: Error {}

  init(repl: [String], key: String = "", countLines: String = "snippet", port: Int = 0) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "python3", Backends.fixture("kimina_standin.py"), "--key", key, "--count-lines", countLines,
        "--port", "\(port)", "--",
      ] + repl
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 {
      if byte.isEmpty { throw NoPort() }
      line += byte
    }
    guard let number = Int(String(decoding: line, as: UTF8.self)) else { throw NoPort() }
    self.port = number
  }

  deinit { stop() }

  func stop() {
    if process.isRunning {
      try? input.fileHandleForWriting.close()
      process.terminate()
      process.waitUntilExit()
    }
  }

  /// The next `times` checks fail in this way.
  func fault(_ kind: String, times: Int = 1) throws {
    let request = Process()
    request.executableURL = URL(filePath: "/usr/bin/env")
    request.arguments = [
      "python3", "-c",
      """
      import sys, urllib.request
      urllib.request.urlopen(urllib.request.Request(sys.argv[1], sys.argv[2].encode()), timeout=5).read()
      """, "\(url)/fault", "{\"kind\": \"\(kind)\", \"times\": \(times)}",
    ]
    try request.run()
    request.waitUntilExit()
    if request.terminationStatus != 0 { throw NoFault() }
  }

  struct NoFault: Error {}
}

/// The real Kimina Lean Server from PyPI on loopback, with `lemmaloom repl` behind it.
final class RealKimina {
  /// Why there is none.
  struct Unavailable: Error, CustomStringConvertible {
    let description: String
  }

  private let process = Process()
  private let folder: String
  let url: String
  static let key = "sesame"

  init(_ toolchain: Toolchain) throws {
    folder = FileManager.default.temporaryDirectory.path + "/kimina-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let script = Backends.fixture("kimina_server.sh")
    let log = "\(folder)/install.log"
    try Data().write(to: URL(filePath: log))
    let install = Process()
    install.executableURL = URL(filePath: "/bin/sh")
    install.arguments = [script, "install", folder]
    let file = try FileHandle(forWritingTo: URL(filePath: log))
    install.standardOutput = file
    install.standardError = file
    try install.run()
    install.waitUntilExit()
    guard install.terminationStatus == 0 else {
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      try? FileManager.default.removeItem(atPath: folder)
      throw Unavailable(description: "its packages cannot be installed: \(text.suffix(300))")
    }
    // The server starts one program without arguments.
    let wrapper = "\(folder)/repl"
    let words = try Backends.replCommand(toolchain).map { "'\($0)'" }.joined(separator: " ")
    try "#!/bin/sh\nexec \(words)\n".write(toFile: wrapper, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: wrapper)
    let port = Int.random(in: 20_000..<40_000)
    url = "http://127.0.0.1:\(port)"
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [script, "run", folder, "\(port)", wrapper]
    process.environment = ProcessInfo.processInfo.environment.merging(["KEY": Self.key]) { $1 }
    let output = try FileHandle(forWritingTo: URL(filePath: log))
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit {
    if process.isRunning {
      process.terminate()
      process.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: folder)
  }
}
