import Basics
import Foundation
import Records
import Testing

@testable import Prover

@Suite struct StrategyTests {
  private func goal(_ logPrior: Double, _ candidates: [Double], size: Int = 0) -> OpenGoal {
    OpenGoal(logPrior: logPrior, candidates: candidates, depth: 0, tried: 0, size: size)
  }

  @Test func aSureRankerSpendsOneApplication() {
    let strategy = BestFirst(ratio: 0.5)
    #expect(strategy.picks([goal(0, [-0.1, -3, -4])], room: 4) == [0])
    #expect(strategy.picks([goal(0, [-1.3, -1.4, -1.5, -1.6, -1.7])], room: 4) == [0, 0, 0, 0])
    // Of several goals each gets its own best step, however long the way to them.
    #expect(strategy.picks([goal(-9, [-0.1, -4]), goal(-9, [-0.2, -4])], room: 4) == [0, 1])
    #expect(strategy.picks([goal(-1, [-0.1]), goal(-9, [-0.1])], room: 4) == [0])
  }

  @Test func longGoalsWait() {
    let picks = BestFirst(ratio: 0.99).picks(
      [goal(0, [-1], size: 50), goal(0, [-1.5], size: 10)], room: 4)
    #expect(picks == [1])
  }

  @Test func whatIsNearlyDoneComesFirst() {
    func goal(_ candidate: Double, size: Int, stepsLeft: Double) -> OpenGoal {
      OpenGoal(
        logPrior: 0, candidates: [candidate], depth: 0, tried: 0, size: size, stepsLeft: stepsLeft)
    }
    // The estimate stands in for the length.
    let long = goal(-1.5, size: 70, stepsLeft: 1.2)
    let short = goal(-1, size: 10, stepsLeft: 9)
    #expect(BestFirst(ratio: 0.99).picks([short, long], room: 4) == [1])
  }

  @Test func breadthLetsLessProbableStepsIn() {
    let open = [goal(0, [-0.5, -2, -3.5])]
    let strategy = BestFirst(ratio: 0.35)
    #expect(strategy.picks(open, room: 6) == [0])
    #expect(strategy.picks(open, room: 6, breadth: 4) == [0, 0])
    #expect(strategy.picks(open, room: 1, breadth: 4) == [0])
  }

  @Test func theExtremesOfTheRatio() {
    let open = [goal(0, [-0.1, -2]), goal(-5, [-1])]
    #expect(BestFirst(ratio: 0).picks(open, room: 4) == [0, 0, 1])
    #expect(BestFirst(ratio: 1).picks(open, room: 4) == [0])
    #expect(BestFirst(ratio: 0).picks(open, room: 2) == [0, 0])
  }

  private struct Fixed: CandidateRanker {
    let name: String
    let row: [Float]
    var stepsLeft: Double?
    func rank(_ requests: [RankingRequest]) async -> [Ranking] {
      requests.map { _ in Ranking(scores: row, stepsLeft: stepsLeft) }
    }
  }

  @Test func anEnsembleIsTheGeometricMean() async throws {
    let request = RankingRequest(
      goal: [],
      candidates: ["a", "b"].map {
        Candidate(text: $0, template: 0, tokens: [], relations: [])
      }, key: "")
    // Odds 4 : 1 and 1 : 9; shifting a member's scores changes nothing.
    let ensemble = EnsembleRanker(
      first: Fixed(name: "x", row: [100 + Float(log(4.0)), 100]),
      second: Fixed(name: "y", row: [0, Float(log(9.0))]))
    #expect(ensemble.name == "x + y")
    let rows = try await ensemble.rank([request, request]).map(\.scores)
    #expect(rows.count == 2 && rows[0] == rows[1])
    #expect(abs(Double(rows[0][0] - rows[0][1]) - log(2.0 / 3)) < 1e-4)
    #expect(try await ensemble.rank([request])[0].stepsLeft == nil)
    let none = try await ensemble.rank([])
    #expect(none.isEmpty)
  }

