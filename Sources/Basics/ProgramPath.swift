import Foundation

/// Where programs are that are started by their names.
public enum ProgramPath {
  /// The first executable file of that name in the PATH's folders; a name with a `/` stands for itself. nil where there
  /// is none.
  /// - Parameter environment: where the PATH is looked up.
  public static func find(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    let places =
      name.contains("/")
      ? [name]
      : (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    return places.first(where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.isExecutableFile(atPath: path)
      && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
