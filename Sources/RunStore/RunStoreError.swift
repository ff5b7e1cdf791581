import GRDB

/// What can go wrong with a run's database; each message names the place and what to do.
public enum RunStoreError: Error, Equatable, CustomStringConvertible {
  /// The file is a database of another program, or no database at all.
  case foreign(path: String, detail: String)
  /// The file is damaged.
  case corrupted(path: String, detail: String)
  /// A newer Lemmaloom wrote the file.
  case newerFormat(path: String)
  /// An older Lemmaloom wrote the file, and it was opened for reading only.
  case olderFormat(path: String)
  case missing(path: String)
  case unreadable(path: String, detail: String)
  case readOnly(path: String)
  case full(path: String)
  case locked(path: String)
  /// Reading or writing the file failed below SQLite.
  case inputOutput(path: String, detail: String)
  case unknownRound(Int)
  case roundOpen(Int, phase: Phase)
  case wrongPhase(round: Int, expected: Phase, given: Phase)
  /// A stored value cannot be read back, or a value cannot be stored.
  case badValue(table: String, detail: String)
  case database(path: String, detail: String)

  public var description: String {
    switch self {
    case .foreign(let path, let detail):
      "\(path) is not a run database (\(detail)): choose another run directory"
    case .corrupted(let path, let detail):
      "\(path) is damaged (\(detail)): restore it from a backup, or go on with another run.name; "
        + "the theorems themselves are in the corpus beside it"
    case .newerFormat(let path):
      "\(path) was written by a newer Lemmaloom: use that version, or start another run"
    case .olderFormat(let path):
      "\(path) was written by an older Lemmaloom: 'lemmaloom run' updates it when it opens it"
    case .missing(let path):
      "\(path) does not exist: start the run with 'lemmaloom run' first"
    case .unreadable(let path, let detail):
      "\(path) cannot be opened (\(detail)): check that its directory exists and that you may "
        + "read and write there"
    case .readOnly(let path):
      "\(path) cannot be written: check the permissions of the file and its directory"
    case .full(let path):
      "no space left for \(path): free disk space or raise the limit; nothing was half-written, "
        + "the run resumes from the last finished step"
    case .locked(let path):
      "\(path) is locked by another process: stop the other daemon of this run, then try again"
    case .inputOutput(let path, let detail):
      "reading or writing \(path) failed (\(detail)): check the disk; the run resumes from the "
        + "last finished step"
    case .unknownRound(let number):
      "round \(number) is not in the run database: begin it before recording its results"
    case .roundOpen(let number, let phase):
      "round \(number) is still open in phase '\(phase.rawValue)': finish it before the next one"
    case .wrongPhase(let round, let expected, let given):
      "round \(round) is in phase '\(expected.rawValue)', not '\(given.rawValue)': "
        + "results of a later phase cannot be recorded yet"
    case .badValue(let table, let detail):
      "a value of \(table) cannot be stored in run.sqlite or read there (\(detail)): the file is "
        + "damaged, or of another version of Lemmaloom; restore it from a backup, or go on with "
        + "another run.name"
    case .database(let path, let detail):
      "the database \(path) reports: \(detail)"
    }
  }

  /// Sorts an error of SQLite's by what a person can do about it.
  init(_ error: DatabaseError, path: String) {
    let detail = error.message ?? "SQLite code \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: self = .full(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
    case .SQLITE_CORRUPT: self = .corrupted(path: path, detail: detail)
    case .SQLITE_NOTADB: self = .foreign(path: path, detail: detail)
    case .SQLITE_CANTOPEN, .SQLITE_AUTH: self = .unreadable(path: path, detail: detail)
    case .SQLITE_IOERR: self = .inputOutput(path: path, detail: detail)
    default: self = .database(path: path, detail: detail)
    }
  }
}
