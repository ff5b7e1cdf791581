import Foundation

/// A program that reads nothing and says nothing, only writes down when it begins and ends.
public struct SlowProgram: Sendable {
  private let folder: TemporaryFolder
  public let path: String

  public init(seconds: Double) throws {
    folder = try TemporaryFolder()
    path = try folder.write(
      "slow",
      """
      #!/bin/sh
      echo begin >> '\(folder.path)/log'
      sleep \(seconds)
      echo end >> '\(folder.path)/log'
      """.utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// `begin` and `end`, a line each, in their order.
  public var log: String {
    (try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? ""
  }

  /// Cancels the task as soon as the program runs, and gives what became of it.
  public func cancel<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Result<Value, any Error> {
    let task = Task { try await work() }
    _ = try await waits(10) { !log.isEmpty }
    task.cancel()
    return await task.result
  }
}

extension Result {
  /// Whether a cancellation is all that came of it.
  public var isCancellation: Bool {
    if case .failure(let error) = self { error is CancellationError } else { false }
  }
}
