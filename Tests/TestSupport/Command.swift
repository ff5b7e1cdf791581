import Foundation

/// Programs that a test runs to their end.
public enum Command {
  /// Looks for `program` on the PATH if it is a bare name. `output` has what it wrote, errors included unless `isQuiet`.
  public static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    directory: String? = nil, isQuiet: Bool = false
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = isQuiet ? FileHandle.nullDevice : pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
