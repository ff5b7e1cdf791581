import Basics
import Foundation

@testable import LanguageModel

/// The decoder written the slow and obvious way, in doubles and one path at a time: what the fast
/// one is measured against.
struct ReferenceModel {
  let c: ModelConfiguration
  let layout: ParameterLayout
  var weights: [Double]

  init(_ model: Transformer) {
    c = model.configuration
    layout = model.layout
    weights = model.weights.array.prefix(layout.count).map(Double.init)
  }

  typealias Rows = [[Double]]

  /// Final hidden states [tokens, width] of one ordinary sequence.
  func hidden(_ tokens: [Int32]) -> Rows {
    var stream: Rows = tokens.map { token in
      let start = layout.embedding + Int(token) * c.width
      return Array(weights[start..<start + c.width])
    }
    for layer in layout.layers {
      let normed = stream.map { norm($0, layer.inputNorm) }
      let attended = attention(normed, layer)
      for (row, value) in attended.enumerated() {
        stream[row] = sum(stream[row], project(value, layer.output, c.width))
      }
      for row in stream.indices {
        let input = norm(stream[row], layer.attentionNorm)
        let both = project(input, layer.gateUp, 2 * c.feedForwardWidth)
        let gated = (0..<c.feedForwardWidth).map { at in
          both[at] / (1 + exp(-both[at])) * both[c.feedForwardWidth + at]
        }
        stream[row] = sum(stream[row], project(gated, layer.down, c.width))
      }
    }
    return stream.map { norm($0, layout.finalNorm) }
  }

  func logits(_ hidden: [Double]) -> [Double] { project(hidden, layout.head, c.vocabularySize) }

  /// Scores of a tree's branches, each run as a sequence of its own.
  func scores(_ tree: TokenTree, scoreToken: Int32) -> [Double] {
    tree.branches.map { branch in
      let last = hidden(tree.prefix + branch)[tree.prefix.count + branch.count - 1]
      return logits(last)[Int(scoreToken)]
    }
  }

  func rankingLoss(_ samples: [RankingSample], scoreToken: Int32) -> Double {
    var loss = 0.0
    var weight = 0.0
    for sample in samples {
      let logs = logSoftmax(scores(sample.tree, scoreToken: scoreToken))
      for (log, target) in zip(logs, sample.target) {
        loss -= Double(sample.weight) * Double(target) * log
      }
      weight += Double(sample.weight)
    }
    return loss / weight
  }

  func sequenceLoss(_ samples: [SequenceSample]) -> Double {
    var loss = 0.0
    var weight = 0.0
    for sample in samples {
      let states = hidden(sample.tokens)
      for at in 1..<sample.tokens.count {
        let logs = logSoftmax(logits(states[at - 1]))
        loss -= Double(sample.weights[at]) * logs[Int(sample.tokens[at])]
        weight += abs(Double(sample.weights[at]))
      }
    }
    return loss / weight
  }

  func logSoftmax(_ values: [Double]) -> [Double] {
    let total = log(values.reduce(0) { $0 + exp($1) })
    return values.map { $0 - total }
  }

  private func attention(_ rows: Rows, _ layer: ParameterLayout.Layer) -> Rows {
    let size = c.headSize
    let projected = rows.map { project($0, layer.projection, c.projectionWidth) }
    func head(_ row: Int, _ index: Int, _ weight: Int?) -> [Double] {
      let values = Array(projected[row][index * size..<(index + 1) * size])
      guard let weight else { return values }
      return rotate(norm(values, weight), position: row)
    }
    return rows.indices.map { row in
      (0..<c.headCount).flatMap { index -> [Double] in
        let shared = index / (c.headCount / c.keyValueHeadCount)
        let query = head(row, index, layer.queryNorm)
        let scores = (0...row).map { past in
          dot(query, head(past, c.headCount + shared, layer.keyNorm)) / Double(size).squareRoot()
        }
        let shares = logSoftmax(scores).map { exp($0) }
        var result = [Double](repeating: 0, count: size)
        for past in 0...row {
          let value = head(past, c.headCount + c.keyValueHeadCount + shared, nil)
          for lane in 0..<size { result[lane] += shares[past] * value[lane] }
        }
        return result
      }
    }
  }

