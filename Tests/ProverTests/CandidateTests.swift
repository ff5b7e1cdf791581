import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Prover

@Suite struct CandidateTests {
  private func texts(of goal: Goal, in domain: Domain) -> [String] {
    CandidateGenerator(domain: domain, premises: [], candidatesMax: 48, hypothesesMax: 8)
      .candidates(of: goal, excluded: []).list.map(\.text)
  }

  @Test func aWitnessIsMadeOfTheNewestVariablesFirst() throws {
    var domain = TestDomains.nat
    domain.tactics = [TacticTemplate(text: "exists {t}", target: ["="], term: "Nat")]
    let goal = Goal(
      context: ["a", "b"].map { Binder(name: $0, type: "Nat") }
        + [Binder(name: "h", type: "b = Nat.succ a")], target: "a + b = 0")
    let texts = self.texts(of: goal, in: domain)
    #expect(
      texts == [
        "exists b", "exists a", "exists 0", "exists (Nat.succ b)", "exists (Nat.succ a)",
        "exists (Nat.succ 0)", "exists (b + b)", "exists (a + b)", "exists (a + a)",
      ])
  }

  @Test func manyVariablesLeaveRoomForASum() throws {
    var domain = TestDomains.nat
    domain.tactics = [TacticTemplate(text: "exists {t}", target: ["="], term: "Nat")]
    let goal = Goal(
      context: ["a", "b", "c", "d", "m", "n"].map { Binder(name: $0, type: "Nat") },
      target: "a + c = a + c + m + n")
    let texts = self.texts(of: goal, in: domain)
    #expect(
      texts == [
        "exists n", "exists m", "exists d", "exists c", "exists 0", "exists (Nat.succ 0)",
        "exists (n + n)", "exists (m + n)", "exists (m + m)", "exists (d + m)",
        "exists (a + c + m)", "exists (a + c + m + n)",
      ])
  }

  @Test func oneTacticHasOneLabelInAllDomains() throws {
    var (logic, nat) = (TestDomains.logic, TestDomains.nat)
    logic.tactics = ["apply {h}", "rw [{r}]"].map { TacticTemplate(text: $0) }
    nat.tactics = ["apply {p}", "rw [{r}] at {h}", "rw [{r}]", "apply {h}"].map {
      TacticTemplate(text: $0)
    }
    #expect(logic.label(of: 0) == nat.label(of: 3))
    #expect(logic.label(of: 1) == nat.label(of: 2))
    #expect(nat.labels.count == 4)

    // Examples of another configuration are no use.
    var example = RankingExample(
      domain: "nat", goal: [], candidates: [["<cand>", "#apply·{p}"], ["<cand>", "#rw·[{r}]"]],
      target: 1, weight: 1)
    #expect(example.isUsable(with: nat.labels))
    #expect(!example.isUsable(with: logic.labels))
    example.target = 2
    #expect(!example.isUsable(with: nat.labels))
  }

  @Test func propositionsAreThoseThatTheGoalMentions() throws {
    var domain = TestDomains.logic
    domain.tactics = [TacticTemplate(text: "exact {t}", term: "Prop")]
    let goal = Goal(
      context: ["p", "q"].map { Binder(name: $0, type: "Prop") }
        + [Binder(name: "h", type: "q ∧ p")], target: "p → q")
    let texts = self.texts(of: goal, in: domain)
    #expect(texts == ["exact p", "exact q", "exact (p → q)", "exact (q ∧ p)"])
  }

  @Test func assumptionsMatchUpToTheNamesOfBoundVariables() throws {
    var domain = TestDomains.logic
    domain.tactics = ["assumption", "contradiction"].map { TacticTemplate(text: $0) }
    func texts(_ hypotheses: [String], _ target: String) -> [String] {
      let context =
        [Binder(name: "P", type: "α → Prop")]
        + hypotheses.enumerated().map { Binder(name: "h\($0)", type: $1) }
      return self.texts(of: Goal(context: context, target: target), in: domain)
    }
    #expect(texts(["∃ x, P x"], "∃ y, P y") == ["assumption"])
    #expect(texts(["∃ x, P x", "¬∃ y, P y"], "∀ y, P y") == ["contradiction"])
    #expect(texts(["∃ x, P x"], "∀ y, P y") == [])
  }

  @Test func differentVariablesHaveDifferentTokens() throws {
    let domain = TestDomains.logic
    func tokens(_ target: String) -> [String] {
      let context =
        ["P", "Q"].map { Binder(name: $0, type: "α → Prop") } + [
          Binder(name: "z", type: "α")
        ]
      let goal = domain.parse(Goal(context: context, target: target))
      return Array(GoalEncoding(goal, domain: "logic", hypothesesMax: 8).tokens.dropFirst(2))
    }
    let all = ["∀", "v15", "@", "v0", "v15"]
    #expect(tokens("∀ x, P x") == all)
    #expect(tokens("(∀ x, P x) → Q z") == ["→"] + all + ["@", "v1", "v2"])
    #expect(tokens("(∀ x, P x) → ∀ y, Q y") == ["→"] + all + ["∀", "v15", "@", "v1", "v15"])
    #expect(
      tokens("∀ x, P x → ∃ x, Q x")
        == ["∀", "v15", "→", "@", "v0", "v15", "∃", "v14", "@", "v1", "v14"])
  }
}
