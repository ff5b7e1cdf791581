import Foundation
import TestSupport
import Testing

@testable import Daemon
@testable import Rounds
@testable import Workbench

@Suite struct RunLockTests {
  private let folder: TemporaryFolder
  private let runFolder: RunFolder

  init() throws {
    folder = try TemporaryFolder()
    runFolder = RunFolder(directory: folder.path, name: "run")
    try runFolder.create()
  }

  @Test func aSecondLockIsRefusedNamingTheFirst() throws {
    let own = ProcessInfo.processInfo.processIdentifier
    do {
      let lock = try RunLock(runFolder)
      #expect(RunLock.holder(of: runFolder) == "\(own)")
      #expect {
        _ = try RunLock(runFolder)
      } throws: { error in
        "\(error)".contains("process \(own)") && "\(error)".contains(runFolder.path)
          && Failure(error).code == 70
      }
      withExtendedLifetime(lock) {}
    }
    // Given back, it is free for the next, whatever the file says.
    #expect(RunLock.holder(of: runFolder) == nil)
    #expect(FileManager.default.fileExists(atPath: runFolder.lock))
    withExtendedLifetime(try RunLock(runFolder)) {}
  }

  @Test func twoRunsDoNotDisturbEachOther() throws {
    let other = RunFolder(directory: folder.path, name: "other")
    try other.create()
    let first = try RunLock(runFolder)
    let second = try RunLock(other)
    withExtendedLifetime((first, second)) {}
  }

  /// `flock` of util-linux stands for a daemon that is killed.
  @Test func theEndOfAProcessFreesItsLock() async throws {
    let held = "flock --exclusive --no-fork \(runFolder.lock) sleep 60"
    let child = try Child(
      ["/bin/sh", "-c", "exec \(held)"], folder: folder.path,
      environment: ProcessInfo.processInfo.environment)
    let locked = try await waits(10) { RunLock.holder(of: runFolder) != nil }
    #expect(locked)
    #expect(throws: WorkbenchError.self) { _ = try RunLock(runFolder) }
    child.send(SIGKILL)
    _ = try await child.end(within: 10)
    let lock = try RunLock(runFolder)
    #expect(RunLock.holder(of: runFolder) == "\(ProcessInfo.processInfo.processIdentifier)")
    withExtendedLifetime(lock) {}
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() throws {
    let missing = RunFolder(directory: folder.path, name: "missing")
    #expect {
      _ = try RunLock(missing)
    } throws: { error in
      "\(error)".contains(missing.lock) && Failure(error).code == 70
    }
    #expect(RunLock.holder(of: missing) == nil)
  }
}
