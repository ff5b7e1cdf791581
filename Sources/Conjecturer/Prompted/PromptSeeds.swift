import Basics
import Foundation
import Records

/// Chooses what prompts start from: theorems by success rate and variety, each with a lemma that its proof uses (STP,
/// arXiv 2502.00212, appendix A.2, algorithm 1).
public enum PromptSeeds {
  /// At most `count` seeds. The same theorems, in whatever order, and the same generator give the same seeds; no
  /// theorem comes twice with the same lemma. A small corpus gives fewer than `count`, an empty one none.
  public static func choose(
    from theorems: [SeedTheorem], count: Int,
    preferring preferences: SeedPreferences = SeedPreferences(),
    generator: inout SplitMix64
  ) -> [PromptSeed] {
    guard count > 0 else { return [] }
    let all = theorems.sorted { $0.name < $1.name }
    let proved = all.filter {
      !$0.script.isEmpty && $0.script.count <= preferences.scriptCharactersMax
    }
    // Before anything is proved the theory's own lemmas show what is spoken of.
    let drawn = drawOrder(proved.isEmpty ? all : proved, preferences, &generator)
    let chosen = varied(drawn, count, preferences)
    return withLemmas(chosen, from: all, count, preferences, &generator)
  }

  // MARK: Theorems

  /// All theorems in an order of weighted drawing without replacement (Efraimidis and Spirakis 2006).
  private static func drawOrder(
    _ theorems: [SeedTheorem], _ preferences: SeedPreferences, _ generator: inout SplitMix64
  ) -> [SeedTheorem] {
    let keyed = theorems.map { theorem in
      (
        key: -log(1 - generator.uniform()) / weight(of: theorem, preferences), theorem: theorem
      )
    }
    return keyed.sorted { ($0.key, $0.theorem.name) < ($1.key, $1.theorem.name) }.map(\.theorem)
  }

  private static func weight(of theorem: SeedTheorem, _ preferences: SeedPreferences) -> Double {
    var weight = 1.0
    if let rate = theorem.successRate {
      if !preferences.successRate.contains(rate) { weight *= outsideBand }
    } else {
      weight *= unknownRate
    }
    if let wanted = preferences.difficulty, let own = theorem.difficulty, !wanted.contains(own) {
      weight *= otherDifficulty
    }
    return weight
  }

  private static let outsideBand = 0.01
  private static let unknownRate = 0.3
  private static let otherDifficulty = 0.2

  /// The first `count` in order, of which no shape takes more than its share as long as others are left.
  private static func varied(
    _ drawn: [SeedTheorem], _ count: Int, _ preferences: SeedPreferences
  ) -> [SeedTheorem] {
    let most = limit(preferences.shapeShare, of: min(count, drawn.count))
    var taken: [String: Int] = [:]
    var chosen: [SeedTheorem] = []
    var waiting: [SeedTheorem] = []
    for theorem in drawn {
      if chosen.count == count { return chosen }
      let shape = theorem.shape
      if taken[shape, default: 0] < most {
        taken[shape, default: 0] += 1
        chosen.append(theorem)
      } else {
        waiting.append(theorem)
      }
    }
    return chosen + waiting.prefix(count - chosen.count)
  }

  private static func limit(_ share: Double, of count: Int) -> Int {
    max(1, Int(share * Double(count)))
  }

  // MARK: Lemmas

  /// Each theorem with one of its lemmas or none; where that makes too few seeds, theorems come again with others.
  private static func withLemmas(
    _ chosen: [SeedTheorem], from all: [SeedTheorem], _ count: Int,
    _ preferences: SeedPreferences, _ generator: inout SplitMix64
  ) -> [PromptSeed] {
    let names = LemmaNames(all)
    let lemmas = chosen.map { names.used(by: $0) }
    let most = limit(preferences.lemmaShare, of: chosen.count)
    var uses: [String: Int] = [:]
    var taken = [Set<String>](repeating: [], count: chosen.count)
    var seeds: [PromptSeed] = []
    var isGrowing = true
    while seeds.count < count, isGrowing {
      isGrowing = false
      for index in chosen.indices where seeds.count < count {
        let open = lemmas[index].filter {
          uses[$0.name, default: 0] < most && !taken[index].contains($0.name)
        }
        // Half of the prompts point in no direction: otherwise all conjectures are about a few lemmas.
        let wantsNone = generator.uniform() < 0.5 && !taken[index].contains("")
        let lemma = open.isEmpty || wantsNone ? nil : draw(open, &generator)
        guard taken[index].insert(lemma?.name ?? "").inserted else { continue }
        if let lemma { uses[lemma.name, default: 0] += 1 }
        seeds.append(PromptSeed(theorem: chosen[index], lemma: lemma))
        isGrowing = true
      }
    }
    return seeds
  }

  /// Lemmas that many proofs use are likelier.
  private static func draw(
    _ lemmas: [SeedTheorem], _ generator: inout SplitMix64
  ) -> SeedTheorem? {
    generator.index(weights: lemmas.map { 1 + log2(1 + Double(max(0, $0.timesUsed))) })
      .map { lemmas[$0] }
  }
}

/// Finds the lemmas that a script names.
private struct LemmaNames {
  /// By the whole name and by its last part, which is what a script writes within the name's namespace.
  private var byWord: [String: SeedTheorem] = [:]

  init(_ theorems: [SeedTheorem]) {
    for theorem in theorems {
      byWord[theorem.name] = theorem
      if let last = theorem.name.split(separator: ".").last, byWord[String(last)] == nil {
        byWord[String(last)] = theorem
      }
    }
  }

  /// Each once, in the order of the script.
  func used(by theorem: SeedTheorem) -> [SeedTheorem] {
    var seen: Set<String> = [theorem.name]
    return Identifiers.words(in: theorem.script).compactMap { byWord[String($0)] }
      .filter { seen.insert($0.name).inserted }
  }
}
