/// Gradients of a whole batch over all workers, and the optimizer step.
extension Transformer {
  /// A batch with its normalisers: each loss is a mean over the weights of its samples.
  struct Batch {
    let ranking: [RankingSample]
    let scoreToken: Int32
    let sequences: [SequenceSample]
    let rankingScale: Float
    let sequenceScale: Float

    init(ranking: [RankingSample], scoreToken: Int32, sequences: [SequenceSample])
      throws(LanguageModelError)
    {
      self.ranking = ranking
      self.scoreToken = scoreToken
      self.sequences = sequences
      let rankingWeight = ranking.reduce(0) { $0 + $1.weight }
      let sequenceWeight = sequences.reduce(0) { sum, sample in
        sample.weights.dropFirst().reduce(sum) { $0 + abs($1) }
      }
      guard ranking.isEmpty || rankingWeight > 0, sequences.isEmpty || sequenceWeight > 0,
        !ranking.isEmpty || !sequences.isEmpty, rankingWeight.isFinite, sequenceWeight.isFinite
      else {
        throw .input(
          field: "batch weight", value: "\(rankingWeight) and \(sequenceWeight)",
          remedy: "give samples whose weights have a finite sum above 0")
      }
      rankingScale = ranking.isEmpty ? 0 : 1 / rankingWeight
      sequenceScale = sequences.isEmpty ? 0 : 1 / sequenceWeight
    }
  }

  /// Mean losses; nil for a kind that the batch has none of.
  typealias Losses = (ranking: Float?, sequence: Float?)

  /// One optimizer step. Throws `.diverged` and changes nothing when the loss or the gradient is
  /// not finite.
  func train(_ batch: Batch, optimizer: AdamW, options: TrainingOptions)
    throws(LanguageModelError) -> TrainingLoss
  {
    try options.validate()
    let losses = try gradients(batch)
    let norm = gradientNorm()
    for (name, value) in [
      ("ranking loss", losses.ranking ?? 0), ("sequence loss", losses.sequence ?? 0),
      ("gradient norm", norm),
    ] where !value.isFinite {
      throw .diverged(
        quantity: name, value: "\(value)",
        remedy: "the step was not taken; restore a checkpoint or lower the learning rate")
    }
    optimizer.apply(
      layout, weights: weights.base, gradients: workers[0].parameterGradients.base,
      gradientScale: min(1, options.gradientNormMax / max(norm, .leastNormalMagnitude)),
      options: options)
    return TrainingLoss(
      ranking: losses.ranking, sequence: losses.sequence, gradientNorm: norm,
      learningRate: options.learningRate(at: optimizer.step), step: optimizer.step)
  }

  /// The batch's gradient in workers[0].parameterGradients [layout.count]. Workers' shares are
  /// added in the workers' order.
  func gradients(_ batch: Batch) throws(LanguageModelError) -> Losses {
    for sample in batch.ranking { try sample.validate(configuration) }
    for sample in batch.sequences { try sample.validate(configuration) }
    if !batch.ranking.isEmpty { try validate(scoreToken: batch.scoreToken) }
    let longest = max(
      batch.ranking.map(\.tree.positionCount).max() ?? 0,
      batch.sequences.map(\.tokens.count).max() ?? 0)
    rope.reserve(positions: longest)
    let rankingPlan = WorkPlan.packs(
      sizes: batch.ranking.map(\.tree.tokenCount), workers: workers.count)
    let sequencePlan = WorkPlan.packs(
      sizes: batch.sequences.map(\.tokens.count), workers: workers.count)
    var sums = [(ranking: Double, sequence: Double)](repeating: (0, 0), count: workers.count)
    sums.withUnsafeMutableBufferPointer { sums in
      parallel { index in
        let work = workers[index]
        work.parameterGradients.reserve(layout.count)
        work.parameterGradients.base.update(repeating: 0, count: layout.count)
        for range in rankingPlan[index] {
          sums[index].ranking += rankingGradients(batch, range, work)
        }
        // Sequences start from the other end, where ranking left the least to do.
        for range in sequencePlan[workers.count - 1 - index] {
          sums[index].sequence += sequenceGradients(batch, range, work)
        }
      }
    }
    for worker in workers.dropFirst() {
      add(
        worker.parameterGradients.base, to: workers[0].parameterGradients.base,
        count: layout.count)
    }
    let ranking = sums.reduce(0) { $0 + $1.ranking } * Double(batch.rankingScale)
    let sequence = sums.reduce(0) { $0 + $1.sequence } * Double(batch.sequenceScale)
    return (
      batch.ranking.isEmpty ? nil : Float(ranking), batch.sequences.isEmpty ? nil : Float(sequence)
    )
  }

