/// One proof state with its candidates and how they should be ranked.
public struct RankingSample: Sendable, Equatable {
  public var tree: TokenTree
  /// What the softmax over the branches' scores should be: one number a branch, none negative,
  /// together 1.
  public var target: [Float]
  public var weight: Float

  public init(tree: TokenTree, target: [Float], weight: Float = 1) {
    self.tree = tree
    self.target = target
    self.weight = weight
  }

  func validate(_ c: ModelConfiguration) throws(LanguageModelError) {
    try tree.validate(c)
    try RankingSample.validate(target: target, candidates: tree.branches.count, weight: weight)
  }

  static func validate(target: [Float], candidates: Int, weight: Float)
    throws(LanguageModelError)
  {
    guard !target.isEmpty, target.count == candidates else {
      throw .input(
        field: "target", value: "\(target.count) numbers for \(candidates) candidates",
        remedy: "give one number a candidate, and at least one candidate")
    }
    let total = target.reduce(0, +)
    guard target.allSatisfy({ $0 >= 0 }), abs(total - 1) < 1e-3 else {
      throw .input(
        field: "target", value: "a sum of \(total)", remedy: "give a distribution: ≥ 0, sum 1")
    }
    guard weight.isFinite, weight >= 0 else {
      throw .input(field: "weight", value: "\(weight)", remedy: "give a finite number ≥ 0")
    }
  }
}

/// A sequence to learn by next-token prediction.
public struct SequenceSample: Sendable, Equatable {
  /// At least two tokens.
  public var tokens: [Int32]
  /// How much the prediction of `tokens[i]` from those before it counts. Same length as `tokens`;
  /// `weights[0]` is not used. A token of weight 0 is read only; negative weights push a
  /// token's probability down.
  public var weights: [Float]

  public init(tokens: [Int32], weights: [Float]) {
    self.tokens = tokens
    self.weights = weights
  }

  /// Every token after the first counts `weight`.
  public init(tokens: [Int32], weight: Float = 1) {
    self.init(tokens: tokens, weights: [Float](repeating: weight, count: tokens.count))
  }

  /// Indices of the tokens that count; those after the last of them need not even be read.
  var counted: [Int] { tokens.indices.dropFirst().filter { weights[$0] != 0 } }

  func validate(_ c: ModelConfiguration) throws(LanguageModelError) {
    try TokenTree(prefix: tokens).validate(c)
    guard tokens.count > 1 else {
      throw .input(field: "sequence", value: "1 token", remedy: "give at least two tokens")
    }
    guard weights.count == tokens.count, weights.allSatisfy(\.isFinite) else {
      throw .input(
        field: "weights", value: "\(weights.count) for \(tokens.count) tokens",
        remedy: "give one finite number a token")
    }
  }
}

/// What one optimizer step came to. Means are over the samples' weights.
public struct TrainingLoss: Sendable, Equatable {
  /// Mean cross entropy of the rankings in nats; nil when there were none.
  public var ranking: Float?
  /// Mean next-token cross entropy in nats; nil when there were no sequences.
  public var sequence: Float?
  /// Length of the whole gradient before clipping.
  public var gradientNorm: Float
  public var learningRate: Float
  /// Optimizer steps taken so far, this one included.
  public var step: Int
}
