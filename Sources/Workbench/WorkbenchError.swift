/// What a person has to mend before the work can go on.
package enum WorkbenchError: Error, CustomStringConvertible {
  case unwritable(path: String, reason: String)
  case locked(folder: String, by: String)
  case noRun(folder: String)
  case seedCorpusMissing(path: String)
  /// Rounds committed to the corpus, and rounds that the database knows to be committed and to have begun.
  case roundsDisagree(corpus: String, committed: Int?, recorded: Int, begun: Int)
  case unreadable(path: String, reason: String)
  case diskFull(folder: String, freeMB: Int, neededMB: Int)
  case usage(String)
  case checkersUnfit(String)

  /// Whether what was asked for is wrong, not what was found.
  package var isUsage: Bool { if case .usage = self { true } else { false } }

  package var description: String {
    switch self {
    case .unwritable(let path, let reason):
      "cannot write \(path): \(reason); make it writable or set run.directory"
    case .locked(let folder, let by):
      "another daemon works on \(folder) (\(by)); stop it, or choose another run.name"
    case .noRun(let folder): "no run in \(folder); start one with 'lemmaloom run'"
    case .seedCorpusMissing(let path):
      "the seed corpus \(path) is missing; run from the project's folder or set run.seed_corpus"
    case .roundsDisagree(let corpus, let committed, let recorded, let begun):
      "the corpus \(corpus) "
        + (committed.map { "ends with round \($0)" } ?? "is missing")
        + ", but run.sqlite beside it "
        + (begun == 0
          ? "is missing or empty"
          : (committed ?? 0) < recorded
            ? "recorded round \(recorded)" : "has begun round \(begun) at most")
        + ": put both back from the same time, or go on with another run.name"
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .diskFull(let folder, let free, let needed):
      "\(free) MB left on the disk of \(folder), run.disk_mb_min is \(needed); free some space, then start again"
    case .usage(let text): text
    case .checkersUnfit(let text):
      "no checker is fit to judge: \(text); see checkers.backends in config.yaml"
    }
  }
}
