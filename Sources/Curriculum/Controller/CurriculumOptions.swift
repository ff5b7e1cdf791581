/// When a stage is left for the next one. Every condition above 0 must hold; with none the stage is
/// never left.
public struct PromotionRule: Hashable, Codable, Sendable {
  /// Finished rounds in the stage.
  public var rounds: Int
  /// Level that the domain reached, or each of the stage's domains when none is named.
  public var level: Int
  /// New theorems of the domain, or of the stage's domains together, since the run began.
  public var theorems: Int
  /// Success rate over the window in the domain, or in each of the stage's domains; 0…1.
  public var success: Double
  /// The domain that `level`, `theorems` and `success` speak of; nil: the stage's domains.
  public var domain: String?

  public init(
    rounds: Int = 0, level: Int = 0, theorems: Int = 0, success: Double = 0, domain: String? = nil
  ) {
    self.rounds = rounds
    self.level = level
    self.theorems = theorems
    self.success = success
    self.domain = domain
  }

  /// Whether no rule is switched on: the stage stays.
  public var isEmpty: Bool { rounds <= 0 && level <= 0 && theorems <= 0 && success <= 0 }
}

/// A part of the run with its own choice of domains.
public struct Stage: Hashable, Codable, Sendable {
  public var name: String
  /// Domains that are active in it.
  public var domains: [String]
  /// When the next stage begins.
  public var until: PromotionRule

  public init(name: String, domains: [String], until: PromotionRule = PromotionRule()) {
    self.name = name
    self.domains = domains
    self.until = until
  }
}

/// Bounds and targets of the controller.
public struct CurriculumOptions: Hashable, Codable, Sendable {
  /// Success rates between which a domain's level stays.
  public var band: ClosedRange<Double>
  /// Attempts that count (proved + failed) before a success rate moves a level.
  public var evidenceMin: Int
  /// Rounds a success rate looks back; further, up to the last level change, when they hold too
  /// little evidence.
  public var windowRounds: Int
  /// How far outside the band a rate must lie to take back the move before.
  public var hysteresis: Double
  /// Share of conjectures one level above and below, and of the domain weights that is spread
  /// evenly.
  public var exploration: Double
  /// Least share of the conjectures that each active domain gets.
  public var shareMin: Double
  /// Found ÷ wanted conjectures below which a level's generator counts as exhausted.
  public var exhaustion: Double
  /// Rounds for which a level that was exhausted is not lowered to again.
  public var exhaustionRounds: Int
  /// Highest level.
  public var levelMax: Int
  /// Tactic applications a search may spend: the upper end of the difficulty scale.
  public var applicationsMax: Int
  /// Conjectures wanted a round, times the number of active domains.
  public var conjecturesPerDomain: Int
  public var stages: [Stage]

  public init(
    band: ClosedRange<Double> = 0.35...0.60, evidenceMin: Int = 32, windowRounds: Int = 3,
    hysteresis: Double = 0.03, exploration: Double = 0.15, shareMin: Double = 0.1,
    exhaustion: Double = 0.5, exhaustionRounds: Int = 12, levelMax: Int = 20,
    applicationsMax: Int = 48, conjecturesPerDomain: Int = 64,
    stages: [Stage] = [Stage(name: "start", domains: [])]
  ) {
    self.band = band
    self.evidenceMin = evidenceMin
    self.windowRounds = windowRounds
    self.hysteresis = hysteresis
    self.exploration = exploration
    self.shareMin = shareMin
    self.exhaustion = exhaustion
    self.exhaustionRounds = exhaustionRounds
    self.levelMax = levelMax
    self.applicationsMax = applicationsMax
    self.conjecturesPerDomain = conjecturesPerDomain
    self.stages = stages
  }

  public var scale: DifficultyScale {
    DifficultyScale(levelMax: levelMax, applicationsMax: applicationsMax)
  }
}

extension CurriculumOptions {
  /// Refuses impossible values and stages, naming the first.
  public func validate(domains: [String]) throws(CurriculumError) {
    let share = 0.0...1.0
    func check(_ field: String, _ value: Any, _ holds: Bool, _ remedy: String)
      throws(CurriculumError)
    {
      if !holds {
        throw .invalid(field: "curriculum.\(field)", value: "\(value)", remedy: remedy)
      }
    }
    try check(
      "band", "[\(band.lowerBound), \(band.upperBound)]",
      share.contains(band.lowerBound) && share.contains(band.upperBound)
        && band.lowerBound < band.upperBound,
      "give two rates between 0 and 1, the lower one first")
    try check("evidence_min", evidenceMin, evidenceMin >= 1, "use at least 1")
    try check("window_rounds", windowRounds, windowRounds >= 1, "use at least 1")
    try check(
      "hysteresis", hysteresis, (0...0.5).contains(hysteresis), "use a number from 0 to 0.5")
    try check("exploration", exploration, share.contains(exploration), "use a share from 0 to 1")
    try check("share_min", shareMin, share.contains(shareMin), "use a share from 0 to 1")
    try check("exhaustion", exhaustion, share.contains(exhaustion), "use a share from 0 to 1")
    try check("exhaustion_rounds", exhaustionRounds, exhaustionRounds >= 0, "use 0 or more")
    try check("level_max", levelMax, (1...1000).contains(levelMax), "use 1 to 1000")
    try check("applications_max", applicationsMax, applicationsMax >= 1, "use at least 1")
    try check(
      "conjectures_per_domain", conjecturesPerDomain,
      (0...1_000_000).contains(conjecturesPerDomain),
      "use 0 to 1000000")
    try validateStages(domains)
  }

  private func validateStages(_ known: [String]) throws(CurriculumError) {
    if stages.isEmpty {
      throw .invalid(
        field: "curriculum.stages", value: "empty", remedy: "give at least one stage with domains")
    }
    for (index, stage) in stages.enumerated() {
      if stage.domains.isEmpty {
        throw .invalid(
          field: "curriculum.stages.\(stage.name).domains", value: "empty",
          remedy: "name at least one domain")
      }
      if Set(stage.domains).count != stage.domains.count {
        throw .invalid(
          field: "curriculum.stages.\(stage.name).domains",
          value: stage.domains.joined(separator: ", "), remedy: "name each domain once")
      }
      for domain in stage.domains + (stage.until.domain.map { [$0] } ?? [])
      where !known.contains(domain) {
        throw .unknownDomain(stage: stage.name, domain: domain, known: known)
      }
      if stage.until.level > levelMax {
        throw .invalid(
          field: "curriculum.stages.\(stage.name).until.level", value: "\(stage.until.level)",
          remedy: "use at most level_max, \(levelMax)")
      }
      if !(0...1).contains(stage.until.success) {
        throw .invalid(
          field: "curriculum.stages.\(stage.name).until.success", value: "\(stage.until.success)",
          remedy: "use a rate from 0 to 1")
      }
      if index < stages.count - 1, stage.until.isEmpty { throw .endlessStage(stage: stage.name) }
    }
  }
}
