import Basics
import Foundation
import Records

/// The grown corpus: a git repository and Lake package whose first commit is the seed, then one commit and
/// one annotated tag a round.
///
/// A commit becomes visible by moving the branch, last; killed before that, nothing has happened, killed
/// after it, opening puts tag and work tree right. The work tree belongs to the daemon: edits of committed
/// files are replaced, other files are left alone.
public actor GitCorpus {
  public struct Options: Sendable {
    public var authorName = "Lemmaloom"
    public var authorEmail = "lemmaloom@localhost"

    public init() {}
  }

  public nonisolated let path: String
  let repository: GitRepository
  private let options: Options
  private let executor = SerialQueueExecutor(label: "git-corpus")
  /// Read on first use.
  private var loadedIndex: TheoremIndex?

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Opens a corpus and puts right what a killed process left. Blocks while the work tree is compared.
  /// - Throws: `CorpusError`
  public init(opening path: String, options: Options = Options()) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CorpusError.missing(path: path)
    }
    let repository = try GitRepository(opening: path)
    try Self.recover(repository, options)
    self.path = path
    self.repository = repository
    self.options = options
  }

  /// Opens a corpus as it is, beside a daemon that may be writing it: nothing is put right, nothing may be committed.
  /// - Throws: `CorpusError`
  public init(reading path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CorpusError.missing(path: path)
    }
    let repository = try GitRepository(opening: path)
    _ = try Self.newestRoundCommit(repository)
    self.path = path
    self.repository = repository
    options = Options()
  }

  /// Makes a corpus from a seed folder and opens it. It appears under its name complete or not at all.
  /// - Parameter date: time of the first commit.
  public static func create(
    at path: String, seed: String, date: Date, options: Options = Options()
  ) throws -> GitCorpus {
    let manager = FileManager.default
    if manager.fileExists(atPath: path),
      (try? manager.contentsOfDirectory(atPath: path))?.isEmpty != true
    {
      throw CorpusError.occupied(path: path)
    }
    let files = try SeedFolder.files(in: seed)
    if let record = files.first(where: { ModuleName.round(ofRecords: $0.path) != nil }) {
      throw CorpusError.badSeed(
        path: seed,
        detail: "it is a grown corpus (\(record.path)): its theorems would be there twice")
    }
    let partial = path + ".partial"
    do {
      try manager.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      if manager.fileExists(atPath: partial) { try manager.removeItem(atPath: partial) }
      let repository = try GitRepository(creating: partial)
      _ = try repository.commit(
        tree: repository.tree(base: nil, adding: files), parent: nil,
        author: person(options, date), message: seedMessage)
      try repository.restoreWorkTree()
      if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
      try manager.moveItem(atPath: partial, toPath: path)
    } catch let error as CocoaError {
      throw CorpusError.unwritable(path: path, detail: error.localizedDescription)
    }
    return try GitCorpus(opening: path, options: options)
  }

  /// Commits a round with its modules, traces, records, README and tag. A round that the corpus has already
  /// is not committed again.
  public func commitRound(_ round: RoundCommit) throws -> CommittedRound {
    guard let head = try repository.head(), let newest = head.round else {
      throw CorpusError.foreignHead(path: path, detail: "HEAD is no commit of a round")
    }
    if round.round <= newest {
      let commit = try commit(ofRound: round.round)
      try finish(commit)
      return CommittedRound(commit: commit.id.description, isNew: false, skipped: [:])
    }
    let files = try RoundFiles(round, index: index()) { try records(ofRound: $0, head.tree) }
    let tree = try repository.tree(base: head.tree, adding: files.files)
    let id = try repository.commit(
      tree: tree, parent: head.id, author: Self.person(options, round.date),
      message: round.message)
    loadedIndex = files.index
    try finish(repository.commit(id))
    return CommittedRound(commit: id.description, isNew: true, skipped: files.skipped)
  }

  /// What follows the commit itself and is repeated after a kill: tag and work tree.
  private func finish(_ commit: GitRepository.Commit) throws {
    try Self.tag(commit, repository, options)
    try repository.restoreWorkTree()
  }

  func commit(ofRound round: Int) throws -> GitRepository.Commit {
    var found: GitRepository.Commit?
    try repository.walk { commit in
      if commit.round == round { found = commit }
      return found == nil && (commit.round ?? 0) > round
    }
    guard let found else {
      throw CorpusError.badRound(
        round, detail: "the corpus at \(path) is further but has no such round")
    }
    return found
  }

  /// The tree of the newest commit.
  func headTree() throws -> GitID {
    guard let head = try repository.head() else {
      throw CorpusError.foreignHead(path: path, detail: "it has no commit")
    }
    return head.tree
  }

  func index() throws -> TheoremIndex {
    if let loadedIndex { return loadedIndex }
    var index = TheoremIndex()
    let tree = try headTree()
    for (round, file) in try recordFiles(tree) {
      let bytes = try repository.file(file, in: tree) ?? []
      let entries = try RecordFile.decode(
        bytes, as: TheoremIndex.Entry.self, repository: path, file: file)
      for entry in entries {
        index.add(entry.name, in: ModuleName(domain: entry.statement.domain, round: round))
      }
    }
    loadedIndex = index
    return index
  }

  func recordFiles(_ tree: GitID) throws -> [(round: Int, file: String)] {
    try repository.files(in: tree).compactMap { file in
      ModuleName.round(ofRecords: file).map { ($0, file) }
    }.sorted { $0.round < $1.round }
  }

  func records(ofRound round: Int, _ tree: GitID) throws -> [Theorem] {
    let file = ModuleName.records(round: round)
    return try RecordFile.decode(
      repository.file(file, in: tree) ?? [], as: Theorem.self, repository: path, file: file)
  }

  private static func recover(_ repository: GitRepository, _ options: Options) throws {
    repository.removeStaleFiles()
    try tag(newestRoundCommit(repository), repository, options)
    try repository.restoreWorkTree()
  }

  private static func newestRoundCommit(_ repository: GitRepository) throws
    -> GitRepository.Commit
  {
    let path = repository.path
    guard let head = try repository.head() else {
      throw CorpusError.notARepository(path: path, detail: "it has no commit")
    }
    guard try repository.headBranch() == "refs/heads/main" else {
      throw CorpusError.foreignHead(path: path, detail: "HEAD is not on the branch 'main'")
    }
    guard head.round != nil else {
      throw CorpusError.foreignHead(
        path: path, detail: "HEAD is '\(head.summary)' (\(head.id)), which no round made")
    }
    return head
  }

  private static func tag(
    _ commit: GitRepository.Commit, _ repository: GitRepository, _ options: Options
  ) throws {
    guard let round = commit.round, round > 0 else { return }
    let date = Date(timeIntervalSince1970: Double(commit.seconds))
    try repository.tag(
      ModuleName.tag(round: round), at: commit.id, tagger: person(options, date),
      message: commit.summary + "\n")
  }

  private static func person(_ options: Options, _ date: Date) -> GitRepository.Person {
    GitRepository.Person(
      name: options.authorName, email: options.authorEmail,
      seconds: Int64(date.timeIntervalSince1970.rounded(.down)))
  }

  private static let seedMessage = """
    Seed: theories and benchmarks

    What the run starts from. Every later commit is a round of Lemmaloom.

    Round: 0
    Corpus-Format: 1

    """
}
