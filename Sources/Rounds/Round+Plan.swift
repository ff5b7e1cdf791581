import Curriculum
import Records
import RunStore
import Workbench

extension Round {
  /// The open round, or a new one planned from the history.
  func plan() async throws -> PlannedRound {
    let store = context.store
    if let open = try await store.currentRound() {
      let conjectures = try await store.conjectures(round: open.number)
      let left = try await store.conjectures(round: open.number, status: .open).count
      await context.board.note(
        "going on where the last daemon stopped",
        [
          "round": "\(open.number)", "phase": open.phase.rawValue,
          "conjectures": "\(conjectures.count)", "open": "\(left)",
        ])
      return PlannedRound(number: open.number, plan: try open.plan.decoded())
    }
    let number = (try await store.lastRound()?.number ?? 0) + 1
    await context.board.begin(.plan, round: number)
    let controller = try CurriculumController(
      options: context.configuration.curriculumOptions, domains: context.configuration.domains)
    let decision = controller.decide(
      round: number, after: try await state(before: number), history: try await history())
    let writes = try decision.state.domains.map { domain in
      RoundWrite.curriculumState(
        domain: domain.domain, state: try JSONText(domain), reason: domain.reason)
    }
    let whole = RoundWrite.meta(
      key: Self.stateKey, value: try JSONText(decision.state).text)
    _ = try await store.beginRound(decision.plan, at: context.clock(), writing: writes + [whole])
    await context.board.show(decision)
    return PlannedRound(number: number, plan: decision.plan)
  }

  static let stateKey = "curriculum"
  static func levelsKey(_ round: Int) -> String { "levels.\(RunFolder.padded(round))" }

  private func state(before round: Int) async throws -> CurriculumState? {
    guard let text = try await context.store.meta(Self.stateKey) else { return nil }
    return try JSONText(stored: text).decoded()
  }

  private func history() async throws -> [LevelRecord] {
    var records: [LevelRecord] = []
    for round in try await context.store.rounds() {
      guard let text = try await context.store.meta(Self.levelsKey(round.number)) else { continue }
      records += try JSONText(stored: text).decoded(as: [LevelRecord].self)
    }
    return records
  }

  /// What became of the round's conjectures, by domain and level; hindsight and generalisations (level 0) say
  /// nothing about difficulty and stay out.
  func levelRecords(_ round: PlannedRound) async throws -> [LevelRecord] {
    let counts = try await context.store.attemptCounts(from: round.number)
      .filter { $0.round == round.number }
    let conjectures = try await context.store.conjectures(round: round.number)
    let theorems = try await context.store.theorems(round: round.number)
    return round.plan.domains.flatMap { domain in
      domain.levelMix.map { mix in
        let own = counts.first { $0.domain == domain.domain && $0.level == mix.level }
        return LevelRecord(
          round: round.number, domain: domain.domain, level: mix.level, proved: own?.proved ?? 0,
          failed: own?.failed ?? 0, disproved: own?.disproved ?? 0, declined: own?.declined ?? 0,
          conjecturesWanted: mix.conjectures,
          conjecturesFound: conjectures.count {
            $0.statement.domain == domain.domain && $0.level == mix.level
          },
          newTheorems: theorems.count {
            $0.statement.domain == domain.domain && $0.level == mix.level
          })
      }
    }
  }
}