  private func gradientNorm() -> Float {
    let gradients = workers[0].parameterGradients.base
    return Float(
      layout.tensors.reduce(0.0) { sum, tensor in
        let part = gradients + tensor.offset
        return sum + Double(dot(part, part, count: tensor.count))
      }.squareRoot())
  }

  private func rankingGradients(_ batch: Batch, _ range: Range<Int>, _ work: Workspace) -> Double {
    let width = configuration.width
    var packed = PackedBatch()
    for sample in batch.ranking[range] {
      packed.appendForRanking(sample.tree, headCount: configuration.headCount)
    }
    decoder.forward(packed, work, weights: weights.base, training: true)
    score(packed, batch.scoreToken, work)
    var loss = 0.0
    var at = 0
    for sample in batch.ranking[range] {
      loss += RankingLoss.backward(
        scores: work.logits.base + at, target: sample.target, weight: sample.weight,
        gradientScale: batch.rankingScale)
      at += sample.target.count
    }
    let rows = packed.readout.count
    let head = headRow(batch.scoreToken)
    let offset = layout.head + Int(batch.scoreToken) * width
    let gradHead = work.parameterGradients.base + offset
    work.gradHidden.base.update(repeating: 0, count: rows * width)
    for row in 0..<rows {
      let gradient = work.logits.base[row]
      add(head, times: gradient, to: work.gradHidden.base + row * width, count: width)
      add(work.hidden.base + row * width, times: gradient, to: gradHead, count: width)
    }
    decoder.backward(packed, work, weights: weights.base)
    return loss
  }

  private func sequenceGradients(_ batch: Batch, _ range: Range<Int>, _ work: Workspace) -> Double {
    let c = configuration
    var packed = PackedBatch()
    var targets: [Int32] = []
    var targetWeights: [Float] = []
    for sample in batch.sequences[range] {
      let counted = (1..<sample.tokens.count).filter { sample.weights[$0] != 0 }
      packed.appendSequence(sample.tokens, rows: counted.map { $0 - 1 }, headCount: c.headCount)
      targets.append(contentsOf: counted.map { sample.tokens[$0] })
      targetWeights.append(contentsOf: counted.map { sample.weights[$0] })
    }
    guard !targets.isEmpty else { return 0 }
    decoder.forward(packed, work, weights: weights.base, training: true)
    computeLogits(rows: targets.count, work)
    let loss = NextTokenLoss.backward(
      logits: work.logits.base, targets: targets, weights: targetWeights,
      vocabulary: c.vocabularySize, gradientScale: batch.sequenceScale)
    Linear.backward(
      rows: targets.count, gradOutput: Matrix(work.logits.base, stride: c.vocabularySize),
      input: Matrix(work.hidden.base, stride: c.width),
      weight: Matrix(weights.base + layout.head, stride: c.width),
      gradInput: Matrix(work.gradHidden.base, stride: c.width),
      gradWeight: Matrix(work.parameterGradients.base + layout.head, stride: c.width),
      inputs: c.width, outputs: c.vocabularySize)
    decoder.backward(packed, work, weights: weights.base)
    return loss
  }
}