  private func rotate(_ head: [Double], position: Int) -> [Double] {
    let half = head.count / 2
    var result = head
    for lane in 0..<half {
      let angle = Double(position) / pow(c.ropeTheta, 2 * Double(lane) / Double(head.count))
      result[lane] = head[lane] * cos(angle) - head[lane + half] * sin(angle)
      result[lane + half] = head[lane + half] * cos(angle) + head[lane] * sin(angle)
    }
    return result
  }

  private func norm(_ row: [Double], _ offset: Int) -> [Double] {
    let mean = dot(row, row) / Double(row.count)
    let inverse = 1 / (mean + c.normEpsilon).squareRoot()
    return row.indices.map { row[$0] * inverse * weights[offset + $0] }
  }

  /// Weight [outputs, row.count] at `offset`.
  private func project(_ row: [Double], _ offset: Int, _ outputs: Int) -> [Double] {
    (0..<outputs).map { output in
      var total = 0.0
      let start = offset + output * row.count
      for at in 0..<row.count { total += weights[start + at] * row[at] }
      return total
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
  private func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }
}

/// Small models and samples that several suites use.
enum Fixtures {
  static func model(
    heads: Int = 4, keyValueHeads: Int = 2, headSize: Int = 6, tied: Bool = true, width: Int = 10,
    layers: Int = 2, feedForward: Int = 18, vocabulary: Int = 13, seed: UInt64 = 7,
    workers: Int = 1
  ) throws -> Transformer {
    let c = ModelConfiguration(
      vocabularySize: vocabulary, width: width, layerCount: layers, headCount: heads,
      keyValueHeadCount: keyValueHeads, headSize: headSize, feedForwardWidth: feedForward,
      tiesEmbeddings: tied, maximumPositions: 128)
    let model = try Transformer(c, seed: seed, workers: workers)
    // Norm weights off 1 and larger embeddings, so that no gradient is hidden by symmetry.
    var generator = SplitMix64(seed: seed &+ 1)
    for tensor in model.layout.tensors {
      for at in tensor.offset..<tensor.offset + tensor.count {
        if tensor.decays {
          model.weights.base[at] *= 1.5
        } else {
          model.weights.base[at] += 0.3 * generator.normal()
        }
      }
    }
    return model
  }

  static func tokens(_ count: Int, vocabulary: Int, _ generator: inout SplitMix64) -> [Int32] {
    (0..<count).map { _ in Int32(generator.next() % UInt64(vocabulary)) }
  }

  static func tree(
    prefix: Int, branches: [Int], vocabulary: Int = 13, _ generator: inout SplitMix64
  ) -> TokenTree {
    TokenTree(
      prefix: tokens(prefix, vocabulary: vocabulary, &generator),
      branches: branches.map { tokens($0, vocabulary: vocabulary, &generator) })
  }

  static func ranking(seed: UInt64 = 3) -> [RankingSample] {
    var generator = SplitMix64(seed: seed)
    return [
      RankingSample(
        tree: tree(prefix: 4, branches: [2, 3, 1], &generator), target: [0.2, 0.7, 0.1]),
      RankingSample(
        tree: tree(prefix: 2, branches: [1, 4], &generator), target: [1, 0], weight: 0.5),
    ]
  }

  static func sequences(seed: UInt64 = 4) -> [SequenceSample] {
    var generator = SplitMix64(seed: seed)
    return [
      SequenceSample(
        tokens: tokens(5, vocabulary: 13, &generator), weights: [1, 0.5, 0, 2, -0.25]),
      SequenceSample(tokens: tokens(3, vocabulary: 13, &generator)),
    ]
  }
}
