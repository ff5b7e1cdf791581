import Basics
import Foundation
import GRDB
import Records

/// Everything that a run knows, in one SQLite file: rounds and their phases, conjectures, attempts,
/// verdicts, theorems, library, curriculum, evaluations, training examples.
///
/// A phase's results and the step to the next phase are one transaction. A process killed at any moment
/// finds the round in the phase that was not finished, with nothing half-written.
public actor RunStore {
  public enum Mode: Sendable {
    /// The daemon: creates and updates the file.
    case writing
    /// `status`, `corpus stats`: reads beside a running daemon, and changes nothing.
    case reading
  }

  public nonisolated let path: String
  private let executor = SerialQueueExecutor(label: "run-store")
  private let queue: DatabaseQueue

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Opens and checks the database; blocks for as long as SQLite's quick check takes.
  /// - Parameter maximumBytes: size that the file may grow to; nil: as the disk allows.
  /// - Throws: `RunStoreError`
  public init(path: String, mode: Mode = .writing, maximumBytes: Int? = nil) throws {
    self.path = path
    do {
      queue = try Self.open(path, mode: mode, maximumBytes: maximumBytes)
    } catch let error as DatabaseError {
      throw RunStoreError(error, path: path)
    } catch let error as CocoaError {
      throw RunStoreError.unreadable(path: path, detail: error.localizedDescription)
    }
  }

  /// Writes what SQLite holds back into the file. The store cannot be used afterwards.
  public func close() throws { try mapped { try queue.close() } }

  private static func open(_ path: String, mode: Mode, maximumBytes: Int?) throws -> DatabaseQueue {
    let exists = FileManager.default.fileExists(atPath: path)
    if mode == .reading, !exists { throw RunStoreError.missing(path: path) }
    var configuration = Configuration()
    configuration.label = "run-store"
    configuration.busyMode = .timeout(5)
    configuration.readonly = mode == .reading
    if mode == .writing {
      // The writer's check comes before it switches a foreign file to WAL.
      if exists { try check(DatabaseQueue(path: path, configuration: configuration), path) }
      let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      configuration.journalMode = .wal
      configuration.prepareDatabase { database in
        // A finished phase survives a power cut too; a few syncs a round cost nothing.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        if let maximumBytes {
          let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
          let pages = max(1, maximumBytes / pageSize)
          try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
      }
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    if mode == .writing {
      try Schema.migrator().migrate(queue)
    } else {
      try check(queue, path)
      let isCurrent = try queue.read { try Schema.migrator().hasCompletedMigrations($0) }
      if !isCurrent { throw RunStoreError.olderFormat(path: path) }
    }
    return queue
  }

  /// Is this a run's database, undamaged, and of a version that this program knows?
  private static func check(_ queue: DatabaseQueue, _ path: String) throws {
    try queue.read { database in
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      // An empty file is what a kill during the very first open leaves.
      if tables == 0 { return }
      let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
      guard application == Schema.applicationID else {
        throw RunStoreError.foreign(path: path, detail: "its application id is another")
      }
      let report = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no report"
      if report != "ok" {
        let line = report.split(whereSeparator: \.isNewline).joined(separator: ", ")
        throw RunStoreError.corrupted(path: path, detail: line)
      }
      if try Schema.migrator().hasBeenSuperseded(database) {
        throw RunStoreError.newerFormat(path: path)
      }
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try mapped { try queue.read(body) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try mapped { try queue.write(body) }
  }

  private func mapped<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as DatabaseError {
      throw RunStoreError(error, path: path)
    }
  }
}
