import Records

/// What samples came to: pure functions of the samples.
package struct EvalReport: Codable, Hashable, Sendable {
  /// Samples asked for, a problem.
  package var samples: Int
  /// What the samples depend on.
  package var settings: EvalSettings
  package var results: [Result]

  /// One suite with one prover.
  package struct Result: Codable, Hashable, Sendable {
    package var suite: String
    package var prover: String
    package var problems: Int
    /// Samples on disk, declined ones included.
    package var drawn: Int
    /// Samples that nobody could judge: they are in no rate.
    package var declined: Int
    /// Problems with at least one proof that the checkers accepted.
    package var solved: [String]
    /// After turn 1, after turn 2 …; a prover that is not asked again has one.
    package var turns: [Turn]
  }

  /// How things stood after so many turns, and what the answers of the last of them were like.
  package struct Turn: Codable, Hashable, Sendable {
    package var turn: Int
    /// Over all turns so far.
    package var pass: [PassRate]
    /// Problems solved so far.
    package var solved: Int
    /// Answers of this turn, without those that did not come.
    package var answers: Int
    /// Mean length of an answer: tokens, for a search tactic applications.
    package var meanLength: Double?
    /// Share of answers that a proof could be taken from, whether it was right or not.
    package var valid: Double?
    /// Answers by what became of them.
    package var outcomes: [String: Int]
    /// Answers cut at the largest length.
    package var cut: Int
    /// Answers that failed each check of the format.
    package var formatErrors: [String: Int]
    /// Answers whose feedback had to be shortened.
    package var feedbackTooLong: Int
  }

  /// - Parameter samples: by suite and problem; those from `count` on are not looked at.
  package init(
    samples count: Int, ks: [Int], settings: EvalSettings,
    runs: [(prover: String, suite: EvalSuite, samples: [String: [ProofSample]])]
  ) {
    samples = count
    self.settings = settings
    results = runs.map { run in
      let lists = run.suite.problems.map { problem in
        (run.samples[problem.name] ?? []).filter { $0.ordinal < count }
      }
      let all = lists.flatMap { $0 }
      let turns = max(1, all.map(\.turns.count).max() ?? 1)
      return Result(
        suite: run.suite.name, prover: run.prover, problems: lists.count, drawn: all.count,
        declined: all.count { $0.outcome == .declined },
        solved: zip(run.suite.problems, lists).filter { pair in
          pair.1.contains { $0.outcome == .proved }
        }.map(\.0.name),
        turns: (1...turns).map { Turn($0, of: lists, ks: ks) })
    }
  }
}

extension EvalReport.Turn {
  /// - Parameter problems: the samples of each problem.
  package init(_ turn: Int, of problems: [[ProofSample]], ks: [Int]) {
    self.turn = turn
    let tallies = problems.map { SampleTally($0, afterTurns: turn) }
    pass = ks.map { PassRate(k: $0, tallies: tallies) }
    solved = tallies.count { $0.proved > 0 }
    let asked = problems.joined().compactMap {
      $0.turns.count >= turn ? $0.turns[turn - 1] : nil
    }
    outcomes = Dictionary(asked.map { ($0.outcome.rawValue, 1) }, uniquingKeysWith: +)
    // A declined turn without a length is an answer that never came.
    let came = asked.filter { $0.outcome != .declined || $0.length > 0 }
    answers = came.count
    let count = Double(came.count)
    meanLength = came.isEmpty ? nil : Double(came.reduce(0) { $0 + $1.length }) / count
    valid = came.isEmpty ? nil : Double(came.count { $0.outcome != .malformed }) / count
    cut = came.count(where: \.isCut)
    formatErrors = Dictionary(
      came.flatMap { Set($0.formatErrors) }.map { ($0, 1) }, uniquingKeysWith: +)
    feedbackTooLong = came.count(where: \.feedbackTooLong)
  }
}
