import Records

/// How many conjectures to ask for at one level, and in which words.
public struct LevelPlan: Hashable, Codable, Sendable {
  public var level: Int
  /// Share of the domain's conjectures, 0…1.
  public var share: Double
  public var conjectures: Int
  public var sizeWindow: SizeWindow
  /// Difficulty token 0…9 that conditions the conjecturer.
  public var difficultyBucket: Int

  public init(
    level: Int, share: Double, conjectures: Int, sizeWindow: SizeWindow, difficultyBucket: Int
  ) {
    self.level = level
    self.share = share
    self.conjectures = conjectures
    self.sizeWindow = sizeWindow
    self.difficultyBucket = difficultyBucket
  }
}

/// What one domain does in a round.
public struct DomainPlan: Hashable, Codable, Sendable {
  public var domain: String
  /// Conjectures wanted over all levels.
  public var conjectures: Int
  public var level: Int
  /// The level and its neighbours, in ascending order; the shares sum to 1, the conjectures to
  /// `conjectures`.
  public var levelMix: [LevelPlan]
  /// Of `level`.
  public var sizeWindow: SizeWindow
  public var difficultyBucket: Int

  public init(
    domain: String, conjectures: Int, level: Int, levelMix: [LevelPlan], sizeWindow: SizeWindow,
    difficultyBucket: Int
  ) {
    self.domain = domain
    self.conjectures = conjectures
    self.level = level
    self.levelMix = levelMix
    self.sizeWindow = sizeWindow
    self.difficultyBucket = difficultyBucket
  }
}

/// What a round sets out to do.
public struct RoundPlan: Hashable, Codable, Sendable {
  public var round: Int
  public var stage: String
  public var domains: [DomainPlan]

  public init(round: Int, stage: String, domains: [DomainPlan]) {
    self.round = round
    self.stage = stage
    self.domains = domains
  }

  public var conjectures: Int { domains.reduce(0) { $0 + $1.conjectures } }
}

extension RoundPlan {
  /// The plan that carries out a state: conjectures by weight, levels with exploration on both
  /// sides.
  init(state: CurriculumState, active: [Domain], options: CurriculumOptions) {
    let states = active.compactMap { state[$0.name] }
    let counts = apportion(
      options.conjecturesPerDomain * active.count, by: states.map(\.weight))
    let domains = zip(zip(active, states), counts).map { pair, count in
      DomainPlan(domain: pair.0, state: pair.1, conjectures: count, options: options)
    }
    self.init(round: state.round, stage: options.stages[state.stage].name, domains: domains)
  }
}

extension DomainPlan {
  init(domain: Domain, state: DomainState, conjectures: Int, options: CurriculumOptions) {
    let level = state.level
    let neighbours = [level - 1, level + 1].filter { (1...options.levelMax).contains($0) }
    let explored = neighbours.isEmpty ? 0 : options.exploration
    let mix = ([level] + neighbours).sorted().map { other in
      (other, other == level ? 1 - explored : explored / Double(neighbours.count))
    }
    let counts = apportion(conjectures, by: mix.map(\.1))
    let scale = options.scale
    self.init(
      domain: domain.name, conjectures: conjectures, level: level,
      levelMix: zip(mix, counts).map { part, count in
        LevelPlan(
          level: part.0, share: part.1, conjectures: count,
          sizeWindow: scale.sizeWindow(level: part.0, grammar: domain.grammar),
          difficultyBucket: scale.bucket(level: part.0))
      },
      sizeWindow: scale.sizeWindow(level: level, grammar: domain.grammar),
      difficultyBucket: scale.bucket(level: level))
  }
}

/// `total` split in proportion to the weights, by largest remainder; ties go to the first.
func apportion(_ total: Int, by weights: [Double]) -> [Int] {
  let sum = weights.reduce(0, +)
  guard sum > 0, total > 0 else { return weights.map { _ in 0 } }
  let exact = weights.map { Double(total) * $0 / sum }
  var counts = exact.map { Int($0) }
  let byRemainder = exact.indices.sorted {
    let left = exact[$0] - exact[$0].rounded(.down)
    let right = exact[$1] - exact[$1].rounded(.down)
    return left == right ? $0 < $1 : left > right
  }
  for index in byRemainder.prefix(max(0, total - counts.reduce(0, +))) { counts[index] += 1 }
  return counts
}
