/// What became of the conjectures of one round, domain and level: the only thing the controller
/// looks at.
public struct LevelRecord: Hashable, Codable, Sendable {
  public var round: Int
  public var domain: String
  /// The level they were asked for.
  public var level: Int
  public var proved: Int
  public var failed: Int
  /// False statements, shown so. They say something of the conjecturer and nothing of the prover,
  /// so they are neither a success nor a failure.
  public var disproved: Int
  /// Nobody could tell: in no rate.
  public var declined: Int
  /// Conjectures planned, and those that the generator found after all filters.
  public var conjecturesWanted: Int
  public var conjecturesFound: Int
  /// New theorems of this level: hindsight and generalisations, which nobody asked for, have none.
  public var newTheorems: Int

  public init(
    round: Int, domain: String, level: Int, proved: Int, failed: Int, disproved: Int = 0,
    declined: Int = 0, conjecturesWanted: Int, conjecturesFound: Int, newTheorems: Int = 0
  ) {
    self.round = round
    self.domain = domain
    self.level = level
    self.proved = proved
    self.failed = failed
    self.disproved = disproved
    self.declined = declined
    self.conjecturesWanted = conjecturesWanted
    self.conjecturesFound = conjecturesFound
    self.newTheorems = newTheorems
  }
}

/// Counts over some records: evidence is proved + failed, the rate is proved ÷ evidence.
public struct Evidence: Hashable, Codable, Sendable {
  public var proved = 0
  public var failed = 0
  public var wanted = 0
  public var found = 0
  public var newTheorems = 0
  /// Rounds from the first counted to the last one in the history.
  public var rounds = 0
  /// Sum of levels, one for each counted attempt.
  var levels = 0

  public var attempts: Int { proved + failed }
  /// nil without evidence.
  public var rate: Double? { attempts > 0 ? Double(proved) / Double(attempts) : nil }

  public init() {}

  init(_ records: some Sequence<LevelRecord>) {
    for record in records { add(record) }
  }

  mutating func add(_ record: LevelRecord) {
    proved += record.proved
    failed += record.failed
    wanted += record.conjecturesWanted
    found += record.conjecturesFound
    newTheorems += record.newTheorems
    levels += record.level * (record.proved + record.failed)
  }

  /// Mean level plus success rate: a number that rises both when a domain gets easier and when its
  /// level does.
  var competence: Double? {
    rate.map { $0 + Double(levels) / Double(attempts) }
  }
}

extension Evidence {
  /// Counts over the last `window` rounds that have records, and over earlier ones while the
  /// evidence is below `minimum`.
  static func recent(_ records: [LevelRecord], window: Int, minimum: Int) -> Evidence {
    var evidence = Evidence()
    let rounds = Set(records.map(\.round)).sorted(by: >)
    for round in rounds {
      if evidence.rounds >= window, evidence.attempts >= minimum { break }
      for record in records where record.round == round { evidence.add(record) }
      evidence.rounds += 1
    }
    return evidence
  }
}
