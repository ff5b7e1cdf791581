import Foundation
import TestSupport

/// Lean itself, asked what it reads.
struct LeanOracle {
  struct Position: Decodable, Hashable {
    let line: Int
    let column: Int
  }
  struct Message: Decodable, Hashable {
    let severity: String
    let pos: Position
    let data: String
  }
  struct Silence: Error {}

  /// Nil without a Lean.
  static let shared = LeanOracle()

  private let lean: String
  /// Compiled modules of the corpus.
  private let folder: String

  private init?() {
    guard let lean = ProcessInfo.processInfo.environment["LEMMALOOM_LEAN"], !lean.isEmpty else {
      return nil
    }
    self.lean = lean
    folder = NSTemporaryDirectory() + "lemmaloom-agreement-\(UUID().uuidString)"
  }

  /// Messages about a text, in Lean's order.
  func messages(_ text: String) throws -> [Message] {
    let output = try run(["--json", "--stdin", "-DmaxErrors=0", "-DElab.async=false"], input: text)
    return try output.split(separator: 10).map {
      try JSONDecoder().decode(Message.self, from: Data($0))
    }
  }

  /// Where Lean places the declarations of a module of the corpus: 0-based lines and columns of the whole command. The
  /// modules that it imports must have been asked for before.
  func declarations(ofModule name: String, at path: String) throws -> [String: [Int]] {
    let base = folder + "/" + name.replacingOccurrences(of: ".", with: "/")
    try FileManager.default.createDirectory(
      atPath: (base as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    let root = path.replacingOccurrences(
      of: "/" + name.replacingOccurrences(of: ".", with: "/") + ".lean", with: "")
    _ = try run(["-R", root, path, "-o", base + ".olean", "-i", base + ".ilean"], input: "")
    return try Self.declarations(inFile: base + ".ilean")
  }

  /// Of a compiled file beside Lean's own modules.
  func declarations(ofInit name: String) throws -> [String: [Int]] {
    let bin = (lean as NSString).deletingLastPathComponent
    return try Self.declarations(inFile: bin + "/../lib/lean/Init/\(name).ilean")
  }

  private static func declarations(inFile path: String) throws -> [String: [Int]] {
    struct File: Decodable { let decls: [String: [Int]] }
    let data = try Data(contentsOf: URL(filePath: path))
    return try JSONDecoder().decode(File.self, from: data).decls
  }

  private func run(_ arguments: [String], input: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: lean)
    process.arguments = arguments
    process.environment = ["LEAN_PATH": folder]
    let given = NSTemporaryDirectory() + "lemmaloom-oracle-\(UUID().uuidString)"
    try Data(input.utf8).write(to: URL(filePath: given))
    defer { try? FileManager.default.removeItem(atPath: given) }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: given))
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    // 1 says that there are errors.
    guard process.terminationReason == .exit, process.terminationStatus <= 1 else {
      throw Silence()
    }
    return data
  }
}

/// The texts that reading is compared on.
enum AgreementTexts {
  static let initNames = ["Base", "Core", "List", "Logic", "Meta", "Nat", "Syntax", "Unexpand"]
  static let corpusModules = [
    "Theory.Logic", "Theory.Nat", "Theory.List", "Benchmarks.Tautologies",
    "Benchmarks.NaturalNumbers", "Benchmarks.Lists", "Benchmarks.Kleene",
  ]

  static func initPath(_ name: String) -> String {
    Project.folder + "/toolchain/lean-mini/Init/\(name).lean"
  }
  static func corpusPath(_ module: String) -> String {
    Project.folder + "/corpus/" + module.replacingOccurrences(of: ".", with: "/") + ".lean"
  }

  static func all() throws -> [(name: String, text: String)] {
    try initNames.map { ($0, try String(contentsOfFile: initPath($0), encoding: .utf8)) }
      + corpusModules.map { ($0, try String(contentsOfFile: corpusPath($0), encoding: .utf8)) }
  }
}
