import Basics
import Foundation

/// Draws tokens from logits. Logits are divided by the temperature, then top-k, top-p and min-p
/// leave tokens out, in this order, each from what the one before left: as the logits warpers of
/// Hugging Face's `generate` do. A mask comes before all of them.
final class TokenDrawer {
  struct Draw {
    let token: Int32
    /// log p under the model's own distribution: temperature 1, nothing left out.
    let logProbability: Float
    /// log p under the distribution it was drawn from; 0 at temperature 0.
    let drawnLogProbability: Float
  }

  private let settings: SamplingSettings
  private let vocabulary: Int
  /// Tokens that can be drawn, rising until top-p sorts them; `scores` and later `shares` beside.
  private var ids: [Int32] = []
  private var scores: [Float] = []

  init(_ settings: SamplingSettings, vocabulary: Int) {
    self.settings = settings
    self.vocabulary = vocabulary
  }

  /// One of `allowed` (nil: of all), which are ids of the vocabulary and at least one. nil when the
  /// logits [vocabulary] are no finite numbers.
  func draw(
    _ logits: UnsafePointer<Float>, allowed: [Int32]?, _ generator: inout SplitMix64
  ) -> Draw? {
    let total = Softmax.logSumExp(logits, count: vocabulary)
    guard total.isFinite else { return nil }
    if let allowed {
      ids = allowed
      scores.removeAll(keepingCapacity: true)
      for id in allowed { scores.append(logits[Int(id)]) }
    } else {
      if ids.count != vocabulary || !areAll { ids = (0..<Int32(vocabulary)).map { $0 } }
      scores.removeAll(keepingCapacity: true)
      scores.append(contentsOf: UnsafeBufferPointer(start: logits, count: vocabulary))
    }
    areAll = allowed == nil
    guard settings.temperature > 0 else {
      let token = ids[likeliest()]
      return Draw(token: token, logProbability: logits[Int(token)] - total, drawnLogProbability: 0)
    }
    leaveOut()
    let sum = scores.reduce(0.0) { $0 + Double($1) }
    let choice = pick(sum, &generator)
    let token = ids[choice]
    return Draw(
      token: token, logProbability: logits[Int(token)] - total,
      drawnLogProbability: Float(log(Double(scores[choice]) / sum)))
  }

  /// Whether `ids` are those of the whole vocabulary, from the draw before.
  private var areAll = false

  /// The first of the largest scores.
  private func likeliest() -> Int {
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best
  }

  /// Turns `scores` from logits into shares, the largest 1, of the tokens that may be drawn.
  private func leaveOut() {
    if settings.topK > 0 && settings.topK < scores.count {
      let least = TokenDrawer.largest(settings.topK, of: scores)
      // Tokens as likely as the last one stay, as they do in Hugging Face's.
      keep { scores[$0] >= least }
    }
    let peak = scores[likeliest()]
    let scale = 1 / settings.temperature
    scores.withUnsafeMutableBufferPointer { scores in
      guard let base = scores.baseAddress else { return }
      for at in stride(from: 0, to: scores.count, by: 16) {
        let left = scores.count - at
        LanguageModel.store(exponential((load(base + at, left) - peak) * scale), base + at, left)
      }
    }
    if settings.topP < 1 { keepNucleus() }
    if settings.minP > 0 { keep { scores[$0] >= settings.minP } }
  }

  /// The k-th largest of `values`.
  static func largest(_ k: Int, of values: [Float]) -> Float {
    // A heap whose root is the least of the k largest so far.
    var heap = Array(values.prefix(k))
    func sink(_ start: Int) {
      var at = start
      while true {
        var least = at
        for child in [2 * at + 1, 2 * at + 2] where child < k && heap[child] < heap[least] {
          least = child
        }
        if least == at { return }
        heap.swapAt(at, least)
        at = least
      }
    }
    for start in (0..<k / 2).reversed() { sink(start) }
    for value in values.dropFirst(k) where value > heap[0] {
      heap[0] = value
      sink(0)
    }
    return heap[0]
  }

  /// Keeps the likeliest tokens until they reach `topP` together, the one that reaches it included.
  private func keepNucleus() {
    let total = scores.reduce(0.0) { $0 + Double($1) }
    // All tokens with smaller shares are together less than what is left out.
    let least = Float((1 - Double(settings.topP)) * total / Double(scores.count))
    keep { scores[$0] >= least }
    let order = scores.indices.sorted {
      (scores[$1], ids[$0]) < (scores[$0], ids[$1])
    }
    var sum = 0.0
    var count = 0
    for index in order {
      if count > 0 && sum >= Double(settings.topP) * total { break }
      sum += Double(scores[index])
      count += 1
    }
    ids = order.prefix(count).map { ids[$0] }
    scores = order.prefix(count).map { scores[$0] }
    areAll = false
  }

  private func keep(_ isKept: (Int) -> Bool) {
    var count = 0
    for index in scores.indices where isKept(index) {
      if count != index {
        ids[count] = ids[index]
        scores[count] = scores[index]
      }
      count += 1
    }
    guard count < scores.count else { return }
    ids.removeLast(ids.count - count)
    scores.removeLast(scores.count - count)
    areAll = false
  }

  /// An index with the probability that its share is of `sum`.
  private func pick(_ sum: Double, _ generator: inout SplitMix64) -> Int {
    var left = Double(generator.next() >> 11) * 0x1p-53 * sum
    var choice = 0
    for (index, share) in scores.enumerated() where share > 0 {
      choice = index
      left -= Double(share)
      if left < 0 { break }
    }
    return choice
  }
}
