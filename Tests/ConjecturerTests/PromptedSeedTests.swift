import Basics
import Records
import Terms
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct PromptedSeedTests {
  private func statement(_ target: String) -> Statement {
    let nat = ["a", "b", "c"].map { Binder(name: $0, type: "Nat") }
    return TestDomains.nat.statement(of: Goal(context: nat, target: target))
  }

  private func seed(
    _ name: String, _ target: String, script: String = "rfl", rate: Double? = nil, used: Int = 0,
    difficulty: Double? = nil
  ) -> SeedTheorem {
    SeedTheorem(
      name: name, statement: statement(target), script: script, successRate: rate,
      timesUsed: used, difficulty: difficulty)
  }

  private func choose(
    _ theorems: [SeedTheorem], _ count: Int, seed: UInt64 = 1,
    _ preferences: SeedPreferences = SeedPreferences()
  ) -> [PromptSeed] {
    var generator = SplitMix64(seed: seed)
    return PromptSeeds.choose(
      from: theorems, count: count, preferring: preferences, generator: &generator)
  }

  /// Sums of different lengths: `a + a`, `a + a + a`, …
  private func sum(_ length: Int) -> String {
    [String](repeating: "a", count: length + 1).joined(separator: " + ")
  }

  @Test func shapesAreTheTwoTopmostLayers() {
    #expect(seed("x", "a + b = b + a").shape == "= + +")
    #expect(seed("x", "a * b + c = c + a * b").shape == "= + +")
    #expect(seed("x", "a + b = 0 → a = 0").shape == "→ = =")
    #expect(seed("x", "0 = a").shape == "=")
  }

  @Test func theSameGeneratorGivesTheSameSeedsInWhateverOrder() {
    let theorems = (0..<60).map {
      seed("t\($0)", "\(sum($0 + 1)) = a", script: $0 > 5 ? "exact t\($0 % 5)" : "rfl")
    }
    let first = choose(theorems, 20)
    #expect(first.count == 20)
    #expect(choose(theorems.reversed(), 20) == first)
    #expect(choose(theorems, 20, seed: 2) != first)
  }

  @Test func noShapeAndNoLemmaTakesMoreThanItsShare() {
    let shapes = [
      "\(sum(1)) = a", "a * a = a", "a ≤ b", "a = b → b = a", "Nat.succ a = b", "0 = a * b",
    ]
    // Nine in ten are of one shape, and nearly all use one lemma.
    let theorems =
      (0..<300).map { index in
        seed(
          "t\(index)",
          index % 10 == 0 ? shapes[index / 10 % shapes.count] : "\(sum(1 + index % 30)) = a",
          script: index % 20 == 0 ? "rw [zero_mul, t1]" : "rw [zero_mul]")
      } + [seed("zero_mul", "0 * a = 0", script: "", used: 200)]
    for generator: UInt64 in 1...5 {
      let seeds = choose(theorems, 40, seed: generator)
      #expect(seeds.count == 40)
      let lemmas = Dictionary(grouping: seeds.compactMap(\.lemma?.name), by: { $0 })
      #expect(lemmas["zero_mul"]?.count ?? 0 > 0)
      #expect(lemmas.values.allSatisfy { $0.count <= 4 })
      let pairs = seeds.map { "\($0.theorem.name) \($0.lemma?.name ?? "")" }
      #expect(Set(pairs).count == 40)
      // Of the other shapes there are 10, 5, 5 and 5 theorems, a share is 8: 23 of them come before the common shape
      // goes beyond its share.
      let common = seeds.count { $0.theorem.shape == "= +" }
      #expect(common <= 17, "\(common)")
    }
  }

  @Test func theoremsInTheBandArePreferred() {
    let theorems = (0..<100).map { index in
      seed(
        "t\(index)", "\(sum(index % 30 + 1)) = a",
        rate: index % 4 == 0 ? 0.5 : index % 4 == 1 ? 0.1 : nil)
    }
    let free = SeedPreferences(shapeShare: 1)
    var inBand = 0
    var below = 0
    for generator: UInt64 in 1...10 {
      let chosen = choose(theorems, 20, seed: generator, free)
      inBand += chosen.count { $0.theorem.successRate == 0.5 }
      below += chosen.count { $0.theorem.successRate == 0.1 }
    }
    #expect(inBand > 80 && below < 10, "\(inBand) in the band, \(below) below it")
    let mixed = (0..<100).map {
      seed("t\($0)", "\(sum($0 % 30 + 1)) = a", difficulty: $0 < 10 ? 1 : 5)
    }
    func easy(_ preferences: SeedPreferences) -> Int {
      (1...20).reduce(0) { count, generator in
        count
          + choose(mixed, 10, seed: UInt64(generator), preferences).count {
            $0.theorem.difficulty == 1
          }
      }
    }
    #expect(easy(SeedPreferences(difficulty: 0...2, shapeShare: 1)) > 2 * easy(free))
  }

  @Test func aSmallCorpusGivesWhatItHas() {
    #expect(choose([], 5) == [])
    let lemma = seed("add_zero", "a + 0 = a", script: "")
    // The theory alone: its lemmas are what can be shown.
    #expect(choose([lemma], 5) == [PromptSeed(theorem: lemma)])
    let theorem = seed("t", "0 + a = a", script: "simp only [Loom.add_zero]")
    var full = lemma
    full.name = "Loom.add_zero"
    let both = choose([full, theorem], 5)
    // Once with the lemma and at most once without.
    #expect(both.contains(PromptSeed(theorem: theorem, lemma: full)))
    #expect(both.count <= 2 && both.allSatisfy { $0.theorem == theorem })
    let long = seed("long", "a = a", script: String(repeating: "x", count: 3000))
    #expect(choose([long, theorem], 5).allSatisfy { $0.theorem == theorem })
  }
}
