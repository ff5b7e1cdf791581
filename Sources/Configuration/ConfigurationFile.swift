import Basics
import Foundation
import Records

/// Reading the configuration file itself.
package enum ConfigurationFile {
  /// The file's text.
  /// - Parameter name: what messages call the file.
  package static func text(
    at path: String, named name: String, limits: YAMLLimits = .init()
  ) throws(ConfigurationError) -> String {
    let bytes = try bytes(at: path, named: name, limit: limits.bytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .invalid(
        file: name,
        issues: [
          .init(
            place: placeOfInvalidByte(in: bytes),
            message: "the file is not UTF-8 from here on; save it in that encoding")
        ])
    }
    return text
  }

  private static func bytes(
    at path: String, named name: String, limit: Int
  ) throws(ConfigurationError) -> [UInt8] {
    // Without waiting: opening a named pipe would hang until somebody writes.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let missing = errno == ENOENT
      let reason = String(cString: strerror(errno))
      throw .unreadable(
        file: path,
        reason: missing
          ? "there is no such file; name the configuration with --config, or copy config.yaml here"
          : "the file cannot be opened (\(reason)); make it readable")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file: path, reason: "this is not a file; name a YAML file with --config")
    }
    // One byte more than is allowed tells a file that is too long, whatever its stated size.
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    guard let data = try? handle.read(upToCount: limit + 1) ?? Data() else {
      throw .unreadable(file: path, reason: "the file cannot be read; check the disk")
    }
    guard data.count <= limit else {
      throw .unreadable(
        file: path, reason: "the file has more than \(limit) bytes; at most so many are read")
    }
    return Array(data)
  }

  private static func placeOfInvalidByte(in bytes: [UInt8]) -> YAMLPlace {
    var place = YAMLPlace.start
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        place = YAMLPlace(line: place.line + 1, column: 1)
      } else {
        place.column += 1
      }
    }
    return place
  }
}

extension Configuration {
  /// What is wrong with the files that the configuration names.
  /// - Parameters:
  ///   - folder: where relative paths start.
  ///   - path: the PATH variable, for a command without a slash.
  func fileFindings(in folder: String, path: String) -> [Finding] {
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
    let files = FileManager.default
    var findings: [Finding] = []
    func isFolder(_ path: String) -> Bool {
      var isDirectory: ObjCBool = false
      return files.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
    func demand(_ isGood: Bool, _ path: String, _ message: @autoclosure () -> String) {
      if !isGood { findings.append(Finding(path, message())) }
    }
    if !lean.command.isEmpty {
      let name = lean.command.contains("/") ? absolute(lean.command) : lean.command
      demand(
        ProgramPath.find(name, environment: ["PATH": path]) != nil, "lean.command",
        "is '\(lean.command)', which is no program here; leave it empty to look for Lean")
    }
    demand(
      lean.project.isEmpty || isFolder(absolute(lean.project)), "lean.project",
      "is '\(lean.project)', which is no folder here")
    demand(
      Self.canWrite(below: absolute(run.directory), isFolder: isFolder), "run.directory",
      "is '\(run.directory)', where nothing can be written; name a folder that can be made")
    let corpus = absolute(run.seedCorpus)
    guard isFolder(corpus) else {
      demand(false, "run.seed_corpus", "is '\(run.seedCorpus)', which is no folder here")
      return findings
    }
    for (index, suite) in evaluation.suites.enumerated() {
      let file = suite.hasPrefix("/") ? suite : "\(corpus)/\(suite)"
      demand(
        files.isReadableFile(atPath: file) && !isFolder(file), "evaluation.suites[\(index)]",
        "is '\(suite)', which is no readable file in \(run.seedCorpus)")
    }
    for domain in domains {
      let file = domain.module.replacing(".", with: "/") + ".lean"
      demand(
        files.isReadableFile(atPath: "\(corpus)/\(file)"), "domains.\(domain.name).theory",
        "is '\(domain.module)', but \(run.seedCorpus)/\(file) is no readable file")
    }
    return findings
  }

  private static func canWrite(below path: String, isFolder: (String) -> Bool) -> Bool {
    var place = path
    while !FileManager.default.fileExists(atPath: place), let cut = place.lastIndex(of: "/") {
      place = String(place[..<cut])
    }
    if place.isEmpty { place = "/" }
    return isFolder(place) && FileManager.default.isWritableFile(atPath: place)
  }
}