  @Test func theSecondRankerSaysHowManyStepsAreLeft() async throws {
    let request = RankingRequest(
      goal: [], candidates: [Candidate(text: "a", template: 0, tokens: [], relations: [])], key: "")
    let ensemble = EnsembleRanker(
      first: Fixed(name: "x", row: [0], stepsLeft: 1),
      second: Fixed(name: "y", row: [0], stepsLeft: 3.5))
    #expect(try await ensemble.rank([request])[0].stepsLeft == 3.5)
  }

  @Test func theSecondRankerSeesTheShortlistOnly() async throws {
    /// Judges by the text alone, and says how many candidates it was shown.
    struct ByText: CandidateRanker {
      let name = "text"
      let odds: [String: Double]
      func rank(_ requests: [RankingRequest]) async -> [Ranking] {
        requests.map { request in
          #expect(request.candidates.map(\.text) == ["a", "c"])
          return Ranking(
            scores: request.candidates.map { Float(log(odds[$0.text] ?? 0)) })
        }
      }
    }
    let request = RankingRequest(
      goal: [],
      candidates: ["a", "b", "c"].map {
        Candidate(text: $0, template: 0, tokens: [], relations: [])
      }, key: "")
    // 0.4, 0.2 and 0.4; the second ranker has odds of 1 : 9 for the two on the list.
    let ensemble = EnsembleRanker(
      first: Fixed(name: "x", row: [Float(log(2.0)), 0, Float(log(2.0))]),
      second: ByText(odds: ["a": 1, "c": 9]), shortlist: 2)
    let row = try await ensemble.rank([request])[0].scores.map { exp(Double($0)) }
    #expect(abs(row[0] - 0.2) < 1e-5)
    #expect(abs(row[1] - 0.2) < 1e-5)
    #expect(abs(row[2] - 0.6) < 1e-5)
  }

  /// Ranks by a number that each candidate's text holds.
  private struct ByNumber: CandidateRanker {
    let name = "number"
    let place: Int
    func rank(_ requests: [RankingRequest]) async -> [Ranking] {
      requests.map { Ranking(scores: $0.candidates.map { Float($0.tokens[place]) ?? 0 }) }
    }
  }

  @Test func theEnsembleTrustsWhoIsRight() async throws {
    // In one domain the first ranker knows the right step and the second guesses, in the other they are worth the same.
    var generator = SplitMix64(seed: 1)
    let examples = (0..<400).map { index in
      let isLopsided = index % 2 == 0
      let candidates = (0..<6).map { candidate in
        let knows = candidate == 0 ? 0.3 : 0
        let first = knows + generator.uniform()
        let second = (isLopsided ? 0 : knows) + generator.uniform()
        return ["\(first)", "\(second)"]
      }
      return RankingExample(
        domain: isLopsided ? "a" : "b", goal: ["<state>", isLopsided ? "<a>" : "<b>"],
        candidates: candidates, target: 0, weight: 1)
    }
    let ensemble = EnsembleRanker(first: ByNumber(place: 0), second: ByNumber(place: 1))
    let weights = try await ensemble.fittedWeights(to: examples)
    let lopsided = try #require(weights["<a>"])
    let even = try #require(weights["<b>"])
    #expect(lopsided.first > 2 && lopsided.second < 0.5, "\(lopsided)")
    #expect(even.first > 1.5 && abs(even.first - even.second) < 1, "\(even)")
    // Used where the goal's domain is the one that they were fitted to.
    let weighted = EnsembleRanker(
      first: ByNumber(place: 0), second: ByNumber(place: 1), weights: weights)
    let candidates = [["0", "1"], ["1", "0"]].map {
      Candidate(text: "", template: 0, tokens: $0, relations: [])
    }
    let rows = try await weighted.rank(
      ["<a>", "<c>"].map {
        RankingRequest(goal: ["<state>", $0], candidates: candidates, key: "")
      }
    ).map(\.scores)
    #expect(abs(Double(rows[0][1] - rows[0][0]) - (lopsided.first - lopsided.second)) < 1e-4)
    #expect(rows[1][0] == rows[1][1])
    #expect(try await ensemble.fittedWeights(to: []).isEmpty)
  }
}
