import Dispatch

/// The decoder with its weights and the workers that run it. Not for sharing between tasks:
/// `LocalModel` owns one.
final class Transformer {
  let configuration: ModelConfiguration
  let layout: ParameterLayout
  let decoder: DecoderStack
  let rope: RotaryEmbedding
  /// [layout.count]
  let weights: FloatBuffer
  private(set) var workers: [WorkerMemory]

  /// A new model: the same seed gives the same weights.
  convenience init(_ c: ModelConfiguration, seed: UInt64, workers: Int) throws(LanguageModelError) {
    try self.init(c, workers: workers)
    layout.initialize(weights.base, seed: seed)
  }

  /// A model whose weights the caller fills in.
  init(_ c: ModelConfiguration, workers count: Int) throws(LanguageModelError) {
    try c.validate()
    guard count > 0, count <= 1024 else {
      throw .input(field: "workers", value: "\(count)", remedy: "give a number from 1 to 1024")
    }
    OpenBLAS.useOneThread()
    configuration = c
    layout = ParameterLayout(c)
    rope = RotaryEmbedding(headSize: c.headSize, theta: c.ropeTheta)
    decoder = DecoderStack(c, layout: layout, rope: rope)
    weights = FloatBuffer(layout.count)
    workers = (0..<count).map { _ in WorkerMemory(c) }
  }

  /// Gives the memory of activations and gradients back; the next batch takes its own.
  func rest() { workers = workers.map { _ in WorkerMemory(configuration) } }

  /// Runs `body` once a worker, at the same time, and returns when all are done.
  func parallel(_ body: (Int) -> Void) {
    if workers.count == 1 { return body(0) }
    withoutActuallyEscaping(body) { body in
      let shares = WorkerShares(body: body)
      DispatchQueue.concurrentPerform(iterations: workers.count) { shares.body($0) }
    }
  }

  /// Hands one closure to all workers.
  // Unchecked because: the closure is not Sendable, but each worker touches its own workspace and its own part of the
  // results only and reads the weights, and `concurrentPerform` returns after the last of them.
  private struct WorkerShares: @unchecked Sendable {
    let body: (Int) -> Void
  }

  // MARK: Ranking

  /// The logit of `scoreToken` after each branch: one row of scores a tree.
  func rank(_ trees: [TokenTree], scoreToken: Int32) throws(LanguageModelError) -> [[Float]] {
    try validate(scoreToken: scoreToken)
    for tree in trees { try tree.validate(configuration) }
    rope.reserve(positions: trees.map(\.positionCount).max() ?? 0)
    let plan = WorkPlan.packs(sizes: trees.map(\.tokenCount), workers: workers.count)
    var results = [[Float]](repeating: [], count: trees.count)
    results.withUnsafeMutableBufferPointer { results in
      parallel { index in
        for range in plan[index] {
          rank(trees[range], scoreToken: scoreToken, work: workers[index], into: &results[range])
        }
      }
    }
    return results
  }

  private func rank(
    _ trees: ArraySlice<TokenTree>, scoreToken: Int32, work: WorkerMemory,
    into results: inout Slice<UnsafeMutableBufferPointer<[Float]>>
  ) {
    var batch = PackedBatch()
    for tree in trees { batch.appendForRanking(tree, headCount: configuration.headCount) }
    guard !batch.readout.isEmpty else { return }
    decoder.forward(batch, work, weights: weights.base, training: false)
    score(batch, scoreToken, work)
    var at = 0
    for (index, tree) in zip(trees.indices, batch.trees) {
      let scores = UnsafeBufferPointer(start: work.logits.base + at, count: tree.branches.count)
      results[index] = Array(scores)
      at += tree.branches.count
    }
  }

  /// work.logits [readout] from work.hidden.
  func score(_ batch: PackedBatch, _ scoreToken: Int32, _ work: WorkerMemory) {
    work.logits.reserve(batch.readout.count)
    RankingLoss.scores(
      rows: batch.readout.count, hidden: work.hidden.base, headRow: headRow(scoreToken),
      width: configuration.width, scores: work.logits.base)
  }

  func headRow(_ token: Int32) -> Floats {
    weights.base + layout.head + Int(token) * configuration.width
  }

  func validate(scoreToken: Int32) throws(LanguageModelError) {
    try TokenTree.validate([scoreToken], configuration, field: "scoreToken")
  }

  // MARK: Next token

  /// log p(tokens[i] | tokens before) for i from 1: one number fewer than tokens, in nats.
  func logProbabilities(of sequences: [[Int32]]) throws(LanguageModelError) -> [[Float]] {
    for tokens in sequences { try TokenTree(prefix: tokens).validate(configuration) }
    rope.reserve(positions: sequences.map(\.count).max() ?? 0)
    let plan = WorkPlan.packs(sizes: sequences.map(\.count), workers: workers.count)
    var results = [[Float]](repeating: [], count: sequences.count)
    results.withUnsafeMutableBufferPointer { results in
      parallel { index in
        for range in plan[index] {
          logProbabilities(sequences[range], workers[index], into: &results[range])
        }
      }
    }
    return results
  }

  private func logProbabilities(
    _ sequences: ArraySlice<[Int32]>, _ work: WorkerMemory,
    into results: inout Slice<UnsafeMutableBufferPointer<[Float]>>
  ) {
    let c = configuration
    var batch = PackedBatch()
    for tokens in sequences {
      batch.appendSequence(tokens, rows: Array(0..<tokens.count - 1), headCount: c.headCount)
    }
    guard !batch.readout.isEmpty else { return }
    decoder.forward(batch, work, weights: weights.base, training: false)
    computeLogits(rows: batch.readout.count, work)
    var row = 0
    for index in sequences.indices {
      results[index] = sequences[index].dropFirst().map { token in
        defer { row += 1 }
        let line = work.logits.base + row * c.vocabularySize
        return NextTokenLoss.logProbability(line, of: token, c.vocabularySize)
      }
    }
  }

  /// work.logits [rows, vocabulary] from work.hidden [rows, width].
  func computeLogits(rows: Int, _ work: WorkerMemory) {
    let c = configuration
    work.logits.reserve(rows * c.vocabularySize)
    Linear.forward(
      rows: rows, input: Matrix(work.hidden.base, stride: c.width),
      weight: Matrix(weights.base + layout.head, stride: c.width),
      output: Matrix(work.logits.base, stride: c.vocabularySize), inputs: c.width,
      outputs: c.vocabularySize)
  }
}
