import Checkers
import Configuration
import Foundation
import LeanInterface
import LeanText

extension Configuration {
  /// The configured checkers, not examined yet.
  /// - Parameters:
  ///   - pool: the local Lean, whose budget they share.
  ///   - sources: root of the Lean sources of theories and corpus.
  ///   - compiled: folder of their compiled modules.
  package func checkers(
    named names: [String], _ pool: LeanPool, sources: String, compiled: String
  )
    throws -> [any Checker]
  {
    let context = checkerContext(pool, sources: sources, compiled: compiled)
    return try names.map { try CheckerRegistry.make($0, context) }
  }

  var checkerGate: ProofGate {
    ProofGate(
      axioms: checkers.axioms,
      lint: ProofLintOptions(helpers: checkers.helpers, options: Set(checkers.options)))
  }

  package var checkerQuorum: Quorum {
    switch checkers.quorum {
    case .all: .all
    case .any: .any
    case .majority: .majority
    case .confirm: .confirm(by: checkers.confirm)
    }
  }

  /// The pool with limits for whole proofs, on the same budget: the search's heartbeats, which are for one tactic, would
  /// not do.
  package func proofPool(_ pool: LeanPool, compiled: String) -> LeanPool {
    pool.limited(to: proofOptions, searchPath: [compiled])
  }

  package var proofOptions: LeanOptions {
    var options = lean.options
    options.heartbeats *= LeanPool.heartbeatsAProof
    return options
  }

  private func checkerContext(_ pool: LeanPool, sources: String, compiled: String)
    -> CheckerContext
  {
    return CheckerContext(
      pool: proofPool(pool, compiled: compiled), gate: checkerGate,
      replay: checkers.replay, needsIsolation: checkers.isolation == .required, sources: sources,
      searchPath: [compiled],
      repl: checkers.repl, kimina: checkers.kimina, command: checkers.command)
  }
}
