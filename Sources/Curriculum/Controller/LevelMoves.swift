import Foundation

extension CurriculumController {
  /// How far above the band a rate calls for one more level at once.
  private static let farAbove = 0.1
  /// Share of the conjectures asked for below which a level counts as empty.
  private static let nearlyEmpty = 0.25
  /// Part of the attempts that a rate needs, from which on too low a rate keeps a level that is used up.
  private static let warning = 0.25

  /// One domain's level for `round`, from its own records.
  func nextLevel(_ before: DomainState, _ records: [LevelRecord], round: Int) -> DomainState {
    var state = before
    // A highest level that was configured down binds at once.
    state.level = min(max(1, before.level), options.levelMax)
    if state.level != before.level { state.since = round }
    let here = records.filter { $0.level == state.level && $0.round >= state.since }
    let evidence = Evidence.recent(
      here, window: options.windowRounds, minimum: options.evidenceMin)
    // Above the highest level there is nothing to rise to: what is too hard there falls as anywhere.
    if let exhausted = exhaustion(here), state.level < options.levelMax || !isTooHard(evidence) {
      return raiseExhausted(state, exhausted, evidence, round: round)
    }
    guard let rate = evidence.rate, evidence.attempts >= options.evidenceMin else {
      state.reason =
        "\(state.domain): level \(state.level), \(evidence.attempts) of the "
        + "\(options.evidenceMin) attempts that a rate needs"
      return state
    }
    return followRate(state, rate, evidence, round: round)
  }

  /// Counts of the last round at this level when the generator found too few statements in it.
  private func exhaustion(_ here: [LevelRecord]) -> Evidence? {
    guard let last = here.map(\.round).max() else { return nil }
    let counts = Evidence(here.filter { $0.round == last })
    let needed = options.exhaustion * Double(counts.wanted)
    return counts.wanted > 0 && Double(counts.found) < needed ? counts : nil
  }

  /// A level that is used up is left for the next one, unless what is tried here is too hard already: there is always
  /// something new among larger statements, but nothing is learnt from failing at all of it. A level where hardly
  /// anything is left teaches nothing either, and is left all the same.
  private func raiseExhausted(
    _ before: DomainState, _ counts: Evidence, _ evidence: Evidence, round: Int
  ) -> DomainState {
    let found = "the generator found \(counts.found) of \(counts.wanted) new statements"
    var state = before
    state.exhaustedLevel = max(before.exhaustedLevel, before.level)
    state.exhaustedRound = round
    if before.level == options.levelMax {
      state.reason = "\(before.domain): level \(before.level), the highest, though \(found)"
      return state
    }
    let isNearlyEmpty = Double(counts.found) < Self.nearlyEmpty * Double(counts.wanted)
    let isTooHard = isTooHard(evidence)
    if isTooHard, !isNearlyEmpty {
      state.reason =
        "\(before.domain): level \(before.level), \(percent(evidence.rate ?? 0)) of \(evidence.attempts), too few to rise, though "
        + found
      return state
    }
    // Where hardly anything is left, the next level is nearly empty too: size windows overlap.
    let step = isNearlyEmpty && !isTooHard ? 3 : 1
    let level = min(options.levelMax, before.level + step)
    move(&state, to: level, round: round, "\(found): used up")
    return state
  }

  private func isTooHard(_ evidence: Evidence) -> Bool {
    guard let rate = evidence.rate else { return false }
    return rate < options.band.lowerBound
      && Double(evidence.attempts) >= Self.warning * Double(options.evidenceMin)
  }

  private func followRate(
    _ before: DomainState, _ rate: Double, _ evidence: Evidence, round: Int
  ) -> DomainState {
    var state = before
    let counted = "\(percent(rate)) of \(evidence.attempts) over \(lastRounds(evidence.rounds))"
    let band =
      "band \(percent(options.band.lowerBound, sign: ""))–\(percent(options.band.upperBound))"
    let high = options.band.upperBound + (before.lastMove < 0 ? options.hysteresis : 0)
    let low = options.band.lowerBound - (before.lastMove > 0 ? options.hysteresis : 0)
    func hold(_ why: String = "") {
      state.reason = "\(before.domain): level \(before.level), \(counted), \(band)\(why)"
    }
    if rate > high {
      if before.level == options.levelMax {
        hold(": the highest level")
      } else {
        // Far above the band one step at a time would take rounds to say the same again.
        let step = 1 + Int((rate - high) / Self.farAbove)
        let level = min(options.levelMax, before.level + step)
        move(&state, to: level, round: round, "\(counted), \(band)")
      }
    } else if rate < low {
      if before.level == 1 {
        hold(": the lowest level")
      } else if isExhausted(before, before.level - 1, round: round) {
        hold(": level \(before.level - 1) is used up")
      } else {
        move(&state, to: before.level - 1, round: round, "\(counted), \(band)")
      }
    } else if rate > options.band.upperBound || rate < options.band.lowerBound {
      hold(": not enough to take the last move back")
    } else {
      hold()
    }
    return state
  }

  private func isExhausted(_ state: DomainState, _ level: Int, round: Int) -> Bool {
    level <= state.exhaustedLevel && round - state.exhaustedRound < options.exhaustionRounds
  }

  private func move(_ state: inout DomainState, to level: Int, round: Int, _ why: String) {
    state.reason = "\(state.domain): level \(state.level)→\(level), \(why)"
    state.lastMove = level - state.level
    state.level = level
    state.since = round
  }

  private func lastRounds(_ count: Int) -> String {
    count == 1 ? "the last round" : "the last \(count) rounds"
  }
}

/// `61%`.
func percent(_ share: Double, sign: String = "%") -> String {
  "\(Int((share * 100).rounded()))\(sign)"
}
