import Basics
import Foundation
import Testing

@testable import LanguageModel

/// The cached decoder and the generator against the plain forward pass.
@Suite struct InferenceTests {
  /// All ways in which a model's weights are multiplied.
  private func decoders(_ model: Transformer) -> [CachedDecoder] {
    [(false, false, 1), (true, false, 1), (false, true, 1), (false, true, 3)].map {
      panels, splits, workers in
      CachedDecoder(
        FlatWeights(
          model.weights, model.configuration, model.layout, forManySteps: panels, splits: splits),
        rope: model.rope, team: WorkerTeam(count: workers))
    }
  }

  private func logits(_ decoder: CachedDecoder, rows: Int) -> [[Float]] {
    let vocabulary = decoder.weights.configuration.vocabularySize
    var result: [[Float]] = []
    decoder.logits(rows: rows) { first, count, logits in
      #expect(first == result.count)
      for row in 0..<count {
        result.append(
          Array(UnsafeBufferPointer(start: logits + row * vocabulary, count: vocabulary)))
      }
    }
    return result
  }

  private func expectClose(_ a: [Float], _ b: [Double]) {
    #expect(a.count == b.count)
    for (x, y) in zip(a, b) { #expect(abs(Double(x) - y) < 1e-4) }
  }

  @Test(arguments: [1, 2, 4])
  func raggedRunsWithSharedPrefixesEqualReference(_ keyValueHeads: Int) throws {
    let model = try Fixtures.model(
      keyValueHeads: keyValueHeads, headSize: keyValueHeads == 2 ? 16 : 6,
      tied: keyValueHeads != 2)
    model.rope.reserve(positions: 128)
    let reference = ReferenceModel(model)
    var generator = SplitMix64(seed: 31)
    let root = Fixtures.tokens(7, vocabulary: 13, &generator)
    let tails = [5, 1, 9].map { Fixtures.tokens($0, vocabulary: 13, &generator) }
    let other = Fixtures.tokens(11, vocabulary: 13, &generator)
    for decoder in decoders(model) {
      let c = model.configuration
      let prefix = KeyValueCache(c, limit: 7)
      let alone = KeyValueCache(c, limit: 11)
      // Two prompts in one batch, read to the last token or not to the end.
      let first = decoder.forward([
        .init(cache: prefix, tokens: root, readout: 2),
        .init(cache: alone, tokens: Array(other.prefix(4)), readout: 0),
      ])
      #expect(first == 2)
      let states = reference.hidden(root)
      for (row, values) in logits(decoder, rows: 2).enumerated() {
        expectClose(values, reference.logits(states[5 + row]))
      }
      let caches = tails.map { KeyValueCache(c, prefix: prefix, limit: $0.count) }
      var runs = zip(caches, tails).map {
        CachedDecoder.Run(cache: $0, tokens: $1, readout: $1.count)
      }
      runs.append(.init(cache: alone, tokens: Array(other[4...]), readout: 1))
      let rows = decoder.forward(runs)
      #expect(rows == 16)
      let values = logits(decoder, rows: rows)
      var row = 0
      for tail in tails {
        let states = reference.hidden(root + tail)
        for at in tail.indices {
          expectClose(values[row], reference.logits(states[7 + at]))
          row += 1
        }
      }
      expectClose(values[row], reference.logits(reference.hidden(other)[10]))
      #expect(caches.map(\.position) == [12, 8, 16])
      // One token each, one sequence left out.
      let next: [Int32] = [4, 9]
      _ = decoder.forward([
        .init(cache: caches[2], tokens: [next[0]], readout: 1),
        .init(cache: alone, tokens: [next[1]], readout: 1),
      ])
      let last = logits(decoder, rows: 2)
      expectClose(last[0], reference.logits(reference.hidden(root + tails[2] + [next[0]])[16]))
      expectClose(last[1], reference.logits(reference.hidden(other + [next[1]])[11]))
    }
  }

  /// More rows than a strip of attention, more tokens than a cache begins with.
  @Test func longSequencesEqualReference() throws {
    let model = try Fixtures.model()
    model.rope.reserve(positions: 128)
    let reference = ReferenceModel(model)
    var generator = SplitMix64(seed: 32)
    let tokens = Fixtures.tokens(120, vocabulary: 13, &generator)
    let states = reference.hidden(tokens)
    for decoder in decoders(model) {
      let cache = KeyValueCache(model.configuration, limit: 120)
      for part in [0..<3, 3..<100, 100..<101, 101..<120] {
        let rows = decoder.forward([
          .init(cache: cache, tokens: Array(tokens[part]), readout: part.count)
        ])
        for (at, values) in zip(part, logits(decoder, rows: rows)) {
          expectClose(values, reference.logits(states[at]))
        }
      }
    }
  }

  /// Prompts of many lengths, some alike, some with a long beginning in common.
  private func prompts() -> [[Int32]] {
    var generator = SplitMix64(seed: 33)
    let shared = Fixtures.tokens(40, vocabulary: 13, &generator)
    let lone = [1, 3, 60].map { Fixtures.tokens($0, vocabulary: 13, &generator) }
    return [
      shared, lone[0], shared + [1, 2], lone[1], shared, Array(shared.prefix(20)) + [5],
      lone[2], Array(shared.prefix(17)), lone[1], shared + [1, 2, 3],
    ]
  }

  @Test func batchesSharedPrefixesAndWavesChangeNothing() throws {
    let model = try Fixtures.model(workers: 2)
    let prompts = prompts()
    let greedy = SamplingSettings(temperature: 0)
    let together = try model.generate(
      prompts, GenerationOptions(maximumTokens: 60, sampling: greedy, seed: 1), mask: nil,
      observer: nil)
    try #require(together.count == prompts.count)
    for (prompt, sample) in zip(prompts, together) {
      #expect(sample.tokens.count == 60 && sample.finish == .length)
      let alone = try model.generate(
        [prompt], GenerationOptions(maximumTokens: 60, sampling: greedy, seed: 1), mask: nil,
        observer: nil)[0]
      #expect(alone.tokens == sample.tokens)
      let full = try model.logProbabilities(of: [prompt + sample.tokens])[0]
      for (a, b) in zip(sample.logProbabilities, full.dropFirst(prompt.count - 1)) {
        #expect(abs(a - b) < 1e-4)
      }
    }
    for budget in [0, 100_000, 300_000] {
      let waves = try model.generate(
        prompts,
        GenerationOptions(maximumTokens: 60, sampling: greedy, seed: 1, cacheBytesMax: budget),
        mask: nil, observer: nil)
      #expect(waves.map(\.tokens) == together.map(\.tokens))
    }
  }

  @Test func drawsDoNotDependOnWorkersOrNeighbours() throws {
    var prompts = [[Int32]]()
    for _ in 0..<6 { prompts += self.prompts() }
    func draw(_ workers: Int, _ count: Int) throws -> [GeneratedSample] {
      try Fixtures.model(workers: workers).generate(
        Array(prompts.prefix(count)),
        GenerationOptions(
          maximumTokens: 12, sampling: SamplingSettings(topK: 9, topP: 0.95), seed: 8),
        mask: nil, observer: nil)
    }
    let one = try draw(1, 60)
    // The same bits, log-probabilities included.
    #expect(try draw(2, 60) == one)
    #expect(try draw(5, 60) == one)
    #expect(try draw(1, 25).map(\.tokens) == one.prefix(25).map(\.tokens))
    #expect(Set(one.map(\.tokens)).count > 40)
  }

  // Unchecked because: a lock guards what it holds.
  private final class Log: @unchecked Sendable {
    private let lock = NSLock()
    private var tokens: [Int: [Int32]] = [:]
    func append(_ token: Int32, _ sample: Int) -> Int {
      lock.withLock {
        tokens[sample, default: []].append(token)
        return tokens[sample]?.count ?? 0
      }
    }
    func tokens(of sample: Int) -> [Int32] { lock.withLock { tokens[sample] ?? [] } }
  }

  @Test func samplesEndForTheirReason() throws {
    let model = try Fixtures.model(workers: 2)
    let log = Log()
    let samples = try model.generate(
      [[Int32]](repeating: [2, 5], count: 40),
      GenerationOptions(maximumTokens: 9, stopTokens: [3, 4], seed: 2),
      mask: { sample, drawn in
        sample % 4 == 0 && drawn.count == 2 ? [] : sample % 4 == 3 ? [3] : [0, 1, 2, 5, 6, 4]
      },
      observer: { sample, token, _ in log.append(token, sample) < 5 || sample % 4 != 1 })
    var ends: [GeneratedSample.Finish: Int] = [:]
    for (index, sample) in samples.enumerated() {
      ends[sample.finish, default: 0] += 1
      #expect(sample.logProbabilities.count == sample.tokens.count)
      let stops = sample.tokens.contains { $0 == 3 || $0 == 4 }
      #expect(stops == (sample.finish == .stopToken))
      switch sample.finish {
      case .stopToken:
        #expect([3, 4].contains(try #require(sample.tokens.last)))
        #expect(log.tokens(of: index) == sample.tokens.dropLast())
      case .length: #expect(sample.tokens.count == 9 && log.tokens(of: index) == sample.tokens)
      case .nothingAllowed: #expect(index % 4 == 0 && sample.tokens.count == 2)
      case .observer: #expect(index % 4 == 1 && sample.tokens.count == 5)
      }
    }
    #expect(ends.count == 4, "\(ends)")
    let none = try model.generate(
      [[1]], GenerationOptions(maximumTokens: 0, seed: 1), mask: nil, observer: nil)
    #expect(none.map(\.tokens) == [[]] && none[0].finish == .length)
  }

  @Test func weightsThatOverflowAreAnError() throws {
    let model = try Fixtures.model()
    model.weights.base[model.layout.layers[0].output] = .nan
    let error = #expect(throws: LanguageModelError.self) {
      try model.generate(
        [[1, 2]], GenerationOptions(maximumTokens: 3, seed: 1), mask: nil, observer: nil)
    }
    #expect(error == Generator.notFinite)
  }

