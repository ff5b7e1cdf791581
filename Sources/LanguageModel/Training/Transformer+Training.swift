/// Gradients of a whole batch over all workers, and the optimizer step.
extension Transformer {
  /// One optimizer step. Throws `.diverged` and changes nothing when the loss or the gradient is
  /// not finite.
  func train(_ batch: Batch, optimizer: AdamW, options: TrainingOptions)
    throws(LanguageModelError) -> TrainingLoss
  {
    let (losses, norm) = try step(batch, optimizer: optimizer, options: options)
    return TrainingLoss(
      ranking: losses.ranking, sequence: losses.sequence, gradientNorm: norm,
      learningRate: options.learningRate(at: optimizer.step), step: optimizer.step)
  }

  /// The same on a batch of policy samples.
  func trainPolicy(_ batch: Batch, optimizer: AdamW, options: TrainingOptions)
    throws(LanguageModelError) -> PolicyLoss
  {
    let (losses, norm) = try step(batch, optimizer: optimizer, options: options)
    let sums = losses.policy
    let count = Double(max(1, sums.tokens))
    return PolicyLoss(
      loss: Float(sums.loss), ratio: Float(sums.ratio / count),
      clipFraction: Float(Double(sums.clipped) / count),
      approximateKL: Float(sums.approximateKL / count),
      referenceKL: batch.policyOptions.klCoefficient > 0 ? Float(sums.referenceKL / count) : nil,
      gradientNorm: norm, learningRate: options.learningRate(at: optimizer.step),
      step: optimizer.step)
  }

  private func step(_ batch: Batch, optimizer: AdamW, options: TrainingOptions)
    throws(LanguageModelError) -> (losses: Losses, gradientNorm: Float)
  {
    try options.validate()
    let losses = try gradients(batch)
    let norm = gradientNorm()
    for (name, value) in [
      ("the ranking loss", losses.ranking ?? 0), ("the sequence loss", losses.sequence ?? 0),
      ("the policy loss", Float(losses.policy.loss)), ("the gradient's norm", norm),
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
    return (losses, norm)
  }

  /// The batch's gradient in workers[0].parameterGradients [layout.count]. Workers' shares are
  /// added in the workers' order.
  func gradients(_ batch: Batch) throws(LanguageModelError) -> Losses {
    try batch.validate(configuration)
    let trees = batch.ranking.map(\.tree)
    let lengths = (batch.sequences.map(\.tokens) + batch.policy.map(\.tokens)).map(\.count)
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
          if batch.policy.isEmpty {
            sums[index].sequence += sequenceGradients(batch, range, work)
          } else {
            policyGradients(batch, range, work, &sums[index].policy)
          }
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

  private func sequenceGradients(_ batch: Batch, _ range: Range<Int>, _ work: WorkerMemory)
    -> Double
  {
    var pack = TargetPack(headCount: configuration.headCount)
    var shares: [Float] = []
    for sample in batch.sequences[range] {
      let counted = sample.counted
      pack.append(sample.tokens, targets: counted)
      shares.append(contentsOf: counted.map { sample.weights[$0] })
    }
    var loss = 0.0
    targetGradients(pack, work) { row, logProbability in
      loss -= Double(shares[row]) * Double(logProbability)
      return -shares[row] * batch.sequenceScale
    }
    return loss
  }

  private func policyGradients(
    _ batch: Batch, _ range: Range<Int>, _ work: WorkerMemory, _ sums: inout ClippedRatioLoss.Sums
  ) {
    var pack = TargetPack(headCount: configuration.headCount)
    /// Sample and token of each row.
    var places: [(sample: Int, token: Int)] = []
    for index in range {
      let drawn = batch.policy[index].drawn
      pack.append(batch.policy[index].tokens, targets: drawn)
      places.append(contentsOf: drawn.map { (index, $0) })
    }
    let usesReference = batch.policyOptions.klCoefficient > 0
    targetGradients(pack, work) { row, logProbability in
      let (index, token) = places[row]
      let sample = batch.policy[index]
      let loss = ClippedRatioLoss(
        logProbability: logProbability, old: sample.logProbabilities[token] ?? 0,
        reference: usesReference ? sample.referenceLogProbabilities?[token] : nil,
        advantage: sample.advantage, options: batch.policyOptions)
      sums.add(loss, share: batch.policyShares[index])
      return loss.slope * batch.policyShares[index]
    }
  }

  /// Sequences laid end to end, with the tokens whose probabilities are wanted.
  private struct TargetPack {
    let headCount: Int
    var packed = PackedBatch()
    var targets: [Int32] = []

    init(headCount: Int) { self.headCount = headCount }

    /// `indices`, rising and above 0, say which tokens are predicted; only what stands before the
    /// last of them is read.
    mutating func append(_ tokens: [Int32], targets indices: [Int]) {
      guard let last = indices.last else { return }
      packed.appendSequence(
        Array(tokens.prefix(last)), rows: indices.map { $0 - 1 }, headCount: headCount)
      targets.append(contentsOf: indices.map { tokens[$0] })
    }
  }

  /// Adds to work.parameterGradients the gradient of a loss of the targets' log-probabilities;
  /// `slope` is that of `NextTokenLoss.backward`.
  private func targetGradients(
    _ pack: TargetPack, _ work: WorkerMemory, slope: (Int, Float) -> Float
  ) {
    guard !pack.targets.isEmpty else { return }
    let c = configuration
    decoder.forward(pack.packed, work, weights: weights.base, training: true)
    computeLogits(rows: pack.targets.count, work)
    NextTokenLoss.backward(
      logits: work.logits.base, targets: pack.targets, vocabulary: c.vocabularySize, slope: slope)
    Linear.backward(
      rows: pack.targets.count, gradOutput: Matrix(work.logits.base, stride: c.vocabularySize),
      input: Matrix(work.hidden.base, stride: c.width),
      weight: Matrix(weights.base + layout.head, stride: c.width),
      gradInput: Matrix(work.gradHidden.base, stride: c.width),
      gradWeight: Matrix(work.parameterGradients.base + layout.head, stride: c.width),
      inputs: c.width, outputs: c.vocabularySize)
    decoder.backward(pack.packed, work, weights: weights.base)
  }
}
