/// Where one domain stands.
public struct DomainState: Hashable, Codable, Sendable {
  public var domain: String
  public var level: Int
  /// First round planned at this level: evidence counts from here.
  public var since: Int
  /// The last move in levels, negative for down, 0 for none yet. Taking it back needs a rate outside the band by the
  /// hysteresis.
  public var lastMove: Int
  /// Highest level whose generator was found exhausted, and the round of that; 0 for none.
  public var exhaustedLevel: Int
  public var exhaustedRound: Int
  /// Share of the round's conjectures, 0…1.
  public var weight: Double
  /// Why the level is what it is: `nat: level 4→5, 61% of 48 over the last 3 rounds, band 35–60%`.
  public var reason: String

  public init(domain: String, level: Int = 1, since: Int, weight: Double = 0, reason: String = "") {
    self.domain = domain
    self.level = level
    self.since = since
    self.lastMove = 0
    self.exhaustedLevel = 0
    self.exhaustedRound = 0
    self.weight = weight
    self.reason = reason
  }
}

/// What the controller remembers between rounds. Stored with each round, so that a resumed run
/// plans the same.
public struct CurriculumState: Hashable, Codable, Sendable {
  /// The round that was planned last.
  public var round: Int
  /// Index into the options' stages and the round in which it began.
  public var stage: Int
  public var stageSince: Int
  public var stageReason: String
  /// In order of first activity; domains of earlier stages stay as they were.
  public var domains: [DomainState]

  public init(
    round: Int, stage: Int, stageSince: Int, stageReason: String, domains: [DomainState]
  ) {
    self.round = round
    self.stage = stage
    self.stageSince = stageSince
    self.stageReason = stageReason
    self.domains = domains
  }

  public subscript(domain: String) -> DomainState? { domains.first { $0.domain == domain } }
}
