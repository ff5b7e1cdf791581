extension Transformer {
  /// A batch with its normalisers: each loss is a mean over the weights of its samples.
  struct Batch {
    let ranking: [RankingSample]
    let scoreToken: Int32
    let sequences: [SequenceSample]
    let policy: [PolicySample]
    let policyOptions: PolicyOptions
    let rankingScale: Float
    let sequenceScale: Float
    /// What each drawn token counts, one number a policy sample.
    let policyShares: [Float]

    init(ranking: [RankingSample], scoreToken: Int32, sequences: [SequenceSample])
      throws(LanguageModelError)
    {
      self.ranking = ranking
      self.scoreToken = scoreToken
      self.sequences = sequences
      policy = []
      policyOptions = PolicyOptions()
      policyShares = []
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

    init(policy: [PolicySample], options: PolicyOptions) throws(LanguageModelError) {
      try options.validate()
      guard !policy.isEmpty else {
        throw .input(field: "policy batch", value: "empty", remedy: "give at least one sample")
      }
      ranking = []
      scoreToken = 0
      sequences = []
      rankingScale = 0
      sequenceScale = 0
      self.policy = policy
      policyOptions = options
      let counts = policy.map(\.drawn.count)
      let total = counts.reduce(0, +)
      policyShares = counts.map { count in
        switch options.averaging {
        case .tokens: 1 / Float(max(1, total))
        case .sequences: 1 / Float(max(1, count * policy.count))
        }
      }
    }

    func validate(_ c: ModelConfiguration) throws(LanguageModelError) {
      for sample in ranking { try sample.validate(c) }
      for sample in sequences { try sample.validate(c) }
      for sample in policy {
        try sample.validate(c, needsReference: policyOptions.klCoefficient > 0)
      }
      if !ranking.isEmpty {
        try TokenTree.validate([scoreToken], c, field: "scoreToken")
      }
    }
  }

  /// Mean losses; nil for a kind that the batch has none of.
  struct Losses {
    var ranking: Float?
    var sequence: Float?
    var policy: ClippedRatioLoss.Sums
  }

  /// What one worker's share of a batch came to.
  struct LossSums {
    var ranking = 0.0
    var sequence = 0.0
    var policy = ClippedRatioLoss.Sums()

    static func + (a: LossSums, b: LossSums) -> LossSums {
      LossSums(
        ranking: a.ranking + b.ranking, sequence: a.sequence + b.sequence,
        policy: a.policy + b.policy)
    }

    func means(of batch: Batch) -> Losses {
      Losses(
        ranking: batch.ranking.isEmpty ? nil : Float(ranking * Double(batch.rankingScale)),
        sequence: batch.sequences.isEmpty ? nil : Float(sequence * Double(batch.sequenceScale)),
        policy: policy)
    }
  }
}
