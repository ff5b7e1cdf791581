import CLibgit2

/// What can go wrong with the git corpus; each message names the place and what to do.
public enum CorpusError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)
  case notARepository(path: String, detail: String)
  /// HEAD is not where the daemon left it.
  case foreignHead(path: String, detail: String)
  /// A new corpus cannot be made where something is already.
  case occupied(path: String)
  case badSeed(path: String, detail: String)
  case unwritable(path: String, detail: String)
  case full(path: String)
  /// An object or a record cannot be read.
  case damaged(path: String, detail: String)
  /// The round cannot be committed as it is; nothing was changed.
  case badRound(Int, detail: String)
  case unknownTheorem(String)
  case git(path: String, call: String, detail: String)

  public var description: String {
    switch self {
    case .missing(let path):
      "there is no corpus at \(path): put it back from a backup, or start a run with 'lemmaloom run'"
    case .notARepository(let path, let detail):
      "\(path) is not a git corpus (\(detail)): choose another run directory or move it away"
    case .foreignHead(let path, let detail):
      "the corpus at \(path) is not as the daemon left it (\(detail)): keep own work on a branch "
        + "('git -C \(path) branch mine'), then check out 'main' at its newest 'round-' tag"
    case .occupied(let path):
      "\(path) exists and is not empty: a new corpus needs a new directory"
    case .badSeed(let path, let detail):
      "the seed corpus \(path) cannot be read (\(detail)): name the folder that holds the theories"
    case .unwritable(let path, let detail):
      "the corpus at \(path) cannot be written (\(detail)): check the permissions of the directory "
        + "and its owner"
    case .full(let path):
      "no space left for the corpus at \(path): free disk space; the last commit is whole, and the "
        + "round is committed again on resume"
    case .damaged(let path, let detail):
      "the corpus at \(path) is damaged (\(detail)): run 'git -C \(path) fsck --full', and restore "
        + "the repository from a clone or a backup"
    case .badRound(let round, let detail):
      "round \(round) cannot be committed: \(detail)"
    case .unknownTheorem(let name):
      "the corpus has no theorem '\(name)': 'lemmaloom corpus stats' counts what it has"
    case .git(let path, let call, let detail):
      "git at \(path) refuses to \(call): \(detail)"
    }
  }

  /// Sorts the last error of libgit2 on this thread by what a person can do about it.
  static func lastGitError(code: Int32, _ call: String, path: String) -> CorpusError {
    var detail = "code \(code)"
    var kind = GIT_ERROR_NONE.rawValue
    if let error = git_error_last() {
      detail = String(cString: error.pointee.message)
      kind = UInt32(bitPattern: error.pointee.klass)
    }
    if detail.contains("No space left") || detail.contains("Disk quota exceeded") {
      return .full(path: path)
    }
    let refusals = ["Permission denied", "Read-only file system", "Not a directory"]
    if refusals.contains(where: detail.contains) {
      return .unwritable(path: path, detail: detail)
    }
    if kind == GIT_ERROR_ODB.rawValue || kind == GIT_ERROR_ZLIB.rawValue
      || kind == GIT_ERROR_OBJECT.rawValue
    {
      return .damaged(path: path, detail: detail)
    }
    return .git(path: path, call: call, detail: detail)
  }
}
