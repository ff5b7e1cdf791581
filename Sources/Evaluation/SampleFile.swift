import Foundation
import Records
import Workbench

/// One line of `samples.jsonl`.
struct EvalSample: Codable, Hashable, Sendable {
  var suite: String
  var problem: String
  var prover: String
  var sample: ProofSample
}

/// What the samples of a folder depend on. Provers and suites may be added; what is there stays as it is.
package struct EvalSettings: Codable, Hashable, Sendable {
  /// Lean, checkers and their rule.
  package var common: [String: String]
  /// By the prover's name.
  package var provers: [String: [String: String]]
  /// Digests by the suite's name.
  package var suites: [String: String]

  /// In what two settings contradict each other, in words.
  package func differences(from old: EvalSettings) -> [String] {
    func differences(_ new: [String: String], _ old: [String: String], _ place: String) -> [String]
    {
      Set(new.keys).union(old.keys).sorted().filter { new[$0] != old[$0] }.map { key in
        "\(place)\(key) is '\(new[key] ?? "")', was '\(old[key] ?? "")'"
      }
    }
    var found = differences(common, old.common, "")
    for (name, settings) in provers.sorted(by: { $0.key < $1.key }) {
      if let known = old.provers[name] { found += differences(settings, known, "\(name): ") }
    }
    for (name, digest) in suites.sorted(by: { $0.key < $1.key }) {
      if let known = old.suites[name], known != digest {
        found.append("the problems of \(name) are others")
      }
    }
    return found
  }

  package func merging(_ old: EvalSettings) -> EvalSettings {
    EvalSettings(
      common: common, provers: old.provers.merging(provers) { $1 },
      suites: old.suites.merging(suites) { $1 })
  }
}

/// Samples on disk, a line each as they come: an evaluation that was killed goes on with those that are missing.
actor SampleFile {
  struct Key: Hashable, Sendable {
    let prover: String
    let suite: String
    let problem: String
  }

  private let handle: FileHandle
  private let path: String
  /// Without their traces, which the file has: thousands of answers are too much to hold.
  private(set) var samples: [Key: [Int: ProofSample]] = [:]

  /// Opens or makes the folder.
  /// - Throws: `WorkbenchError` where the folder holds samples of other settings, or another process writes them.
  init(folder: String, settings: EvalSettings) throws {
    path = "\(folder)/samples.jsonl"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw WorkbenchError.unwritable(path: folder, reason: error.localizedDescription)
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw WorkbenchError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    self.handle = handle
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw WorkbenchError.usage(
        "another evaluation writes \(path): wait for its end, or give another --output")
    }
    try Self.keep(settings, in: folder)
    samples = try Self.read(handle, path)
  }

  private static func keep(_ settings: EvalSettings, in folder: String) throws {
    let path = "\(folder)/settings.json"
    var all = settings
    if let data = FileManager.default.contents(atPath: path) {
      guard let old = try? JSONDecoder().decode(EvalSettings.self, from: data) else {
        throw WorkbenchError.unreadable(
          path: path, reason: "it holds no settings of an evaluation; give another --output")
      }
      let differences = settings.differences(from: old)
      if !differences.isEmpty {
        throw WorkbenchError.usage(
          "\(folder) holds samples of other settings (\(differences.joined(separator: "; "))): "
            + "give the same options again, or another --output")
      }
      all = settings.merging(old)
      if all == old { return }
    }
    try write(try all.jsonLine() + "\n", to: path)
  }

  static func write(_ text: String, to path: String) throws {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw WorkbenchError.unwritable(path: path, reason: error.localizedDescription)
    }
  }

  /// Reads what is there. The line that a kill left without its end is cut off; of two lines about one sample the later
  /// one counts.
  private static func read(_ handle: FileHandle, _ path: String) throws -> [Key: [Int: ProofSample]]
  {
    do {
      let data = try handle.readToEnd() ?? Data()
      let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      if whole < data.count { try handle.truncate(atOffset: UInt64(whole)) }
      try handle.seek(toOffset: UInt64(whole))
      var samples: [Key: [Int: ProofSample]] = [:]
      let decoder = JSONDecoder()
      for (index, line) in data.prefix(whole).split(separator: UInt8(ascii: "\n")).enumerated() {
        guard let record = try? decoder.decode(EvalSample.self, from: line) else {
          throw WorkbenchError.unreadable(
            path: "\(path):\(index + 1)",
            reason: "it is no sample of an evaluation; remove the line, or give another --output")
        }
        Self.add(record, to: &samples)
      }
      return samples
    } catch let error as WorkbenchError {
      throw error
    } catch {
      throw WorkbenchError.unreadable(path: path, reason: error.localizedDescription)
    }
  }

  func append(_ records: [EvalSample]) throws {
    if records.isEmpty { return }
    var text = ""
    for record in records { text += try record.jsonLine() + "\n" }
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      throw WorkbenchError.unwritable(path: path, reason: error.localizedDescription)
    }
    for record in records { Self.add(record, to: &samples) }
  }

  private static func add(_ record: EvalSample, to samples: inout [Key: [Int: ProofSample]]) {
    let key = Key(prover: record.prover, suite: record.suite, problem: record.problem)
    var sample = record.sample
    sample.trace = ""
    samples[key, default: [:]][sample.ordinal] = sample
  }
}
