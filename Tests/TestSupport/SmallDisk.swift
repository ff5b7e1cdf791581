import Foundation

/// A disk of a few megabytes, in memory.
public final class SmallDisk {
  public let path: String
  private var filler: String { path + "/filler" }

  struct Refused: Error {}

  /// Whether this process may mount one.
  public static let isAllowed: Bool = {
    guard getuid() == 0, let disk = try? SmallDisk(megabytes: 1) else { return false }
    return FileManager.default.fileExists(atPath: disk.path)
  }()

  public init(megabytes: Int) throws {
    path = NSTemporaryDirectory() + "lemmaloom-disk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard Self.call("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path]) else {
      try? FileManager.default.removeItem(atPath: path)
      throw Refused()
    }
  }

  deinit {
    _ = Self.call("umount", ["-l", path])
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Takes all space but so much.
  public func fill(leaving left: Int) throws {
    let free = try FileManager.default.attributesOfFileSystem(forPath: path)[.systemFreeSize]
    guard let bytes = (free as? NSNumber)?.intValue, bytes > left else { throw Refused() }
    try Data(count: bytes - left).write(to: URL(filePath: filler))
  }

  public func empty() throws { try FileManager.default.removeItem(atPath: filler) }

  private static func call(_ command: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
