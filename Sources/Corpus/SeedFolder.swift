import Foundation

/// The files that a corpus starts from.
enum SeedFolder {
  /// Reads the folder without hidden files (build results among them) and without compiled modules.
  /// - Throws: `CorpusError.badSeed` when it cannot be read or holds no Lean file.
  static func files(in folder: String) throws -> [(path: String, content: [UInt8])] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory),
      isDirectory.boolValue, let entries = FileManager.default.enumerator(atPath: folder + "/")
    else { throw CorpusError.badSeed(path: folder, detail: "it is not a folder") }
    var paths: [String] = []
    for case let path as String in entries {
      let hidden = path.split(separator: "/").contains { $0.hasPrefix(".") && $0 != ".gitignore" }
      if hidden || path.hasSuffix(".olean") || path.hasSuffix(".ilean") { continue }
      _ = FileManager.default.fileExists(
        atPath: folder + "/" + path, isDirectory: &isDirectory)
      if !isDirectory.boolValue { paths.append(path) }
    }
    guard paths.contains(where: { $0.hasSuffix(".lean") }) else {
      throw CorpusError.badSeed(path: folder, detail: "it holds no Lean file")
    }
    var files = try paths.sorted().map { path in
      guard let data = FileManager.default.contents(atPath: folder + "/" + path) else {
        throw CorpusError.badSeed(path: folder, detail: "\(path) is not readable")
      }
      return (path: path, content: Array(data))
    }
    if !paths.contains(".gitignore") {
      // What `lake build` and plain `lean -o` leave in a work tree.
      files.append((".gitignore", Array("/.lake/\n*.olean\n*.ilean\n".utf8)))
    }
    return files
  }
}
