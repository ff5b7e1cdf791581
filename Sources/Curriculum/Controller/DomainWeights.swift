extension CurriculumController {
  /// Shares of the active domains by absolute learning progress (Oudeyer et al. 2007; Portelas et
  /// al. 2019, "Teacher algorithms for curriculum learning"): where competence changes, practice
  /// pays, be it that the domain is being learnt or forgotten. What the generator could not supply
  /// lately is not asked for again. A part is spread evenly, and nobody falls below the least share. They sum to 1.
  func domainWeights(_ active: [String], history: [LevelRecord], round: Int) -> [String: Double] {
    guard !active.isEmpty else { return [:] }
    let measured = active.map { progress(of: $0, history, round: round) }
    // A domain without a past is worth as much as the best one: nobody knows yet.
    let best = measured.compactMap { $0 }.max() ?? 0
    let values = zip(active, measured).map { name, value in
      (value ?? best) * supply(of: name, history, round: round)
    }
    let total = values.reduce(0, +)
    let even = 1 / Double(active.count)
    let least = min(options.shareMin, even)
    var weights: [String: Double] = [:]
    for (name, value) in zip(active, values) {
      let earned = total > 0 ? value / total : even
      let mixed = options.exploration * even + (1 - options.exploration) * earned
      weights[name] = least + (1 - least * Double(active.count)) * mixed
    }
    return weights
  }

  /// |change of competence| + |change of new theorems| ÷ their sum, the last window of rounds
  /// against the one before it; nil when either has no evidence, 0 where the last one was asked for conjectures and brought
  /// nothing to attempt. Competence is mean level + success
  /// rate, so that a level that climbs while the rate stays in the band counts as progress.
  func progress(of domain: String, _ history: [LevelRecord], round: Int) -> Double? {
    let window = options.windowRounds
    let own = history.filter { $0.domain == domain }
    let recent = lately(domain, history, round: round)
    let earlier = Evidence(
      own.filter { $0.round < round - window && $0.round >= round - 2 * window })
    if recent.wanted > 0, recent.attempts == 0 { return 0 }
    guard let now = recent.competence, let then = earlier.competence else { return nil }
    let theorems = recent.newTheorems + earlier.newTheorems
    let change = abs(recent.newTheorems - earlier.newTheorems)
    return abs(now - then) + (theorems > 0 ? Double(change) / Double(theorems) : 0)
  }

  /// Part of the conjectures asked for in the last window that the generator found; 1 where none were asked for.
  private func supply(of domain: String, _ history: [LevelRecord], round: Int) -> Double {
    let recent = lately(domain, history, round: round)
    return recent.wanted > 0 ? min(1, Double(recent.found) / Double(recent.wanted)) : 1
  }

  private func lately(_ domain: String, _ history: [LevelRecord], round: Int) -> Evidence {
    Evidence(history.filter { $0.domain == domain && $0.round >= round - options.windowRounds })
  }
}
