/// `evaluation:` benchmarks and the gate for new checkpoints.
package struct EvaluationSettings: Equatable, Sendable {
  /// 0: never.
  package var every = 5
  package var budget = 128
  package var suites = [
    "Benchmarks/Kleene.lean", "Benchmarks/NaturalNumbers.lean", "Benchmarks/Lists.lean",
    "Benchmarks/Tautologies.lean",
  ]
  package var gate = 0.9

  static let format = Format<EvaluationSettings>.record(
    EvaluationSettings(),
    fields: [
      Field("every", \.every, .integer(0...1_000_000), "Rounds between evaluations; 0: none."),
      Field("budget", \.budget, .integer(1...1_000_000), "Tactic applications a problem."),
      Field(
        "suites", \.suites, .set(.text(problem: RunSettings.emptyPath), count: 0...64),
        "Lean files with theorems to be proved, below run.seed_corpus."),
      Field(
        "gate", \.gate, .number(0...1),
        "The new prover stays if it ranks held-out steps at least this part as well as the old one."
      ),
    ])
}
