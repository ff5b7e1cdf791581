import Records
import TestSupport
import Testing

@testable import Curriculum

/// Options with one stage over the domains given.
func options(_ domains: [String] = ["nat"], _ change: (inout CurriculumOptions) -> Void = { _ in })
  -> CurriculumOptions
{
  var options = CurriculumOptions(stages: [Stage(name: "start", domains: domains)])
  change(&options)
  return options
}

func controller(_ options: CurriculumOptions) throws -> CurriculumController {
  try CurriculumController(
    options: options, domains: [TestDomains.logic, TestDomains.nat, TestDomains.list])
}

func record(
  _ round: Int, _ level: Int, proved: Int, failed: Int, domain: String = "nat", wanted: Int = 64,
  found: Int? = nil, disproved: Int = 0, declined: Int = 0, newTheorems: Int = 0
) -> LevelRecord {
  LevelRecord(
    round: round, domain: domain, level: level, proved: proved, failed: failed,
    disproved: disproved, declined: declined, conjecturesWanted: wanted,
    conjecturesFound: found ?? wanted, newTheorems: newTheorems)
}

/// A state at `level` since round 1.
func state(_ level: Int, lastMove: Int = 0, domain: String = "nat") -> CurriculumState {
  var own = DomainState(domain: domain, level: level, since: 1)
  own.lastMove = lastMove
  return CurriculumState(
    round: 3, stage: 0, stageSince: 1, stageReason: "", domains: [own])
}

@Suite struct ControllerTests {
  private func decide(
    _ records: [LevelRecord], from level: Int = 4, lastMove: Int = 0, round: Int = 4,
    _ change: (inout CurriculumOptions) -> Void = { _ in }
  ) throws -> DomainState {
    let controller = try controller(options(["nat"], change))
    let decision = controller.decide(
      round: round, after: state(level, lastMove: lastMove), history: records)
    return try #require(decision.state["nat"])
  }

  @Test func aRateAboveTheBandRaisesTheLevel() throws {
    let after = try decide([
      record(1, 4, proved: 10, failed: 6), record(2, 4, proved: 10, failed: 6),
      record(3, 4, proved: 9, failed: 7, disproved: 20, declined: 30),
    ])
    #expect(after.level == 5)
    #expect(after.since == 4)
    #expect(after.reason == "nat: level 4→5, 60% of 48 over the last 3 rounds, band 35–60%")
  }

  @Test func aRateBelowTheBandLowersTheLevel() throws {
    let after = try decide([record(3, 4, proved: 10, failed: 30)])
    #expect(after.level == 3)
    #expect(after.reason == "nat: level 4→3, 25% of 40 over the last round, band 35–60%")
  }

  @Test func aRateInTheBandKeepsTheLevel() throws {
    let after = try decide([record(3, 4, proved: 20, failed: 20)])
    #expect(after.level == 4)
    #expect(after.since == 1)
    #expect(after.reason == "nat: level 4, 50% of 40 over the last round, band 35–60%")
  }

  @Test func declinedAndDisprovedAreInNoRate() throws {
    let after = try decide([record(3, 4, proved: 20, failed: 20, disproved: 500, declined: 900)])
    #expect(after.level == 4)
    let idle = try decide([record(3, 4, proved: 0, failed: 0, disproved: 50, declined: 50)])
    #expect(idle.reason == "nat: level 4, 0 of the 32 attempts that a rate needs")
  }

  @Test func tooLittleEvidenceMovesNothing() throws {
    let after = try decide([record(3, 4, proved: 31, failed: 0)])
    #expect(after.level == 4)
    #expect(after.reason == "nat: level 4, 31 of the 32 attempts that a rate needs")
  }

  @Test func evidenceReachesFurtherBackWhenRoundsAreSmall() throws {
    let after = try decide(
      (1...8).map { record($0, 4, proved: 5, failed: 0) }, round: 9)
    // 40 points above the band.
    #expect(after.level == 9)
    #expect(after.reason == "nat: level 4→9, 100% of 35 over the last 7 rounds, band 35–60%")
  }

