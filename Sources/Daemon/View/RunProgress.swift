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
