/// Gradients of a whole batch over all workers, and the optimizer step.
extension Transformer {
  /// One optimizer step. Throws `.diverged` and changes nothing when the loss or the gradient is
  /// not finite.
  func train(_ batch: Batch, optimizer: AdamW, options: TrainingOptions)
    throws(LanguageModelError) -> TrainingLoss
  {
    try options.validate()
    let losses = try gradients(batch)
    let norm = gradientNorm()
    for (name, value) in [
      ("the ranking loss", losses.ranking ?? 0), ("the sequence loss", losses.sequence ?? 0),
      ("the gradient's norm", norm),
    ] where !value.isFinite {
      throw .diverged(
        quantity: name, value: "\(value)",
        remedy:
          "training diverged; the step was not taken; restore a checkpoint or lower the learning rate"
      )
    }
    let update = optimizer.begin(
      gradientScale: min(1, options.gradientNormMax / max(norm, .leastNormalMagnitude)),
      options: options)
    let parts = WorkPlan.parts(of: layout.count, workers: workers.count)
    parallel { index in
      optimizer.apply(
        update, to: parts[index], of: layout, weights: weights.base,
        gradients: workers[0].parameterGradients.base)
    }
    return TrainingLoss(
      ranking: losses.ranking, sequence: losses.sequence, gradientNorm: norm,
      learningRate: options.learningRate(at: optimizer.step), step: optimizer.step)
  }

  /// The batch's gradient in workers[0].parameterGradients [layout.count]. Workers' shares are
  /// added in the workers' order.
  func gradients(_ batch: Batch) throws(LanguageModelError) -> Losses {
    try batch.validate(configuration)
    let trees = batch.ranking.map(\.tree)
    let lengths = batch.sequences.map(\.tokens.count)
    rope.reserve(positions: max(trees.map(\.positionCount).max() ?? 0, lengths.max() ?? 0))
    let rankingPlan = WorkPlan.packs(sizes: trees.map(\.tokenCount), workers: workers.count)
    let sequencePlan = WorkPlan.packs(sizes: lengths, workers: workers.count)
    var sums = [LossSums](repeating: LossSums(), count: workers.count)
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
    let parts = WorkPlan.parts(of: layout.count, workers: workers.count)
    parallel { index in
      for worker in workers.dropFirst() {
        add(
          worker.parameterGradients.base + parts[index].lowerBound,
          to: workers[0].parameterGradients.base + parts[index].lowerBound,
          count: parts[index].count)
      }
    }
    return sums.reduce(LossSums(), +).means(of: batch)
  }

  private func gradientNorm() -> Float {
    let gradients = workers[0].parameterGradients.base
    return Float(
      layout.tensors.reduce(0.0) { sum, tensor in
        let part = gradients + tensor.offset
        return sum + Double(dot(part, part, count: tensor.count))
      }.squareRoot())
  }

  private func rankingGradients(_ batch: Batch, _ range: Range<Int>, _ work: WorkerMemory) -> Double
  {
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

  /// Sequences are laid end to end; of each, only what stands before the last token that counts is read.
  private func sequenceGradients(_ batch: Batch, _ range: Range<Int>, _ work: WorkerMemory)
    -> Double
  {
    let c = configuration
    var packed = PackedBatch()
    var targets: [Int32] = []
    var shares: [Float] = []
    for sample in batch.sequences[range] {
      let counted = sample.counted
      guard let last = counted.last else { continue }
      packed.appendSequence(
        Array(sample.tokens.prefix(last)), rows: counted.map { $0 - 1 }, headCount: c.headCount)
      targets.append(contentsOf: counted.map { sample.tokens[$0] })
      shares.append(contentsOf: counted.map { sample.weights[$0] })
    }
    guard !targets.isEmpty else { return 0 }
    decoder.forward(packed, work, weights: weights.base, training: true)
    computeLogits(rows: targets.count, work)
    let loss = NextTokenLoss.backward(
      logits: work.logits.base, targets: targets, weights: shares, vocabulary: c.vocabularySize,
      gradientScale: batch.sequenceScale)
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
