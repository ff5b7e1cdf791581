extension CurriculumController {
  /// Moves to the next stage when every condition of the present one's rule holds; one stage a
  /// round.
  func promote(_ state: inout CurriculumState, _ history: [LevelRecord]) {
    guard state.stage < options.stages.count - 1 else { return }
    let stage = options.stages[state.stage]
    guard let reasons = conditionsMet(stage, state, history) else { return }
    let next = options.stages[state.stage + 1]
    state.stage += 1
    state.stageSince = state.round
    state.stageReason = "stage \(stage.name)→\(next.name): \(reasons.joined(separator: ", "))"
  }

  /// The conditions in words when all hold, else nil.
  private func conditionsMet(
    _ stage: Stage, _ state: CurriculumState, _ history: [LevelRecord]
  ) -> [String]? {
    let rule = stage.until
    if rule.isEmpty { return nil }
    let names = rule.domain.map { [$0] } ?? stage.domains
    let who = rule.domain ?? "all domains"
    var met: [String] = []
    if rule.rounds > 0 {
      let rounds = state.round - state.stageSince
      guard rounds >= rule.rounds else { return nil }
      met.append("\(rounds) rounds")
    }
    if rule.level > 0 {
      guard names.allSatisfy({ (state[$0]?.level ?? 0) >= rule.level }) else { return nil }
      met.append("\(who) at level \(rule.level) or above")
    }
    if rule.theorems > 0 {
      let count = history.filter { names.contains($0.domain) }.reduce(0) { $0 + $1.newTheorems }
      guard count >= rule.theorems else { return nil }
      met.append("\(count) new theorems")
    }
    if rule.success > 0 {
      for name in names {
        let evidence = Evidence.recent(
          history.filter { $0.domain == name }, window: options.windowRounds,
          minimum: options.evidenceMin)
        guard let rate = evidence.rate, evidence.attempts >= options.evidenceMin,
          rate >= rule.success
        else { return nil }
      }
      met.append("\(who) at \(percent(rule.success)) success or above")
    }
    return met
  }
}
