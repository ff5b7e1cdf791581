import Checkers
import Completion
import Configuration
import Conjecturer
import Corpus
import Evaluation
import Foundation
import LeanInterface
import Prover
import RunStore
import Workbench

/// A workbench with what a round writes to. Opened once by `RunOpening`.
package struct RunContext: Sendable {
  let bench: Workbench
  let runFolder: RunFolder
  /// The workbench's, for writing.
  let store: RunStore
  let corpus: GitCorpus
  let conjecturer: Conjecturer
  var search: any StatementSearch
  /// Writes whole proofs; nil where no model is configured for it.
  let wholeProofProver: WholeProofProver?
  /// Proves by steps what that prover fails on; nil where it is switched off.
  let decomposition: Decomposition?
  /// Answers prompts for conjectures; nil where no model is configured for it.
  let conjecturerModel: (any CompletionModel)?
  /// The configured checkers and their quorum rule.
  let panel: Panel
  let suites: [BenchmarkSuite]
  let memory: Memory
  package let board: ProgressBoard
  let reader: ProgressReader
  let clock: @Sendable () -> Date

  var configuration: Configuration { bench.configuration }
  var pool: LeanPool { bench.pool }
  var models: Models { bench.models }
  var seed: UInt64 { bench.seed }

  /// A round's commit carries the time at which the round began: known before and after a kill.
  func commitDate(_ started: Date?) -> Date { started ?? clock() }
}
