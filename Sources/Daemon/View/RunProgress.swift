/// What there is to say about a run at one moment. Views are functions of this value alone.
struct RunProgress: Equatable, Sendable {
  /// One domain of the curriculum.
  struct DomainProgress: Equatable, Sendable {
    var name: String
    var level: Int
    /// Level before the last change; nil when it has not changed.
    var previousLevel: Int?
    /// Proved among judged attempts in the window, 0 to 1; nil without any.
    var successRate: Double?
    /// Judged attempts in the window; declined ones are none.
    var evidence: Int
    var windowRounds: Int
    /// Success rate to stay in.
    var band: ClosedRange<Double>
    var theorems: Int

    init(
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
  struct SuiteTrend: Equatable, Sendable {
    struct Point: Equatable, Sendable {
      var round: Int
      var solved: Int
      var total: Int
    }
    var name: String
    var points: [Point]
  }

  /// The answers of a whole-proof prover in one round.
  struct AnswerSummary: Equatable, Sendable {
    var round: Int
    var answers: Int
    /// Share that a proof could be cut from.
    var valid: Double?
    /// Chance that one of `samples` proves a statement, at first and after the last correction; the latter nil
    /// where nothing was corrected.
    var samples: Int
    var first: Double?
    var corrected: Double?

    /// nil for a round without such answers.
    init?(round: Int, metrics: [String: Double]) {
      guard let answers = metrics["prove.turn1.answers"] else { return nil }
      let turns = metrics.keys.compactMap { $0.wholeMatch(of: #/prove\.turn(\d+)\.answers/#) }
        .compactMap { Int($0.output.1) }
      let ks = metrics.keys.compactMap { $0.wholeMatch(of: #/prove\.turn1\.best@(\d+)/#) }
        .compactMap { Int($0.output.1) }
      self.round = round
      self.answers = Int(answers)
      valid = metrics["prove.turn1.valid"]
      samples = ks.max() ?? 1
      first = metrics["prove.turn1.best@\(samples)"]
      let last = turns.max() ?? 1
      corrected = last > 1 ? metrics["prove.turn\(last).best@\(samples)"] : nil
    }

    /// `640 answers in round 3, 92% valid, best@8 45% → 52% corrected`
    var text: String {
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

  var run: String
  var round = 0
  /// The phase in words: `prove`.
  var phase = ""
  /// Units of work in the phase; a total of 0 means that nobody knows.
  var phaseDone = 0
  var phaseTotal = 0
  var tacticsPerSecond = 0.0
  var domains: [DomainProgress] = []
  /// Lean text of the theorem proved last.
  var newestTheorem = ""
  var corpusTheorems = 0
  var evaluations: [SuiteTrend] = []
  /// nil without a whole-proof prover.
  var answers: AnswerSummary?
  var elapsedSeconds = 0
  /// Something a person should know, such as that the run is stopping.
  var message = ""
  var toolchain = ""
  var modelParameters = 0

  init(run: String) { self.run = run }
}

/// How numbers are written for people.
enum Wording {
  static func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded()))%" }

  /// `35–60%`.
  static func percents(_ band: ClosedRange<Double>) -> String {
    "\(Int((band.lowerBound * 100).rounded()))–\(percent(band.upperBound))"
  }

  /// `45 s`, `12 min 05 s`, `3 h 07 min`, `2 d 04 h`.
  static func duration(_ seconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = max(0, seconds)
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    if days > 0 { return "\(days) d \(two(hours % 24)) h" }
    if hours > 0 { return "\(hours) h \(two(minutes % 60)) min" }
    return minutes > 0 ? "\(minutes) min \(two(seconds % 60)) s" : "\(seconds) s"
  }

  /// `12,345`.
  static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "-" + result : result
  }

  static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// `4→5` after a change, else `4`.
  static func level(_ domain: RunProgress.DomainProgress) -> String {
    guard let previous = domain.previousLevel, previous != domain.level else {
      return "\(domain.level)"
    }
    return "\(previous)→\(domain.level)"
  }
}
