/// Names under which evaluations are recorded.
package enum EvaluationRanker {
  /// The prover as the run uses it.
  package static let current = "current"
  /// Its transformer alone.
  package static let transformer = "transformer"
  package static let uniform = "untrained"
  package static let fixedOrder = "fixed order"
  package static let logLinear = "log-linear"
}
