import Foundation
import LeanInterface
import LeanText
import Records
import TestSupport

@testable import Checkers

/// Every backend of this build on real Lean, ready to be judged by the conformance suite.
enum Backends {
  /// Helpers are allowed, so that the cheats in them reach the lint and Lean.
  static let gate = ProofGate(lint: ProofLintOptions(helpers: true))

  /// The time limit of a proof: honest ones take a tenth of a second on average, four bombs take it whole.
  static let seconds = 6.0

  static func lean(_ toolchain: Toolchain) throws -> LeanChecker {
    var options = LeanOptions()
    options.heartbeats = 400_000
    options.batchSeconds = seconds
    return try LeanChecker(pool: LeanPool(toolchain: toolchain, options: options), gate: gate)
  }

  static func replCommand(_ toolchain: Toolchain) throws -> [String] {
    [try Project.program(), "repl", "--lean", toolchain.lean]
  }

  /// The same backend as the daemon has it: what it accepts, the kernel reads again here.
  static func confirmed(_ checker: any Checker, _ toolchain: Toolchain) throws -> ConfirmedChecker {
    var options = LeanOptions()
    options.heartbeats = 400_000
    options.batchSeconds = seconds
    return ConfirmedChecker(
      checker,
      local: try LeanChecker(
        name: "batch", proofsAProcess: LeanChecker.batchProofs,
        pool: LeanPool(toolchain: toolchain, options: options), gate: gate),
      toolchain: toolchain, policy: .required)
  }

  static func repl(_ toolchain: Toolchain, seconds: Double = seconds) throws -> ReplChecker {
    try ReplChecker(
      options: ReplOptions(command: try replCommand(toolchain), seconds: seconds), gate: gate)
  }

  static func command(_ toolchain: Toolchain, seconds: Double = seconds) throws -> CommandChecker {
    try CommandChecker(
      options: CommandOptions(
        command: ["python3", Project.example("plain_lean.py"), toolchain.lean], processes: 2,
        seconds: seconds),
      gate: gate)
  }
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
    let script = Project.fixture("kimina_server.sh")
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
