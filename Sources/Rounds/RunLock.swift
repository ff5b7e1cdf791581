import Foundation
import Workbench

/// Keeps two daemons off one run. The kernel drops the lock when its process ends, however it ends.
package final class RunLock: Sendable {
  private let descriptor: Int32

  package init(_ runFolder: RunFolder) throws {
    let opened = open(runFolder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw WorkbenchError.unwritable(
        path: runFolder.lock, reason: String(cString: strerror(errno)))
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: runFolder.lock, encoding: .utf8)) ?? ""
      close(opened)
      throw WorkbenchError.locked(
        folder: runFolder.path, by: holder.isEmpty ? "process unknown" : "process \(holder)")
    }
    descriptor = opened
    let text = "\(ProcessInfo.processInfo.processIdentifier)"
    ftruncate(opened, 0)
    _ = text.withCString { pwrite(opened, $0, strlen($0), 0) }
  }

  deinit { close(descriptor) }

  /// The process that holds the lock of a run, or nil when none does.
  package static func holder(of runFolder: RunFolder) -> String? {
    let opened = open(runFolder.lock, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    defer { close(opened) }
    if flock(opened, LOCK_SH | LOCK_NB) == 0 { return nil }
    return try? String(contentsOfFile: runFolder.lock, encoding: .utf8)
  }
}
