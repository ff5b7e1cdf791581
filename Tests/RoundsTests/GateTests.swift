import Testing

@testable import Rounds

@Suite struct GateTests {
  private func gate(_ before: Double, _ after: Double, share: Double = 0.9) -> Bool {
    Round.gate(before: (before, 1), after: (after, 1), share: share).holds
  }

  @Test func betterAndAboutEqualWeightsArePromoted() {
    #expect(gate(0.5, 0.8))
    #expect(gate(0.5, 0.5))
    #expect(gate(0.5, 0.46))
    #expect(gate(0, 0))
    #expect(gate(0.5, 0, share: 0))
  }

  @Test func worseWeightsAreRolledBack() {
    #expect(!gate(0.5, 0.44))
    #expect(!gate(0.5, 0.49, share: 1))
    #expect(!gate(1, 0))
  }

  @Test func withoutHeldOutExamplesNothingSpeaksAgainst() {
    let verdict = Round.gate(before: nil, after: nil, share: 1)
    #expect(verdict.holds)
    #expect(verdict.reason.contains("too few examples are held out yet"))
    #expect(Round.gate(before: nil, after: (0.1, 3), share: 1).holds)
  }

  @Test func theReasonSaysTheFigures() {
    #expect(
      Round.gate(before: (0.501, 1), after: (0.3, 2), share: 0.9).reason
        == "rolled back: held-out top-1 50% → 30%")
    #expect(
      Round.gate(before: (0.3, 1), after: (0.506, 2), share: 0.9).reason
        == "promoted: held-out top-1 30% → 51%")
  }
}
