import Basics
import Foundation
import Testing

@testable import LanguageModel

/// Training moves what it should, and only that.
@Suite struct LearningTests {
  private static let marker: Int32 = 11

  /// Copying: `digits # digits`; the part after the marker can be predicted, the part before not.
  private func copyTask(_ generator: inout SplitMix64) -> SequenceSample {
    let digits = Fixtures.tokens(5, vocabulary: 10, &generator)
    return SequenceSample(
      tokens: digits + [Self.marker] + digits,
      weights: [Float](repeating: 0, count: 6) + [Float](repeating: 1, count: 5))
  }

  /// Finding the branch that is the prefix in order.
  private func sortTask(_ generator: inout SplitMix64) -> RankingSample {
    let digits = Fixtures.tokens(4, vocabulary: 10, &generator)
    var branches = (0..<6).map { _ in Fixtures.tokens(4, vocabulary: 10, &generator) }
    let right = Int(generator.next() % 6)
    branches[right] = digits.sorted()
    return RankingSample(
      tree: TokenTree(prefix: digits + [Self.marker], branches: branches),
      target: (0..<6).map { $0 == right ? 1 : 0 })
  }

  private func model(workers: Int = 1) throws -> LocalModel {
    try LocalModel(
      configuration: ModelConfiguration(
        width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2, headSize: 16,
        feedForwardWidth: 64, maximumPositions: 64),
      vocabulary: try Vocabulary((1..<13).map { "t\($0)" }), seed: 5, workers: workers)
  }