  @Test func evidenceBeforeTheLastChangeOrAtOtherLevelsDoesNotCount() throws {
    var before = state(4)
    before.domains[0].since = 3
    let decision = try controller(options()).decide(
      round: 4, after: before,
      history: [
        record(1, 4, proved: 40, failed: 0), record(3, 3, proved: 40, failed: 0),
        record(3, 5, proved: 40, failed: 0), record(3, 4, proved: 10, failed: 0),
        record(4, 4, proved: 99, failed: 0), record(9, 4, proved: 99, failed: 0),
      ])
    #expect(decision.state["nat"]?.level == 4)
    #expect(
      decision.state["nat"]?.reason == "nat: level 4, 10 of the 32 attempts that a rate needs")
  }

  @Test func takingAMoveBackNeedsMore() throws {
    let slightlyLow = [record(3, 4, proved: 34, failed: 66)]
    #expect(try decide(slightlyLow).level == 3)
    let held = try decide(slightlyLow, lastMove: 1)
    #expect(held.level == 4)
    #expect(held.reason.hasSuffix("not enough to take the last move back"))
    #expect(try decide(slightlyLow, lastMove: -1).level == 3)
    #expect(try decide([record(3, 4, proved: 30, failed: 70)], lastMove: 1).level == 3)
    let slightlyHigh = [record(3, 4, proved: 62, failed: 38)]
    #expect(try decide(slightlyHigh, lastMove: -1).level == 4)
    #expect(try decide(slightlyHigh, lastMove: 1).level == 5)
    #expect(try decide([record(3, 4, proved: 64, failed: 36)], lastMove: -1).level == 5)
  }

  @Test func theEndsOfTheScaleHold() throws {
    let low = try decide([record(3, 1, proved: 0, failed: 60)], from: 1)
    #expect(low.level == 1)
    #expect(low.reason.hasSuffix(": the lowest level"))
    let high = try decide([record(3, 20, proved: 60, failed: 0)], from: 20)
    #expect(high.level == 20)
    #expect(high.reason.hasSuffix(": the highest level"))
    #expect(try decide([], from: 20) { $0.levelMax = 7 }.level == 7)
  }

  @Test func anExhaustedGeneratorRaisesTheLevelUnlessItIsTooHardForNow() throws {
    let after = try decide([record(3, 4, proved: 4, failed: 5, wanted: 64, found: 20)])
    #expect(after.level == 5)
    #expect(after.exhaustedLevel == 4)
    #expect(after.reason == "nat: level 4→5, the generator found 20 of 64 new statements: used up")
    // A few attempts are no evidence against it, a quarter of those that a rate needs are.
    #expect(try decide([record(3, 4, proved: 0, failed: 7, wanted: 64, found: 20)]).level == 5)
    // Below a quarter the neighbours are empty too.
    #expect(try decide([record(3, 4, proved: 0, failed: 7, wanted: 64, found: 7)]).level == 7)
    #expect(
      try decide([record(3, 19, proved: 1, failed: 2, wanted: 64, found: 0)], from: 19).level == 20)
    let hard = try decide([record(3, 4, proved: 0, failed: 16, wanted: 64, found: 16)])
    #expect(hard.level == 4)
    #expect(
      hard.reason
        == "nat: level 4, 0% of 16, too few to rise, though the generator found 16 of 64 new statements"
    )
    // A nearly empty level is left even so, by one.
    #expect(try decide([record(3, 4, proved: 0, failed: 15, wanted: 64, found: 15)]).level == 5)
    // Half of them is enough.
    #expect(try decide([record(3, 4, proved: 0, failed: 9, wanted: 64, found: 32)]).level == 4)
    // Nothing wanted, nothing missed.
    #expect(try decide([record(3, 4, proved: 0, failed: 0, wanted: 0, found: 0)]).level == 4)
    let top = try decide(
      [record(3, 20, proved: 0, failed: 1, wanted: 64, found: 1)], from: 20)
    #expect(top.level == 20)
    // What is too hard at the top falls, though it is used up.
    let fallen = try decide(
      [record(3, 20, proved: 0, failed: 40, wanted: 64, found: 20)], from: 20)
    #expect(fallen.level == 19)
  }

  @Test func anExhaustedLevelIsNotLoweredToForAWhile() throws {
    let controller = try controller(options())
    var before = state(5, lastMove: 1)
    before.domains[0].exhaustedLevel = 4
    before.domains[0].exhaustedRound = 1
    let poor = (1...20).map { record($0, 5, proved: 0, failed: 20) }
    let held = controller.decide(round: 12, after: before, history: poor)
    #expect(held.state["nat"]?.level == 5)
    #expect(held.state["nat"]?.reason.hasSuffix(": level 4 is used up") == true)
    let later = controller.decide(round: 13, after: before, history: poor)
    #expect(later.state["nat"]?.level == 4)
  }

  @Test func aNewRunBeginsAtTheFirstLevel() throws {
    let decision = try controller(options(["nat", "logic"])).decide(
      round: 1, after: nil, history: [])
    #expect(decision.state.domains.map(\.level) == [1, 1])
    #expect(decision.state.domains.map(\.reason)[0] == "nat: level 1, the first round")
    #expect(decision.plan.domains.map(\.domain) == ["nat", "logic"])
    #expect(decision.plan.conjectures == 128)
  }

  @Test func thePlanExploresOnBothSides() throws {
    let decision = try controller(options { $0.exploration = 0.2 }).decide(
      round: 4, after: state(4), history: [])
    let plan = try #require(decision.plan.domains.first)
    #expect(plan.levelMix.map(\.level) == [3, 4, 5])
    #expect(plan.levelMix.map(\.conjectures) == [7, 51, 6])
    #expect(plan.levelMix.map(\.share) == [0.1, 0.8, 0.1])
    #expect(plan.levelMix[1].sizeWindow == plan.sizeWindow)
    let first = try controller(options { $0.exploration = 0.2 }).decide(
      round: 4, after: state(1), history: [])
    #expect(first.plan.domains.first?.levelMix.map(\.level) == [1, 2])
    #expect(first.plan.domains.first?.levelMix.map(\.share) == [0.8, 0.2])
    let single = try controller(
      options {
        $0.exploration = 0.2
        $0.levelMax = 1
      }
    ).decide(round: 4, after: nil, history: [])
    #expect(single.plan.domains.first?.levelMix.map(\.conjectures) == [64])
  }

  @Test func theDifficultyScale() {
    let scale = DifficultyScale(levelMax: 20, applicationsMax: 48)
    #expect(DifficultyScale.measured(applications: 0) == 0)
    #expect(DifficultyScale.measured(applications: 7) == 3)
    #expect(scale.bucket(measured: 0) == 0)
    #expect(scale.bucket(measured: DifficultyScale.measured(applications: 48)) == 9)
    #expect(scale.bucket(measured: nil) == 9)
    #expect(scale.bucket(measured: 1000) == 9)
    #expect(scale.bucket(level: 1) == 0 && scale.bucket(level: 20) == 9)
    let grammar = GrammarOptions(minimumSize: 3, maximumSize: 24)
    #expect(scale.sizeWindow(level: 1, grammar: grammar) == SizeWindow(lower: 3, upper: 8))
    #expect(scale.sizeWindow(level: 20, grammar: grammar) == SizeWindow(lower: 14, upper: 24))
    // What enumeration reaches is not sampled again and again.
    let enumerated = GrammarOptions(exhaustiveSize: 13, minimumSize: 3, maximumSize: 24)
    #expect(scale.sizeWindow(level: 1, grammar: enumerated) == SizeWindow(lower: 3, upper: 16))
    #expect(scale.sizeWindow(level: 20, grammar: enumerated) == SizeWindow(lower: 14, upper: 24))
    for level in 1..<20 {
      let here = scale.sizeWindow(level: level, grammar: grammar)
      let next = scale.sizeWindow(level: level + 1, grammar: grammar)
      #expect(here.lower <= next.lower && here.upper <= next.upper && here.lower <= here.upper)
      #expect(scale.bucket(level: level) <= scale.bucket(level: level + 1))
    }
  }
}
