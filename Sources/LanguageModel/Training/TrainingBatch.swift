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

    func validate(_ c: ModelConfiguration) throws(LanguageModelError) {
      for sample in ranking { try sample.validate(c) }
      for sample in sequences { try sample.validate(c) }
      if !ranking.isEmpty {
        try TokenTree.validate([scoreToken], c, field: "scoreToken")
      }
    }
  }

  /// Mean losses; nil for a kind that the batch has none of.
  struct Losses {
    var ranking: Float?
    var sequence: Float?
  }

  /// What one worker's share of a batch came to.
  struct LossSums {
    var ranking = 0.0
    var sequence = 0.0

    static func + (a: LossSums, b: LossSums) -> LossSums {
      LossSums(ranking: a.ranking + b.ranking, sequence: a.sequence + b.sequence)
    }

    func means(of batch: Batch) -> Losses {
      Losses(
        ranking: batch.ranking.isEmpty ? nil : Float(ranking * Double(batch.rankingScale)),
        sequence: batch.sequences.isEmpty ? nil : Float(sequence * Double(batch.sequenceScale)))
    }
  }
}