  @Test func copyingIsLearnt() async throws {
    let model = try model()
    var generator = SplitMix64(seed: 1)
    let options = TrainingOptions(learningRate: 5e-3)
    var losses: [Float] = []
    for _ in 0..<300 {
      let batch = (0..<16).map { _ in copyTask(&generator) }
      losses.append(
        try #require(try await model.train(sequences: batch, options: options).sequence))
    }
    let last = losses.suffix(20).reduce(0, +) / 20
    #expect(losses[0] > 1.5)
    #expect(last < 0.5, "loss \(last)")
    // What it then writes after the marker is the copy.
    let prefixes = (0..<20).map { _ in Array(copyTask(&generator).tokens.prefix(6)) }
    let samples = try await model.sample(
      prefixes: prefixes, maximumLength: 5, temperature: 0, seed: 1
    ) { _, _ in (0..<13).map(Int32.init) }
    let right = zip(prefixes, samples).count { Array($0.prefix(5)) == $1.tokens }
    #expect(right >= 10, "\(right) of 20 copied")
  }

  /// Six digits and the same in order, `digits # sorted`. Every seventh number is held out.
  private func writtenSort(heldOut: Bool, _ generator: inout SplitMix64) -> [Int32] {
    while true {
      let digits = Fixtures.tokens(6, vocabulary: 10, &generator)
      let number = digits.reduce(0) { 10 * $0 + Int($1) }
      if (number % 7 == 0) == heldOut { return digits + [Self.marker] + digits.sorted() }
    }
  }

  @Test func sortingIsLearntForInputsNeverSeen() async throws {
    let model = try LocalModel(
      configuration: ModelConfiguration(
        width: 64, layerCount: 2, headCount: 4, keyValueHeadCount: 2, headSize: 16,
        feedForwardWidth: 128, maximumPositions: 16),
      vocabulary: try Vocabulary((1..<13).map { "t\($0)" }), seed: 5, workers: 2)
    var generator = SplitMix64(seed: 8)
    let steps = 420
    let options = TrainingOptions(
      learningRate: 4e-3, schedule: .cosine(total: steps, floor: 0.02), warmUpSteps: 20)
    let weights = [Float](repeating: 0, count: 7) + [Float](repeating: 1, count: 6)
    let start = Clock.now()
    var curve: [Float] = []
    for _ in 0..<steps {
      let batch = (0..<48).map { _ in
        SequenceSample(tokens: writtenSort(heldOut: false, &generator), weights: weights)
      }
      curve.append(
        try #require(try await model.train(sequences: batch, options: options).sequence))
    }
    let seconds = (Clock.now() - start).processor
    let held = (0..<500).map { _ in writtenSort(heldOut: true, &generator) }
    let samples = try await model.sample(
      prefixes: held.map { Array($0.prefix(7)) }, maximumLength: 6, temperature: 0, seed: 1
    ) { _, _ in (0..<13).map(Int32.init) }
    let right = zip(held, samples).count { Array($0.suffix(6)) == $1.tokens }
    let points = stride(from: 0, to: steps, by: steps / 20).map {
      String(format: "%.3f", curve[$0..<$0 + steps / 20].reduce(0, +) * 20 / Float(steps))
    }
    print(
      "sorting six digits: \(right) of 500 held-out inputs exact after \(steps) steps in",
      String(format: "%.1f processor seconds;", seconds), "loss:", points.joined(separator: " "))
    #expect(right > 495, "\(right) of 500 sorted")
  }

  @Test func rankingIsLearnt() async throws {
    let model = try model(workers: 2)
    var generator = SplitMix64(seed: 2)
    let options = TrainingOptions(
      learningRate: 4e-3, schedule: .cosine(total: 200, floor: 0.1))
    for _ in 0..<200 {
      let batch = (0..<16).map { _ in sortTask(&generator) }
      _ = try await model.train(ranking: batch, scoreToken: 12, options: options)
    }
    let held = (0..<100).map { _ in sortTask(&generator) }
    let scores = try await model.rank(held.map(\.tree), scoreToken: 12)
    let right = zip(held, scores).count { sample, row in
      row.indices.max { row[$0] < row[$1] } == sample.target.firstIndex(of: 1)
    }
    #expect(right > 50, "\(right) of 100 against 17 by chance")
    #expect(await model.step == 200)
    #expect(await model.busySeconds.training > 0)
    #expect(await model.busySeconds.ranking > 0)
  }

  @Test(arguments: [1, 2]) func sameSeedSameBits(_ workers: Int) async throws {
    func run() async throws -> ([TrainingLoss], [[Float]]) {
      let model = try model(workers: workers)
      var generator = SplitMix64(seed: 3)
      var losses: [TrainingLoss] = []
      for _ in 0..<5 {
        losses.append(
          try await model.train(
            ranking: (0..<40).map { _ in sortTask(&generator) }, scoreToken: 12,
            sequences: (0..<150).map { _ in copyTask(&generator) }, options: TrainingOptions()))
      }
      let trees = (0..<5).map { _ in sortTask(&generator).tree }
      return (losses, try await model.rank(trees, scoreToken: 12))
    }
    let first = try await run()
    let second = try await run()
    #expect(first.0 == second.0)
    #expect(first.1 == second.1)
  }

  @Test func restoreUndoesTrainingAndExtension() async throws {
    let model = try model()
    var generator = SplitMix64(seed: 4)
    let samples = (0..<4).map { _ in sortTask(&generator) }
    let trees = samples.map(\.tree)
    func step() async throws -> TrainingLoss {
      try await model.train(ranking: samples, scoreToken: 12, options: TrainingOptions())
    }
    _ = try await step()
    let snapshot = await model.weightsSnapshot()
    let scores = try await model.rank(trees, scoreToken: 12)
    let next = try await step()
    #expect(try await model.rank(trees, scoreToken: 12) != scores)
    try await model.extendVocabulary(["new"])
    try await model.restore(snapshot)
    #expect(try await model.rank(trees, scoreToken: 12) == scores)
    #expect(await model.vocabulary.count == 13)
    #expect(try await step() == next)
  }

  @Test func newSymbolsChangeNothingOld() async throws {
    let model = try model()
    var generator = SplitMix64(seed: 4)
    let samples = (0..<4).map { _ in sortTask(&generator) }
    _ = try await model.train(ranking: samples, scoreToken: 12, options: TrainingOptions())
    let before = try await model.rank(samples.map(\.tree), scoreToken: 12)
    let count = await model.parameterCount
    try await model.extendVocabulary(["t3", "new", "newer"])
    #expect(await model.vocabulary.count == 15)
    #expect(await model.parameterCount == count + 2 * 32)
    #expect(await model.step == 1)
    #expect(try await model.rank(samples.map(\.tree), scoreToken: 12) == before)
    let tree = TokenTree(prefix: [1], branches: [[13], [14]])
    let scores = try await model.rank([tree], scoreToken: 14)[0]
    #expect(scores[0] != scores[1])
    _ = try await model.train(
      sequences: [SequenceSample(tokens: [1, 13, 14])], options: TrainingOptions())
  }

  @Test func badBatchesChangeNothing() async throws {
    let model = try model()
    let tree = TokenTree(prefix: [1], branches: [[2], [3]])
    let before = try await model.rank([tree], scoreToken: 0)
    await #expect(throws: LanguageModelError.self) {
      try await model.train(options: TrainingOptions())
    }
    await #expect(throws: LanguageModelError.self) {
      try await model.train(
        ranking: [RankingSample(tree: tree, target: [1, 0], weight: 0)], scoreToken: 0,
        options: TrainingOptions())
    }
    for weight in [Float.infinity, .nan, 3e38] {
      await #expect(throws: LanguageModelError.self) {
        try await model.train(
          sequences: [SequenceSample(tokens: [1, 2, 3], weight: weight)],
          options: TrainingOptions())
      }
    }
    await #expect(throws: LanguageModelError.self) {
      try await model.train(
        sequences: [SequenceSample(tokens: [1, 2])],
        options: TrainingOptions(learningRate: .nan))
    }
    #expect(await model.step == 0)
    #expect(try await model.rank([tree], scoreToken: 0) == before)
  }

  @Test func aStepThatIsNotFiniteIsNotTaken() throws {
    let model = try Fixtures.model()
    model.weights.base[model.layout.finalNorm] = 1e38
    model.weights.base[model.layout.finalNorm + 1] = -1e38
    let before = model.weights.array
    let optimizer = AdamW(count: model.layout.count)
    let batch = try Transformer.Batch(
      ranking: Fixtures.ranking(), scoreToken: 1, sequences: [])
    let error = #expect(throws: LanguageModelError.self) {
      try model.train(batch, optimizer: optimizer, options: TrainingOptions())
    }
    #expect(error?.description.contains("diverged") == true)
    #expect(model.weights.array == before)
    #expect(optimizer.step == 0)
  }
}
