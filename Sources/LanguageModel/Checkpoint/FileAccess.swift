import Foundation

/// Reading whole files, and replacing a directory or a file so that a crash at any moment leaves
/// either the old one or the new one.
enum FileAccess {
  static func read(_ path: String) throws(LanguageModelError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .file(path: path, operation: "read", reason: summary(error))
    }
  }

  /// JSON with sorted keys, so that the same value gives the same bytes.
  static func json(_ value: some Encodable) throws(LanguageModelError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(value)
    } catch {
      throw .input(field: "value for JSON", value: summary(error), remedy: "use finite numbers")
    }
  }

  /// Decodes a JSON file; a `LanguageModelError` from inside comes through as it is.
  static func decode<Value: Decodable>(_ type: Value.Type, path: String)
    throws(LanguageModelError) -> Value
  {
    let data = try read(path)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as LanguageModelError {
      throw error
    } catch {
      throw .checkpoint(
        file: path, reason: summary(error), remedy: "restore the file from a sound checkpoint")
    }
  }

  /// An error in one line.
  static func summary(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _):
      "field \(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "field \(context.codingPath.map(\.stringValue).joined(separator: ".")) has the wrong type"
    case DecodingError.dataCorrupted(let context):
      context.debugDescription
    default:
      (error as NSError).localizedDescription
    }
  }

  /// A file of a directory that is to be written: its name, and what writes it at a path.
  struct NewFile {
    let name: String
    let write: (_ path: String) throws(LanguageModelError) -> Void

    init(_ name: String, write: @escaping (_ path: String) throws(LanguageModelError) -> Void) {
      self.name = name
      self.write = write
    }

    init(_ name: String, _ data: Data) {
      self.init(name) { path throws(LanguageModelError) in
        try FileAccess.write(data, to: path)
      }
    }
  }

  /// Writes `files` as the directory `path`, replacing what is there: written beside it as
  /// `.NAME.partial`, synced, then exchanged with one rename.
  static func replaceDirectory(_ path: String, files: [NewFile]) throws(LanguageModelError) {
    let target = URL(fileURLWithPath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    let partial = parent.appendingPathComponent(".\(target.lastPathComponent).partial")
    let manager = FileManager.default
    do {
      // What a killed process left, or the old checkpoint of an exchange that was cut off.
      if manager.fileExists(atPath: partial.path) { try manager.removeItem(at: partial) }
      try manager.createDirectory(at: partial, withIntermediateDirectories: true)
    } catch {
      throw .file(path: partial.path, operation: "create", reason: summary(error))
    }
    for file in files {
      try file.write(partial.appendingPathComponent(file.name).path)
    }
    try sync(partial.path)
    try exchange(partial.path, target.path)
    try sync(parent.path)
    if manager.fileExists(atPath: partial.path) {
      do {
        try manager.removeItem(at: partial)
      } catch {
        throw .file(path: partial.path, operation: "remove", reason: summary(error))
      }
    }
  }

  /// Writes `data` as the file `path`, replacing what is there with one rename.
  static func replaceFile(_ path: String, data: Data) throws(LanguageModelError) {
    let target = URL(fileURLWithPath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    let partial = parent.appendingPathComponent(".\(target.lastPathComponent).partial")
    try write(data, to: partial.path)
    guard rename(partial.path, target.path) == 0 else {
      throw .file(path: path, operation: "rename to", reason: systemReason())
    }
    try sync(parent.path)
  }

  private static func write(_ data: Data, to path: String) throws(LanguageModelError) {
    let output = try OutputFile(path: path)
    try output.write(data)
    try output.finish()
  }

  /// The names in a directory are durable only after it is synced too.
  private static func sync(_ directory: String) throws(LanguageModelError) {
    let descriptor = open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .file(path: directory, operation: "open", reason: systemReason())
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .file(path: directory, operation: "sync", reason: systemReason())
    }
  }

  /// Puts `new` in the place of `old`; what was there is then at `new`.
  private static func exchange(_ new: String, _ old: String) throws(LanguageModelError) {
    if rename(new, old) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST else {
      throw .file(path: old, operation: "rename to", reason: systemReason())
    }
    if swap(new, old) == 0 { return }
    // A file system that cannot exchange names: for a moment the old one is only at `aside`.
    let aside = old + ".replaced"
    guard rename(old, aside) == 0, rename(new, old) == 0, rename(aside, new) == 0 else {
      throw .file(path: old, operation: "replace", reason: systemReason())
    }
  }

  /// Exchanges two names in one step; −1 where the system cannot.
  private static func swap(_ new: String, _ old: String) -> Int32 {
    #if canImport(Darwin)
      return renamex_np(new, old, UInt32(RENAME_SWAP))
    #else
      // Swift's Glibc module does not show renameat2, so it is looked up by name.
      typealias Rename =
        @convention(c) (
          CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt
        ) -> CInt
      guard let symbol = dlsym(nil, "renameat2") else { return -1 }
      let exchangeFlag: CUnsignedInt = 2
      return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, new, AT_FDCWD, old, exchangeFlag)
    #endif
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }

  /// What the system's last call came to.
  static func failure(_ operation: String, _ path: String) -> LanguageModelError {
    .file(path: path, operation: operation, reason: systemReason())
  }
}
