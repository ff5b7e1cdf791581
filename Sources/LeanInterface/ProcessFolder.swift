import Foundation
import Synchronization

/// This process's folder below the system's temporary one. It goes with the process: at its end, at an interruption where
/// that was asked for, and after a kill as soon as another process makes one.
public enum ProcessFolder {
  /// A path in it that nothing has yet. Where the folder cannot be made, making what is to be there fails too.
  public static func path(_ what: String) -> String { "\(own)/\(what)-\(UUID().uuidString)" }

  private static let prefix = "lemmaloom-"

  /// Kept open: the lock on it says that its process lives, whatever became of process numbers.
  private static let own: String = {
    let parent = FileManager.default.temporaryDirectory.path
    sweep(parent)
    let name = "\(prefix)\(getpid())-\(UUID().uuidString)"
    // Nobody sweeps it before it is locked: it has another name until then.
    let unlocked = "\(parent)/.\(name)"
    guard mkdir(unlocked, 0o700) == 0 else { return "\(parent)/\(name)" }
    let descriptor = open(unlocked, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { _ = flock(descriptor, LOCK_EX | LOCK_NB) }
    rename(unlocked, "\(parent)/\(name)")
    atexit { ProcessFolder.remove() }
    return "\(parent)/\(name)"
  }()

  private static func remove() { try? FileManager.default.removeItem(atPath: own) }

  /// Removes the folders of processes that were killed.
  static func sweep(_ parent: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
      // The process's number and a UUID: nothing else below the temporary folder is touched.
      let parts = name.dropFirst(prefix.count).split(separator: "-", maxSplits: 1)
      guard name.hasPrefix(prefix), parts.count == 2, Int32(parts[0]) != nil,
        UUID(uuidString: String(parts[1])) != nil
      else { continue }
      let descriptor = open("\(parent)/\(name)", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
    }
  }

  // MARK: Interruption

  /// From now on Ctrl-C, SIGTERM and SIGHUP remove the folder before they end the process as they always do. For
  /// commands that do not handle these signals otherwise.
  public static func removeWhenInterrupted() { _ = watcher }

  /// As under `nohup`.
  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    guard sigaction(number, nil, &current) == 0 else { return false }
    return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static let watcher: Void = {
    _ = own
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    interruptions.store(ends[1], ordering: .releasing)
    let reading = ends[0]
    Thread.detachNewThread {
      var number: UInt8 = 0
      while read(reading, &number, 1) < 0, errno == EINTR {}
      remove()
      signal(Int32(number), SIG_DFL)
      kill(getpid(), Int32(number))
    }
    // A handler, unlike an ignored signal, is nothing that programs started from here would inherit.
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(interruptions.load(ordering: .acquiring), &byte, 1)
      }
    }
  }()
}

/// Where the signals' handler writes: it may do little else.
private let interruptions = Atomic<Int32>(-1)
