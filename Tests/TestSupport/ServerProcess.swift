import Foundation

/// A server on loopback that says in its first line where it is; it ends with the value, or with the tests.
// Unchecked because: nothing changes after `init`, and the process is touched again by `deinit` alone.
public final class ServerProcess: @unchecked Sendable {
  private let process = Process()
  // Kept open: the server ends with its input.
  private let input = Pipe()
  private let output = Pipe()
  public let firstLine: String

  public struct NotStarted: Error {
    public init() {}
  }

  public init(_ command: [String]) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 {
      if byte.isEmpty { throw NotStarted() }
      line += byte
    }
    firstLine = String(decoding: line, as: UTF8.self)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    if process.isRunning {
      process.terminate()
      process.waitUntilExit()
    }
  }
}