  @Test(arguments: [1, 3]) func branchScoresEqualReference(_ workers: Int) throws {
    let model = try Fixtures.model(tied: workers == 1, workers: workers)
    let reference = ReferenceModel(model)
    var generator = SplitMix64(seed: 35)
    let prefix = Fixtures.tokens(21, vocabulary: 13, &generator)
    let branches = [4, 1, 90, 7, 1].map { Fixtures.tokens($0, vocabulary: 13, &generator) }
    let scores = try model.generator(tokens: 0).logProbabilities(of: branches, after: prefix)
    try #require(scores.map(\.count) == branches.map(\.count))
    for (branch, row) in zip(branches, scores) {
      let states = reference.hidden(prefix + branch)
      for (at, score) in row.enumerated() {
        let expected = reference.logSoftmax(reference.logits(states[20 + at]))[Int(branch[at])]
        #expect(abs(Double(score) - expected) < 1e-4)
      }
    }
    #expect(try model.generator(tokens: 0).logProbabilities(of: [], after: prefix).isEmpty)
    #expect(throws: LanguageModelError.self) {
      try model.generator(tokens: 0).logProbabilities(of: [[]], after: prefix)
    }
    #expect(throws: LanguageModelError.self) {
      try model.generator(tokens: 0).logProbabilities(of: [[13]], after: prefix)
    }
  }
}
