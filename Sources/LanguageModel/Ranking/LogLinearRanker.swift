import Foundation

/// A candidate list for the log-linear ranker: the feature strings of each candidate.
public struct FeatureSample: Sendable, Equatable {
  /// One list of features a candidate.
  public var features: [[String]]
  /// A distribution over the candidates: none negative, together 1.
  public var target: [Float]
  public var weight: Float

  public init(features: [[String]], target: [Float], weight: Float = 1) {
    self.features = features
    self.target = target
    self.weight = weight
  }
}

/// A softmax over candidates whose score is the sum of one weight a feature, features hashed into a
/// fixed table (Weinberger et al. 2009), weights learnt by AdaGrad (Duchi et al. 2011). A value:
/// copies are snapshots.
public struct LogLinearRanker: Sendable, Equatable {
  /// Entries of the table; features that share one are told apart by their company only.
  public static let tableSize = 1 << 18
  private static let weightsName = "weights"
  private static let squaresName = "squared_gradients"

  private var weights = [Float](repeating: 0, count: tableSize)
  /// Σ gradient², AdaGrad's state.
  private var squares = [Float](repeating: 0, count: tableSize)

  public init() {}

  /// One score a candidate; a feature that occurs twice counts twice. Untrained: all 0.
  public func score(features: [[String]]) -> [Float] {
    features.map { score($0.map(LogLinearRanker.index)) }
  }

  /// Several passes over `samples` in order, a step a sample. Returns the mean cross entropy in
  /// nats of the last pass, each sample measured before its own step. Throws `.input` for a target
  /// that does not fit and `.diverged`; either way nothing changes.
  public mutating func train(
    _ samples: [FeatureSample], learningRate: Float = 0.1, passes: Int = 1
  ) throws(LanguageModelError) -> Float {
    guard learningRate > 0, learningRate.isFinite else {
      throw .input(
        field: "learningRate", value: "\(learningRate)", remedy: "give a finite number above 0")
    }
    var totalWeight: Float = 0
    for sample in samples {
      try RankingSample.validate(
        target: sample.target, candidates: sample.features.count, weight: sample.weight)
      totalWeight += sample.weight
    }
    guard totalWeight > 0, passes > 0 else {
      throw .input(
        field: "batch weight times passes", value: "0", remedy: "give samples, not all of weight 0")
    }
    let hashed = samples.map { $0.features.map { $0.map(LogLinearRanker.index) } }
    var trained = self
    var loss = 0.0
    for _ in 0..<passes {
      loss = 0
      for (sample, features) in zip(samples, hashed) {
        loss += trained.step(sample, features, learningRate)
      }
    }
    guard loss.isFinite else {
      throw .diverged(
        quantity: "log-linear loss", value: "\(loss)", remedy: "lower the learning rate")
    }
    self = trained
    return Float(loss) / totalWeight
  }

  private func score(_ indices: [Int]) -> Float { indices.reduce(0) { $0 + weights[$1] } }

  private mutating func step(
    _ sample: FeatureSample, _ features: [[Int]], _ learningRate: Float
  ) -> Double {
    var gradients = features.map(score)
    let loss = gradients.withUnsafeMutableBufferPointer { scores in
      scores.baseAddress.map {
        RankingLoss.backward(
          scores: $0, target: sample.target, weight: sample.weight, gradientScale: 1)
      } ?? 0
    }
    // Summed over candidates first: what all of them share has no effect on the softmax.
    var sums: [Int: Float] = [:]
    for (gradient, indices) in zip(gradients, features) {
      for index in indices { sums[index, default: 0] += gradient }
    }
    for (index, gradient) in sums where gradient != 0 {
      squares[index] += gradient * gradient
      // The constant keeps rounding noise of a feature that all candidates share from being
      // scaled up to whole steps.
      weights[index] -= learningRate * gradient / (squares[index] + 1e-6).squareRoot()
    }
    return loss
  }

  /// FNV-1a of the UTF-8, its upper half folded into the lower.
  private static func index(of feature: String) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in feature.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int((hash ^ (hash >> 32)) % UInt64(tableSize))
  }

  // MARK: File

  /// Replaces the file at `path` with one rename. Throws `.file`.
  public func save(to path: String) throws(LanguageModelError) {
    let shape = [LogLinearRanker.tableSize]
    let first = FloatBuffer(LogLinearRanker.tableSize)
    let second = FloatBuffer(LogLinearRanker.tableSize)
    first.base.update(from: weights, count: LogLinearRanker.tableSize)
    second.base.update(from: squares, count: LogLinearRanker.tableSize)
    let data = try Safetensors.encode(
      [
        (LogLinearRanker.weightsName, shape, UnsafePointer(first.base)),
        (LogLinearRanker.squaresName, shape, UnsafePointer(second.base)),
      ], metadata: ["kind": "log-linear ranker"])
    try FileAccess.replaceFile(path, data: data)
  }

  /// Throws `.checkpoint` or `.file` for a file that `save` did not write.
  public init(path: String) throws(LanguageModelError) {
    let file = try Safetensors(path: path)
    let shape = [LogLinearRanker.tableSize]
    let buffer = FloatBuffer(LogLinearRanker.tableSize)
    try file.copy(LogLinearRanker.weightsName, shape: shape, into: buffer.base)
    weights = buffer.array
    try file.copy(LogLinearRanker.squaresName, shape: shape, into: buffer.base)
    squares = buffer.array
  }
}
