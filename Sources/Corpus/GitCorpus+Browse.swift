import Foundation
import Records

/// One commit of the corpus.
public struct CorpusLogEntry: Sendable, Hashable {
  /// Name of the commit in hexadecimal.
  public let commit: String
  /// 0 for the seed.
  public let round: Int
  public let date: Date
  public let message: String

  public var summary: String { String(message.prefix { $0 != "\n" }) }
}

/// A theorem and where it stands.
public struct CorpusPage: Sendable {
  public let theorem: Theorem
  /// Lean module, file and traces within the corpus.
  public let module: String
  public let file: String
  public let traces: String
  /// Declaration with its doc comment.
  public let lean: String
}

/// Counts over the whole corpus.
public struct CorpusStatistics: Sendable, Hashable {
  public var rounds = 0
  public var theorems: [String: Int] = [:]
  /// How many theorems have proofs of each number of steps.
  public var steps: [Int: Int] = [:]
  public var sources: [String: Int] = [:]
  public var axioms: [String: Int] = [:]
  /// Names in the literature, with the theorem that states each.
  public var known: [String: String] = [:]

  public var total: Int { theorems.values.reduce(0, +) }
}

extension GitCorpus {
  /// The newest commits, newest first.
  public func log(limit: Int = 1_000_000) throws -> [CorpusLogEntry] {
    var entries: [CorpusLogEntry] = []
    guard limit > 0 else { return [] }
    try repository.walk { commit in
      entries.append(
        CorpusLogEntry(
          commit: commit.id.description, round: commit.round ?? 0,
          date: Date(timeIntervalSince1970: Double(commit.seconds)), message: commit.message))
      return entries.count < limit
    }
    return entries
  }

  /// The newest round that is committed; 0 with the seed alone.
  public func newestRound() throws -> Int { try repository.head()?.round ?? 0 }

  /// - Throws: `CorpusError.unknownTheorem`
  public func show(_ name: String) throws -> CorpusPage {
    guard let module = try index().location[name],
      let theorem = try records(ofRound: module.round, headTree()).first(where: { $0.name == name })
    else { throw CorpusError.unknownTheorem(name) }
    return CorpusPage(
      theorem: theorem, module: module.module, file: module.file, traces: module.traces,
      lean: ModuleText.theorem(theorem))
  }

  /// All theorems of the newest commit, by round.
  public func theorems() throws -> [Theorem] {
    let tree = try headTree()
    return try recordFiles(tree).flatMap { try records(ofRound: $0.round, tree) }
  }

  public func statistics() throws -> CorpusStatistics {
    var statistics = CorpusStatistics()
    statistics.rounds = try newestRound()
    for theorem in try theorems() {
      statistics.theorems[theorem.statement.domain, default: 0] += 1
      statistics.steps[theorem.steps, default: 0] += 1
      statistics.sources[theorem.source.rawValue, default: 0] += 1
      for axiom in theorem.axioms { statistics.axioms[axiom, default: 0] += 1 }
      if !theorem.knownAs.isEmpty, statistics.known[theorem.knownAs] == nil {
        statistics.known[theorem.knownAs] = theorem.name
      }
    }
    return statistics
  }

  /// Paths of the files of the newest commit, sorted.
  public func files() throws -> [String] { try repository.files(in: headTree()) }

  /// A file of the newest commit; nil when it has none of that path.
  public func file(_ path: String) throws -> String? {
    try repository.file(path, in: headTree()).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Writes those files of the newest commit into a folder.
  public func write(to folder: String, where isWanted: (String) -> Bool) throws {
    let tree = try headTree()
    for path in try repository.files(in: tree) where isWanted(path) {
      let file = URL(filePath: folder + "/" + path)
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(repository.file(path, in: tree) ?? []).write(to: file)
      } catch let error as CocoaError {
        throw CorpusError.unwritable(path: file.path, detail: error.localizedDescription)
      }
    }
  }

  /// Lean module in which a theorem is; nil when the corpus has no such theorem.
  public func module(of theorem: String) throws -> String? {
    try index().location[theorem]?.module
  }
}
