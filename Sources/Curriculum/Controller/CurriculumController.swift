import Records

/// What the controller decided before a round.
public struct CurriculumDecision: Hashable, Codable, Sendable {
  public var state: CurriculumState
  public var plan: RoundPlan
}

/// Keeps each domain at the edge of what the prover can do: a pure function from the state before
/// and the history to the state and plan of the next round. No clock, no randomness.
///
/// A domain's **level** follows its success rate into the band: above it the level rises, by two when
/// far above, below it falls. A rate is believed once it rests on enough attempts at the present level since
/// the last change. A generator that finds too few new statements at a level means that the level
/// is used up: it rises, unless what is left there is too hard already.
public struct CurriculumController: Sendable {
  public let options: CurriculumOptions
  /// Every configured domain, in configuration order.
  public let domains: [Domain]

  /// - Throws: `CurriculumError` for impossible options or stages.
  public init(options: CurriculumOptions, domains: [Domain]) throws(CurriculumError) {
    try options.validate(domains: domains.map(\.name))
    self.options = options
    self.domains = domains
  }

  /// The state and plan of `round`.
  /// - Parameters:
  ///   - previous: the state that the round before was planned with; nil in a new run.
  ///   - history: records of all earlier rounds, in any order; records of `round` and later ones
  ///     are ignored.
  public func decide(round: Int, after previous: CurriculumState?, history: [LevelRecord])
    -> CurriculumDecision
  {
    let past = history.filter { $0.round < round }
    var state =
      previous
      ?? CurriculumState(
        round: round, stage: 0, stageSince: round,
        stageReason: "stage \(options.stages[0].name): the first", domains: [])
    state.round = round
    // A run resumed with a shorter list of stages goes on in the last one.
    state.stage = min(max(0, state.stage), options.stages.count - 1)
    // Domains that were active move first: promotion looks at the levels they reached.
    moveLevels(of: active(state), in: &state, past)
    promote(&state, past)
    let active = active(state)
    for domain in active where state[domain.name] == nil {
      state.domains.append(
        DomainState(
          domain: domain.name, since: round, reason: "\(domain.name): level 1, the first round"))
    }
    let weights = domainWeights(active.map(\.name), history: past, round: round)
    for index in state.domains.indices {
      state.domains[index].weight = weights[state.domains[index].domain] ?? 0
    }
    return CurriculumDecision(
      state: state, plan: RoundPlan(state: state, active: active, options: options))
  }

  func active(_ state: CurriculumState) -> [Domain] {
    let names = options.stages[state.stage].domains
    return names.compactMap { name in domains.first { $0.name == name } }
  }

  private func moveLevels(
    of active: [Domain], in state: inout CurriculumState, _ past: [LevelRecord]
  ) {
    let names = Set(active.map(\.name))
    for index in state.domains.indices where names.contains(state.domains[index].domain) {
      let name = state.domains[index].domain
      state.domains[index] = nextLevel(
        state.domains[index], past.filter { $0.domain == name }, round: state.round)
    }
  }
}
