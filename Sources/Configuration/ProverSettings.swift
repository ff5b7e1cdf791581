import Curriculum
import Prover

/// `prover:` how proofs are searched.
package struct ProverSettings: Equatable, Sendable {
  package enum Method: String, CaseIterable, Codable, Sendable {
    case search
    case wholeProof = "whole-proof"
    /// Whole proofs for what the search failed on.
    case both
  }

  package var method = Method.search
  package var search = SearchSettings()
  package var wholeProof = WholeProofSettings()
  package var hindsightMax = 50
  package var minimise = true
  package var negation = true

  static let format = Format<ProverSettings>.record(
    ProverSettings(),
    fields: [
      Field(
        "method", \.method, .choice,
        "search, whole-proof (a language model writes whole proofs), or both: first the search, then the model."
      ),
      Field("search", \.search, SearchSettings.format, "Search over proof states."),
      Field(
        "whole_proof", \.wholeProof, WholeProofSettings.format,
        "A language model that writes whole proofs: docs/LARGE_MODELS.md."),
      Field(
        "hindsight_max", \.hindsightMax, .integer(0...100_000),
        "Goals proved inside searches that a round keeps, a domain."),
      Field("minimise", \.minimise, .boolean, "Drop unused steps of a proof and check again."),
      Field("negation", \.negation, .boolean, "Try the negation where a conjecture looks false."),
    ],
    check: { prover in
      prover.method == .search || prover.wholeProof.model.isSet
        ? []
        : [
          Finding(
            "method",
            "is '\(prover.method.rawValue)', but prover.whole_proof.model names no model; give a url or a checkpoint"
          )
        ]
    })
}

/// `prover.search:` the search over proof states.
package struct SearchSettings: Equatable, Sendable {
  package enum Strategy: String, CaseIterable, Codable, Sendable {
    case bestFirst = "best-first"
  }
  package enum Ranker: String, CaseIterable, Codable, Sendable {
    case transformer
    /// Transformer and log-linear ranker together.
    case ensemble
    case logLinear = "log-linear"
    /// The domain's tactics in the order of the configuration, no learning.
    case fixedOrder = "fixed-order"
    case uniform
  }

  package var strategy = Strategy.bestFirst
  package var ranker = Ranker.ensemble
  package var warmStart = Ranker.fixedOrder
  package var ratio = 0.35
  package var options = SearchOptions()

  static let format = Format<SearchSettings>.record(
    SearchSettings(),
    fields: [
      Field("strategy", \.strategy, .choice, "best-first."),
      Field(
        "ranker", \.ranker, .choice,
        "ensemble (transformer and log-linear), transformer, log-linear, fixed-order or uniform."),
      Field(
        "warm_start", \.warmStart, .choice,
        "The ranker of domains with few examples, and of every second attempt at a statement."),
      Field("budget", \.options.budget, .integer(1...1_000_000), "Tactic applications an attempt."),
      Field(
        "expansions", \.options.expansions, .integer(1...1024),
        "Most tactics of a search in one step; up to 4 times that where few run."),
      Field(
        "ratio", \.ratio, .number(0...1),
        "How probable a tactic must be, against the best one, to be tried in the same step."),
      Field("candidates", \.options.candidates, .integer(1...1024), "Candidate tactics of a goal."),
      Field(
        "hypotheses", \.options.hypotheses, .integer(0...256),
        "Hypotheses that tactics are filled with."),
      Field(
        "depth", \.options.depth, .integer(1...1024), "Longest path from the statement to a goal."),
      Field(
        "concurrent", \.options.concurrent, .integer(1...65_536), "Searches that advance together."),
      Field(
        "exploration", \.options.exploration, .number(0...1),
        "Part of the choices in self-play that ignore the ranking."),
    ],
    check: { search in
      search.options.expansions <= search.options.candidates
        ? []
        : [
          Finding(
            "expansions",
            "is \(search.options.expansions), more than candidates (\(search.options.candidates))")
        ]
    })
}

/// `library:` which proved theorems become lemmas for later proofs.
package struct LibrarySettings: Equatable, Sendable {
  package var perGoal = 12
  package var generalise = true
  package var options = LibraryOptions()

  static let format = Format<LibrarySettings>.record(
    LibrarySettings(),
    fields: [
      Field(
        "size", \.options.size, .integer(0...10_000), "Lemmas in play, a domain; 0: no library."),
      Field("per_goal", \.perGoal, .integer(0...1024), "Lemmas offered at a goal, by relevance."),
      Field(
        "statement_size_max", \.options.statementSizeMax, .integer(1...1024),
        "Largest statement, in symbols, that becomes a lemma."),
      Field(
        "generalise", \.generalise, .boolean,
        "Try a proved theorem again with constants made variables."),
      Field(
        "retire_after_rounds", \.options.retireAfterRounds, .integer(1...1_000_000),
        "A lemma unused for so long leaves."),
    ])
}
