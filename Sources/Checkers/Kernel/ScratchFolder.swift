import Foundation
import LeanInterface

/// A folder for the files of judgements, removed with its last user. Each candidate gets fresh folders below it: what it
/// writes is seen by nobody else.
final class ScratchFolder: Sendable {
  let path: String

  /// - Parameter parent: nil: this process's temporary folder.
  init(below parent: String? = nil) throws(CheckersError) {
    path =
      parent.map { "\($0)/lemmaloom-check-\(UUID().uuidString)" } ?? ProcessFolder.path("check")
    try Self.create(path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A new empty folder below this one.
  func fresh() throws(CheckersError) -> String {
    let folder = "\(path)/\(UUID().uuidString)"
    try Self.create(folder)
    return folder
  }

  private static func create(_ folder: String) throws(CheckersError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .noFolder(path: folder, reason: error.localizedDescription)
    }
  }
}
