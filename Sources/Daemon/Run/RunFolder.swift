import Foundation

/// Where a run keeps what.
struct RunFolder: Hashable, Sendable {
  /// `var/<run>`.
  let path: String

  init(directory: String, name: String) { path = "\(directory)/\(name)" }

  var database: String { "\(path)/run.sqlite" }
  var corpus: String { "\(path)/corpus" }
  var checkpoints: String { "\(path)/checkpoints" }
  /// Compiled Lean modules: made anew whenever they are missing.
  var compiled: String { "\(path)/compiled" }
  /// Proofs that one checker accepted and another rejected.
  var disputes: String { "\(path)/disputes" }
  var lock: String { "\(path)/lock" }

  static func padded(_ round: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(round)".count)) + "\(round)"
  }

  func create() throws {
    for folder in [path, checkpoints, compiled] {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw DaemonError.unwritable(path: folder, reason: "\(error.localizedDescription)")
      }
    }
  }

  /// Megabytes left on the disk that holds the run.
  func freeMB() -> Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[.systemFreeSize] as? NSNumber).map { Int($0.int64Value >> 20) }
  }
}
