import Basics
import Foundation
import Testing

@testable import LanguageModel

@Suite struct ForwardTests {
  @Test(arguments: [1, 2, 4]) func branchScoresEqualPlainSequences(_ keyValueHeads: Int) throws {
    let model = try Fixtures.model(keyValueHeads: keyValueHeads, tied: keyValueHeads != 2)
    let reference = ReferenceModel(model)
    var generator = SplitMix64(seed: 11)
    let trees = [
      Fixtures.tree(prefix: 5, branches: [3, 1, 7, 2], &generator),
      Fixtures.tree(prefix: 1, branches: [1], &generator),
      Fixtures.tree(prefix: 20, branches: [4, 4], &generator),
    ]
    let scores = try model.rank(trees, scoreToken: 2)
    try #require(scores.map(\.count) == [4, 1, 2])
    for (tree, row) in zip(trees, scores) {
      for (fast, slow) in zip(row, reference.scores(tree, scoreToken: 2)) {
        #expect(abs(Double(fast) - slow) < 1e-4)
      }
    }
  }

  @Test func logProbabilitiesEqualReference() throws {
    let model = try Fixtures.model(tied: false, workers: 2)
    let reference = ReferenceModel(model)
    var generator = SplitMix64(seed: 12)
    let sequences = [9, 1, 30, 2].map { Fixtures.tokens($0, vocabulary: 13, &generator) }
    let rows = try model.logProbabilities(of: sequences)
    try #require(rows.map(\.count) == [8, 0, 29, 1])
    for (tokens, row) in zip(sequences, rows) {
      let states = reference.hidden(tokens)
      for (at, fast) in row.enumerated() {
        let slow = reference.logSoftmax(reference.logits(states[at]))[Int(tokens[at + 1])]
        #expect(abs(Double(fast) - slow) < 1e-4)
      }
    }
  }

  @Test func scoresDoNotDependOnBatchOrWorkers() throws {
    var generator = SplitMix64(seed: 13)
    let trees = (0..<40).map { index in
      Fixtures.tree(prefix: 10 + index, branches: [3, 5, 8, 2, 9], &generator)
    }
    let together = try Fixtures.model(workers: 3).rank(trees, scoreToken: 0)
    let model = try Fixtures.model()
    for (tree, row) in zip(trees, together) {
      for (a, b) in zip(try model.rank([tree], scoreToken: 0)[0], row) {
        #expect(abs(a - b) < 1e-5)
      }
    }
  }

  @Test func noTreesAndTreesWithoutBranches() throws {
    let model = try Fixtures.model()
    #expect(try model.rank([], scoreToken: 0).isEmpty)
    #expect(try model.rank([TokenTree(prefix: [1])], scoreToken: 0) == [[]])
    #expect(try model.logProbabilities(of: []).isEmpty)
  }

  @Test func inputsThatDoNotFitAreRefused() throws {
    let model = try Fixtures.model()
    func field(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch LanguageModelError.input(let field, _, _) {
        return field
      } catch {
        return "\(error)"
      }
    }
    func rank(_ tree: TokenTree, _ token: Int32 = 0) -> String? {
      field { _ = try model.rank([tree], scoreToken: token) }
    }
    #expect(rank(TokenTree(prefix: [])) == "prefix")
    #expect(rank(TokenTree(prefix: [1], branches: [[]])) == "branch")
    #expect(rank(TokenTree(prefix: [13])) == "token in prefix")
    #expect(rank(TokenTree(prefix: [1], branches: [[-1]])) == "token in branch")
    #expect(rank(TokenTree(prefix: [1]), 99) == "token in scoreToken")
    let long = [Int32](repeating: 0, count: 128)
    #expect(rank(TokenTree(prefix: long)) == nil)
    #expect(rank(TokenTree(prefix: long, branches: [[1]])) == "prefix plus longest branch")
    let tree = TokenTree(prefix: [1], branches: [[1], [2]])
    for (target, weight) in [([0.5], 1), ([0.9, 0.9], 1), ([-1, 2], 1), ([.nan, 1], 1)]
      as [([Float], Float)]
    {
      let sample = RankingSample(tree: tree, target: target, weight: weight)
      #expect(
        field {
          let batch = try Transformer.Batch(ranking: [sample], scoreToken: 0, sequences: [])
          _ = try model.gradients(batch)
        } == "target")
    }
  }

  @Test func exponentialIsAccurate() {
    for x in stride(from: Float(-87), through: 88, by: 0.37) {
      let value = exponential(Lanes(repeating: x))[3]
      #expect(abs(Double(value) / Foundation.exp(Double(x)) - 1) < 3e-7)
    }
  }

  @Test func planCoversEachItemOnce() {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<50 {
      let sizes = (0..<Int(generator.next() % 40)).map { _ in Int(generator.next() % 3000) }
      let plan = WorkPlan.packs(sizes: sizes, workers: 3)
      let items = plan.flatMap { $0 }.flatMap(Array.init).sorted()
      #expect(items == Array(sizes.indices))
    }
  }
}
