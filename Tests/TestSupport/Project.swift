import Foundation

/// Where things lie in this checkout.
public enum Project {
  public static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A file of the checkers' fixtures.
  public static func fixture(_ name: String) -> String {
    "\(folder)/Tests/Fixtures/checkers/\(name)"
  }

  /// A file of the model servers' fixtures.
  public static func fixture(remote name: String) -> String {
    "\(folder)/Tests/Fixtures/remote/\(name)"
  }

  public static func example(_ name: String) -> String { "\(folder)/examples/checkers/\(name)" }

  /// A program that was built with these tests, beside them.
  public static func program(_ name: String = "lemmaloom") throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var folder = URL(filePath: own).deletingLastPathComponent()
    while folder.path.count > 1 {
      let candidate = folder.appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    throw NotBuilt(name: name)
  }

  struct NotBuilt: Error, CustomStringConvertible {
    let name: String
    var description: String {
      "no \(name) beside the tests: build the product with 'swift build'"
    }
  }
}

/// Whether `condition` comes true in time.
public func waits(_ seconds: Double, for condition: () async throws -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(20))
  }
  return try await condition()
}
