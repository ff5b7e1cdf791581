import Basics
import Records
import Testing

@testable import Trainer

@Suite struct ExampleSetTests {
  private let all = Toy.examples(2000, seed: 1)

  @Test func heldOutExamplesStayHeldOut() {
    let first = ExampleSet(
      newest: Array(all[..<1000]), replay: [], heldOutShare: 0.1)
    let second = ExampleSet(
      newest: Array(all[1000...]), replay: Array(all[..<1000]), heldOutShare: 0.1)
    #expect(!first.heldOut.isEmpty)
    let later = Set(second.training.map(\.goal))
    #expect(first.heldOut.allSatisfy { !later.contains($0.goal) })
    #expect(Set(second.heldOut.map(\.goal)).isSuperset(of: first.heldOut.map(\.goal)))
    // The goal decides, whatever candidates come with it: another search meets the same goal.
    var changed = first.heldOut
    for index in changed.indices { changed[index].candidates.append(["rw"]) }
    #expect(ExampleSet(newest: changed, replay: [], heldOutShare: 0.1).training.isEmpty)
  }

  @Test func everyExampleIsOnOneSideOnly() {
    let set = ExampleSet(
      newest: Array(all[..<500]), replay: Array(all[500...]), heldOutShare: 0.1)
    #expect(set.training.count + set.heldOut.count == all.count)
    #expect(Set(set.training.map(\.goal)).isDisjoint(with: set.heldOut.map(\.goal)))
    // The newest stand first.
    #expect(set.newest > 0 && set.newest <= 500)
    #expect(
      Array(set.training.prefix(set.newest))
        == all[..<500].filter { example in
          !set.heldOut.contains { $0.goal == example.goal }
        })
  }

  @Test func aSmallDomainIsNotDrowned() {
    func examples(_ domain: String, _ count: Int) -> [RankingExample] {
      (0..<count).map { number in
        RankingExample(
          domain: domain, goal: [domain, "\(number)"], candidates: [["rw"]], target: 0, weight: 1)
      }
    }
    let set = ExampleSet(
      newest: examples("small", 10) + examples("new", 40),
      replay: examples("large", 1000) + examples("small", 90), heldOutShare: 0)
    var generator = SplitMix64(seed: 5)
    let replayed = set.draw(20_000, newestShare: 0, &generator)
    let share = { (domain: String) in
      Double(replayed.count { $0.domain == domain }) / Double(replayed.count)
    }
    // √1000 : √100 : √40
    let total = 1000.0.squareRoot() + 10 + 40.0.squareRoot()
    #expect(abs(share("large") - 1000.0.squareRoot() / total) < 0.02)
    #expect(abs(share("small") - 10 / total) < 0.02)
    #expect(set.draw(50, newestShare: 1, &generator).allSatisfy { $0.domain != "large" })
    #expect(
      ExampleSet(newest: [], replay: [], heldOutShare: 0).draw(5, newestShare: 1, &generator)
        .isEmpty)
  }

  @Test func theShareIsAboutWhatIsAskedFor() {
    for share in [0.05, 0.2] {
      // Goals of two random words are all different, and their hashes spread.
      var generator = SplitMix64(seed: 9)
      let spread = (0..<4000).map { _ in
        RankingExample(
          domain: "toy", goal: ["\(generator.next())", "\(generator.next())"],
          candidates: [["rw"]], target: 0, weight: 1)
      }
      let set = ExampleSet(newest: spread, replay: [], heldOutShare: share)
      let found = Double(set.heldOut.count) / 4000
      #expect(abs(found - share) < 0.02, "\(found) for \(share)")
    }
    #expect(ExampleSet(newest: all, replay: [], heldOutShare: 0).heldOut.isEmpty)
    #expect(ExampleSet(newest: all, replay: [], heldOutShare: 1).training.isEmpty)
  }
}
