import LeanInterface
import Records
import Testing

@testable import Prover

@Suite struct CandidateTests {
  @Test func aWitnessIsMadeOfTheNewestVariablesFirst() throws {
    var domain = TestDomains.nat
    domain.tactics = [TacticTemplate(text: "exists {t}", target: ["="], term: "Nat")]
    let generator = CandidateGenerator(
      domain: domain, premises: [], candidatesMax: 48, hypothesesMax: 8)
    let goal = Goal(
      context: ["a", "b"].map { Binder(name: $0, type: "Nat") }
        + [Binder(name: "h", type: "b = Nat.succ a")], target: "a + b = 0")
    let texts = generator.candidates(of: goal, excluded: []).list.map(\.text)
    #expect(
      texts == [
        "exists b", "exists a", "exists 0", "exists (Nat.succ b)", "exists (Nat.succ a)",
        "exists (Nat.succ 0)", "exists (a + b)",
      ])
  }

  @Test func propositionsAreThoseThatTheGoalMentions() throws {
    var domain = TestDomains.logic
    domain.tactics = [TacticTemplate(text: "exact {t}", term: "Prop")]
    let generator = CandidateGenerator(
      domain: domain, premises: [], candidatesMax: 48, hypothesesMax: 8)
    let goal = Goal(
      context: ["p", "q"].map { Binder(name: $0, type: "Prop") }, target: "p → q")
    let texts = generator.candidates(of: goal, excluded: []).list.map(\.text)
    #expect(texts == ["exact p", "exact q", "exact (p → q)"])
  }
}
