import Foundation

/// Where a run keeps what.
package struct RunFolder: Hashable, Sendable {
  /// `var/<run>`.
  package let path: String

  package init(directory: String, name: String) { path = "\(directory)/\(name)" }

  package var database: String { "\(path)/run.sqlite" }
  package var corpus: String { "\(path)/corpus" }
  package var checkpoints: String { "\(path)/checkpoints" }
  /// Compiled Lean modules: made anew whenever they are missing.
  package var compiled: String { "\(path)/compiled" }
  /// Proofs that one checker accepted and another rejected.
  package var disputes: String { "\(path)/disputes" }
  package var lock: String { "\(path)/lock" }

  package static func padded(_ round: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(round)".count)) + "\(round)"
  }

  package func create() throws {
    for folder in [path, checkpoints, compiled] {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw WorkbenchError.unwritable(path: folder, reason: "\(error.localizedDescription)")
      }
    }
  }

  /// Megabytes left on the disk that holds the run.
  package func freeMB() -> Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[.systemFreeSize] as? NSNumber).map { Int($0.int64Value >> 20) }
  }
}
