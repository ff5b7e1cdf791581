import Foundation

/// Softmax cross entropy over the branches of each tree.
enum RankingLoss {
  /// scores[i] = hidden[i] · head[token], for the readout rows; hidden [readout, width].
  static func scores(rows: Int, hidden: Floats, headRow: Floats, width: Int, scores: Floats) {
    for row in 0..<rows {
      scores[row] = dot(hidden + row * width, headRow, count: width)
    }
  }

  /// Loss of one list: weight · −Σ target · log softmax(scores). Turns `scores` in place into the
  /// loss's gradient times `gradientScale`.
  static func backward(
    scores: Floats, target: [Float], weight: Float, gradientScale: Float
  ) -> Double {
    let count = target.count
    let total = Softmax.logSumExp(scores, count: count)
    var loss = 0.0
    for index in 0..<count {
      let logProbability = scores[index] - total
      loss -= Double(target[index]) * Double(logProbability)
      let difference = exp(logProbability) - target[index]
      scores[index] = difference * weight * gradientScale
    }
    return loss * Double(weight)
  }
}

/// Cross entropy of tokens that are known.
enum NextTokenLoss {
  /// Loss of the rows: −Σ weight · log p(target). Turns logits [rows, vocabulary] in place into the loss's gradient times
  /// `gradientScale`.
  static func backward(
    logits: Floats, targets: [Int32], weights: [Float], vocabulary: Int, gradientScale: Float
  ) -> Double {
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      let line = logits + row * vocabulary
      let logit = line[Int(target)]
      let total = Softmax.forward(line, count: vocabulary, padded: vocabulary, scale: 1)
      loss -= Double(weights[row]) * Double(logit - total)
      let slope = -weights[row] * gradientScale
      scale(line, by: -slope, count: vocabulary)
      line[Int(target)] += slope
    }
    return loss
  }

  static func logProbability(_ line: Floats, of token: Int32, _ vocabulary: Int) -> Float {
    line[Int(token)] - Softmax.logSumExp(line, count: vocabulary)
  }
}
