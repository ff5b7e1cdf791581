import RunStore

/// What there is to say about a run at one moment. Views are functions of this value alone.
package struct RunProgress: Equatable, Sendable {
  /// One domain of the curriculum.
  package struct DomainProgress: Equatable, Sendable {
    package var name: String
    package var level: Int
    /// Level before the last change; nil when it has not changed.
    var previousLevel: Int?
    /// Proved among judged attempts in the window, 0 to 1; nil without any.
    package var successRate: Double?
    /// Judged attempts in the window; declined ones are none.
    package var evidence: Int
    package var windowRounds: Int
    /// Success rate to stay in.
    package var band: ClosedRange<Double>
    package var theorems: Int

    package init(
      name: String, level: Int, previousLevel: Int? = nil, successRate: Double? = nil,
      evidence: Int = 0, windowRounds: Int, band: ClosedRange<Double>, theorems: Int = 0
    ) {
      self.name = name
      self.level = level
      self.previousLevel = previousLevel
      self.successRate = successRate
      self.evidence = evidence
      self.windowRounds = windowRounds
      self.band = band
      self.theorems = theorems
    }
  }

  /// Results of one benchmark suite, oldest first.
  package struct SuiteTrend: Equatable, Sendable {
    package struct Point: Equatable, Sendable {
      package var round: Int
      package var solved: Int
      package var total: Int
    }
    package var name: String
    package var points: [Point]
  }

  /// The answers of a whole-proof prover in one round.
  package struct AnswerSummary: Equatable, Sendable {
    package var round: Int
    package var answers: Int
    /// Share that a proof could be cut from.
    package var valid: Double?
    /// Chance that one of `samples` proves a statement, at first and after the last correction; the latter nil
    /// where nothing was corrected.
    package var samples: Int
    package var first: Double?
    package var corrected: Double?

    /// nil for a round without such answers.
    package init?(round: Int, metrics: Metrics) {
      guard let answers = metrics[.turnAnswers(1)] else { return nil }
      self.round = round
      self.answers = Int(answers)
      valid = metrics[.valid(1)]
      // Rounds of versions before 0.2 lack these two.
      samples = Int(metrics[.bestOf] ?? 8)
      first = metrics[.best(1, of: samples)]
      let last = Int(metrics[.turns] ?? 2)
      corrected = last > 1 ? metrics[.best(last, of: samples)] : nil
    }

    /// `640 answers in round 3, 92% valid, best@8 45% → 52% corrected`
    package var text: String {
      var parts = ["\(Wording.count(answers, "answer")) in round \(round)"]
      if let valid { parts.append("\(Wording.percent(valid)) valid") }
      if let first {
        parts.append(
          "best@\(samples) \(Wording.percent(first))"
            + (corrected.map { " → \(Wording.percent($0)) corrected" } ?? ""))
      }
      return parts.joined(separator: ", ")
    }
  }

  package var run: String
  package var round = 0
  /// The phase in words: `prove`.
  package var phase = ""
  /// Units of work in the phase; a total of 0 means that nobody knows.
  package var phaseDone = 0
  package var phaseTotal = 0
  package var tacticsPerSecond = 0.0
  package var domains: [DomainProgress] = []
  /// Lean text of the theorem proved last.
  package var newestTheorem = ""
  package var corpusTheorems = 0
  package var evaluations: [SuiteTrend] = []
  /// nil without a whole-proof prover.
  package var answers: AnswerSummary?
  package var elapsedSeconds = 0
  /// Something a person should know, such as that the run is stopping.
  package var message = ""
  package var toolchain = ""
  package var modelParameters = 0

  package init(run: String) { self.run = run }
}
