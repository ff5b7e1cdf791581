import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Prover

@Suite struct GraphTests {
  private func goal(_ target: String) -> Goal {
    Goal(context: [Binder(name: "p", type: "Prop")], target: target)
  }

  private func ranked(_ graph: inout SearchGraph, _ index: Int, count: Int) {
    let list = (0..<count).map {
      Candidate(text: "t\($0)", template: $0, tokens: [], relations: [])
    }
    graph.setCandidates(index, goalTokens: [], list)
    graph.setRanking(index, logProbabilities: list.indices.map { -Double($0 + 1) })
  }

  @Test func anEdgeIsSolvedWithItsLastGoalAndTheShortestProofWins() {
    var graph = SearchGraph(root: goal("a"))
    ranked(&graph, 0, count: 3)
    #expect(graph.take(0, 3) == [0, 1, 2])
    graph.record(0, candidate: 0, .goals([goal("b"), goal("c")]), depthMax: 9)
    graph.record(0, candidate: 1, .goals([goal("d")]), depthMax: 9)
    graph.record(0, candidate: 2, .error("no"), depthMax: 9)
    #expect(graph.frontier() == [1, 2, 3])
    for index in 1...3 { ranked(&graph, index, count: 2) }
    for index in 1...2 {
      _ = graph.take(index, 1)
      graph.record(index, candidate: 0, .closed, depthMax: 9)
      #expect(graph.isProved == (index == 2))
    }
    #expect(graph.proof(of: 0)?.script == "t0\n· t0\n· t0")
    #expect(graph.nodes[0].proofSteps == 3)
    _ = graph.take(3, 1)
    graph.record(3, candidate: 0, .closed, depthMax: 9)
    #expect(graph.proof(of: 0)?.script == "t1\nt0")
    #expect(graph.nodes[0].proofSteps == 2)
  }

  @Test func aGoalIsHopelessOnlyWhenEveryWayIs() {
    var graph = SearchGraph(root: goal("a"))
    ranked(&graph, 0, count: 2)
    _ = graph.take(0, 2)
    graph.record(0, candidate: 0, .error("no"), depthMax: 9)
    #expect(!graph.nodes[0].isDead)
    graph.record(0, candidate: 1, .goals([goal("b"), goal("c")]), depthMax: 9)
    #expect(!graph.nodes[0].isDead)
    graph.setCandidates(2, goalTokens: [], [])
    #expect(graph.nodes[0].isDead)
    #expect(graph.frontier().isEmpty)
  }

  @Test func circlesProveNothing() {
    var graph = SearchGraph(root: goal("a"))
    ranked(&graph, 0, count: 1)
    _ = graph.take(0, 1)
    graph.record(0, candidate: 0, .goals([goal("b")]), depthMax: 9)
    ranked(&graph, 1, count: 2)
    _ = graph.take(1, 2)
    graph.record(1, candidate: 0, .goals([goal("a")]), depthMax: 9)
    graph.record(1, candidate: 1, .goals([goal("b")]), depthMax: 9)
    #expect(!graph.isProved)
    #expect(graph.nodes.count == 2)
  }

  @Test func goalsThatCannotBeRestatedAreLeftAlone() {
    for target in ["a✝ = b", "⋯ = b", "?m = b"] {
      var graph = SearchGraph(root: goal("a"))
      ranked(&graph, 0, count: 1)
      _ = graph.take(0, 1)
      graph.record(0, candidate: 0, .goals([goal(target)]), depthMax: 9)
      #expect(graph.nodes.count == 1)
      #expect(graph.nodes[0].failures.count == 1)
    }
  }
}

@Suite struct LemmaRuleTests {
  private let domain = TestDomains.nat

  private func term(_ text: String) throws -> Term {
    try domain.signature.parse(text, locals: ["a", "b", "c"])
  }

  @Test func explicitArgumentsComeFromMatching() throws {
    let premise = Premise(
      name: "add_succ",
      parameters: ["x", "y"].map { .init(name: $0, type: "Nat", isExplicit: true) },
      body: try domain.signature.parse(
        "x + Nat.succ y = Nat.succ (x + y)", locals: ["x", "y"]), simplification: nil,
      isLibrary: false)
    let rules = LemmaRule.rules(
      name: premise.name, parameters: premise.parameters, body: premise.body, isHypothesis: false,
      isLibrary: false)
    let target = try term("a + Nat.succ (b * c) = Nat.succ (a + b) + c")
    let places = LemmaRule.places(in: target)
    let uses = rules.flatMap { $0.uses(at: places, signature: domain.signature, limit: 9) }
    #expect(uses.map(\.text) == ["add_succ a (b * c)", "← add_succ a b"])
    #expect(uses[0].to == (try term("Nat.succ (a + b * c)")))
  }

  @Test func aSideThatForgetsAVariableIsNoPattern() throws {
    let rules = LemmaRule.rules(
      name: "mul_zero", parameters: [.init(name: "?x", type: "Nat", isExplicit: true)],
      body: .apply("=", [.apply("*", [.variable("?x"), .apply("0", [])]), .apply("0", [])]),
      isHypothesis: false, isLibrary: false)
    #expect(rules.map(\.isBackward) == [false])
  }

  @Test func bindersOfATheoryLemmaAreRead() {
    let stated = LeadingBinders("∀ {α : Type} (a b : α) (l : List α), a :: l = b :: l ↔ a = b")
    #expect(stated.variables.map(\.name) == ["α", "a", "b", "l"])
    #expect(stated.variables.map(\.isExplicit) == [false, true, true, true])
    #expect(stated.rest == "a :: l = b :: l ↔ a = b")
  }
}
