import Foundation
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon
@testable import Workbench

/// Tests of the built binary with a real Lean, one after the other: they share the machine's processors.
@Suite(.serialized) struct EndToEnd {}

/// How a program ended.
struct Ended {
  let code: Int32
  /// The number of the signal that ended it; nil when it ended by itself.
  let signal: Int32?
  let output: String
  let errors: String

  /// What it said to people: its errors without the log's JSON lines.
  var complaint: String {
    errors.split(separator: "\n").filter { !$0.hasPrefix("{") }.joined(separator: "\n")
  }
}

/// A program under test; it is gone when the value is.
final class Child {
  private let process = Process()
  private let output: String
  private let errors: String

  /// - Parameter folder: for the files that take its output.
  init(
    _ command: [String], folder: String, environment: [String: String], directory: String? = nil
  ) throws {
    let name = "\(folder)/output-\(UUID().uuidString)"
    output = name + ".out"
    errors = name + ".err"
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = environment
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    process.standardInput = FileHandle.nullDevice
    for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }
  /// What it has written to standard error so far.
  var log: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Its end; one that takes longer is killed and recorded.
  func end(
    within seconds: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Ended {
    let ended = try await waits(seconds) { !process.isRunning }
    if !ended {
      send(SIGKILL)
      Issue.record("still running after \(seconds) s", sourceLocation: sourceLocation)
      _ = try await waits(10) { !process.isRunning }
    }
    let bySignal = process.terminationReason == .uncaughtSignal
    return Ended(
      code: bySignal ? -1 : process.terminationStatus,
      signal: bySignal ? process.terminationStatus : nil,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}

/// A small run in a folder of its own, driven through the command line alone.
final class ToyRun {
  let folder: TemporaryFolder
  let runFolder: RunFolder
  let config: String
  /// An environment variable's value, which every process of the run inherits.
  let mark = "lemmaloom-test-\(UUID().uuidString)"

  /// - Parameter directory: where the run lies; nil: in its own temporary folder.
  init(
    directory: String? = nil, change: (inout Configuration) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    var configuration = try smallConfiguration()
    configuration.run.directory = directory ?? "\(folder.path)/var"
    change(&configuration)
    runFolder = RunFolder(
      directory: configuration.run.directory, name: configuration.run.name)
    config = try folder.write("config.yaml", configuration.yaml().utf8)
  }

  /// Makes rounds short: they may prove nothing.
  static func hasten(_ configuration: inout Configuration) {
    configuration.conjecturer.perRound = 8
    configuration.conjecturer.samplesPerRound = 40
    configuration.prover.search.options.budget = 6
  }

  var environment: [String: String] {
    // A killed process leaves its temporary files: they go with the folder.
    ProcessInfo.processInfo.environment.merging([
      "LEMMALOOM_TEST_MARK": mark, "TMPDIR": folder.path,
    ]) { $1 }
  }

  // MARK: Programs

  /// - Parameter lean: in place of the one that the machine has.
  func start(_ arguments: [String], through shell: String? = nil, lean: String? = nil) throws
    -> Child
  {
    let whole = [try Project.program()] + arguments + ["--config", config]
    let command = shell.map { ["/bin/sh", "-c", $0 + "; exec \"$@\"", "sh"] + whole } ?? whole
    return try Child(
      command, folder: folder.path,
      environment: environment.merging(lean.map { ["LEMMALOOM_LEAN": $0] } ?? [:]) { $1 })
  }

  func lemmaloom(
    _ arguments: String..., within seconds: Double = 240,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Ended {
    try await start(arguments).end(within: seconds, sourceLocation: sourceLocation)
  }

  /// Rounds that must succeed.
  func run(rounds: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let ended = try await lemmaloom(
      "run", "--rounds", "\(rounds)", sourceLocation: sourceLocation)
    try #require(ended.code == 0, "\(ended.errors)", sourceLocation: sourceLocation)
  }

  func git(_ arguments: String...) async throws -> Ended {
    try await Child(
      ["/usr/bin/env", "git", "-C", runFolder.corpus] + arguments, folder: folder.path,
      environment: environment
    ).end(within: 60)
  }

  /// Processes of this run, children of children included, by what they were started with.
  func processes() -> [String] {
    let needle = Data(mark.utf8)
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.filter { Int32($0) != nil }.compactMap { number in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ"),
        environment.range(of: needle) != nil
      else { return nil }
      let command = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
      let words = String(decoding: command, as: UTF8.self).split(separator: "\0")
      return "\(number) \(words.joined(separator: " "))"
    }
  }
}
