import Basics
import Foundation
import LanguageModel
import Records

/// How much a round trains.
public struct TrainerOptions: Hashable, Codable, Sendable {
  public var proverSteps: Int
  /// Goals a step.
  public var proverBatch: Int
  /// Candidates a goal; one of them is the right one.
  public var candidates: Int
  public var conjecturerSteps: Int
  /// Statements a step.
  public var conjecturerBatch: Int
  public var learningRate: Float
  public var weightDecay: Float
  public var warmUpSteps: Int
  public var clip: Float
  /// Share of every batch that comes from the newest round, while it lasts.
  public var newestShare: Double
  /// Share of the examples that is held out to judge a checkpoint.
  public var heldOutShare: Double

  public init(
    proverSteps: Int = 500, proverBatch: Int = 32, candidates: Int = 16,
    conjecturerSteps: Int = 60, conjecturerBatch: Int = 32, learningRate: Float = 1e-3,
    weightDecay: Float = 0.1, warmUpSteps: Int = 50, clip: Float = 1, newestShare: Double = 0.3,
    heldOutShare: Double = 0.05
  ) {
    self.proverSteps = proverSteps
    self.proverBatch = proverBatch
    self.candidates = candidates
    self.conjecturerSteps = conjecturerSteps
    self.conjecturerBatch = conjecturerBatch
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.warmUpSteps = warmUpSteps
    self.clip = clip
    self.newestShare = newestShare
    self.heldOutShare = heldOutShare
  }

  var training: TrainingOptions {
    TrainingOptions(
      learningRate: learningRate, warmUpSteps: warmUpSteps, weightDecay: weightDecay,
      gradientNormMax: clip)
  }
}

/// What a training session came to.
public struct TrainingReport: Hashable, Codable, Sendable {
  public var steps: Int
  public var examples: Int
  /// Mean loss in nats over the first and the last tenth of the steps.
  public var firstLoss: Double
  public var lastLoss: Double

  init(steps: Int, examples: Int, losses: [Double]) {
    let part = max(1, losses.count / 10)
    func mean(_ values: some Collection<Double>) -> Double {
      values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    self.steps = steps
    self.examples = examples
    firstLoss = mean(losses.prefix(part))
    lastLoss = mean(losses.suffix(part))
  }
}

/// Examples split for training: which are trained on is a function of the example, so that a held-out one stays
/// held out in every round.
public struct ExampleSet: Sendable {
  public let training: [RankingExample]
  public let heldOut: [RankingExample]
  /// How many of `training` come from the newest round; they stand first.
  public let newest: Int
  /// Positions in `training` by domain, those of the newest round and all.
  private let newestByDomain: [[Int]]
  private let allByDomain: [[Int]]

  /// - Parameters:
  ///   - newest: examples of the round that just ended.
  ///   - replay: earlier ones.
  public init(newest: [RankingExample], replay: [RankingExample], heldOutShare: Double) {
    func isHeldOut(_ example: RankingExample) -> Bool {
      let hash = Hash64.value(example.goal.joined(separator: " "))
      return Double(hash % 1000) < heldOutShare * 1000
    }
    let fresh = newest.filter { !isHeldOut($0) }
    training = fresh + replay.filter { !isHeldOut($0) }
    heldOut = (newest + replay).filter(isHeldOut)
    self.newest = fresh.count
    newestByDomain = Self.byDomain(training, fresh.indices)
    allByDomain = Self.byDomain(training, training.indices)
  }

  /// How many examples of each domain are kept when there is room for `total`: all of the small ones, and equal shares of
  /// what is left for the others. By age alone, what a domain taught would be forgotten once it has nothing new.
  public static func limits(_ counts: [String: Int], total: Int) -> [String: Int] {
    var limits: [String: Int] = [:]
    var left = total
    let sorted = counts.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    for (index, (domain, count)) in sorted.enumerated() {
      let limit = min(count, left / (sorted.count - index))
      limits[domain] = limit
      left -= limit
    }
    return limits
  }

  /// At most so many of the held-out examples, every domain and age in proportion: they stand in the order of both.
  public func heldOut(atMost limit: Int) -> [RankingExample] {
    if heldOut.count <= limit { return heldOut }
    return (0..<limit).map { heldOut[$0 * heldOut.count / limit] }
  }

  private static func byDomain(_ examples: [RankingExample], _ range: Range<Int>) -> [[Int]] {
    Dictionary(grouping: range) { examples[$0].domain }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Examples drawn with repetition, `newestShare` of them from the newest round. A domain is drawn in proportion to the
  /// square root of its examples: one that proves little is not drowned by one that proves much.
  public func draw(_ count: Int, newestShare: Double, _ generator: inout SplitMix64)
    -> [RankingExample]
  {
    if training.isEmpty { return [] }
    return (0..<count).map { _ in
      let isFresh = newest > 0 && (newest == training.count || generator.uniform() < newestShare)
      let domains = isFresh ? newestByDomain : allByDomain
      let weights = domains.map { Double($0.count).squareRoot() }
      var rest = generator.uniform() * weights.reduce(0, +)
      let domain = weights.firstIndex { weight in
        rest -= weight
        return rest < 0
      }
      let positions = domains[domain ?? domains.count - 1]
      return training[positions[Int.random(in: positions.indices, using: &generator)]]
    }
  }
}

/// Trains the prover to put the step of the shortest known proof first (a softmax over the candidates of a goal).
public struct ProverTrainer: Sendable {
  let options: TrainerOptions
  /// Token whose logit is the score.
  let scoreToken: String
  /// What else an example teaches: another question about its goal.
  let question: @Sendable (RankingExample) -> RankingExample?

  public init(
    options: TrainerOptions, scoreToken: String,
    question: @escaping @Sendable (RankingExample) -> RankingExample? = { _ in nil }
  ) {
    self.options = options
    self.scoreToken = scoreToken
    self.question = question
  }

  public func train(_ model: LocalModel, on set: ExampleSet, seed: UInt64, round: Int) async throws
    -> TrainingReport
  {
    var generator = SplitMix64(seed: seed, "train prover", "\(round)")
    let vocabulary = await model.vocabulary
    let score = vocabulary.id(of: scoreToken) ?? vocabulary.unknownID
    var losses: [Double] = []
    guard !set.training.isEmpty else {
      return TrainingReport(steps: 0, examples: 0, losses: [])
    }
    // A few examples seen hundreds of times are learnt by heart: passes over them are bounded.
    let steps = min(
      options.proverSteps,
      max(Self.stepsMin, Self.passesMax * set.training.count / options.proverBatch))
    for step in 0..<steps {
      try Task.checkCancellation()
      var training = options.training
      training.learningRate *= Self.cosine(Double(step) / Double(steps))
      let drawn = set.draw(options.proverBatch, newestShare: options.newestShare, &generator)
      let batch =
        drawn.map { sample($0, vocabulary, &generator) }
        + drawn.compactMap(question).map {
          Self.sample($0, Array($0.candidates.indices), vocabulary)
        }
      let loss = try await model.train(
        ranking: batch, scoreToken: score, options: training)
      losses.append(Double(loss.ranking ?? 0))
    }
    return TrainingReport(
      steps: steps, examples: set.training.count, losses: losses)
  }

  /// Share of held-out goals at which the model puts the right step first, and its mean loss in nats.
  public func accuracy(of model: LocalModel, on examples: [RankingExample]) async throws
    -> (top1: Double, loss: Double)?
  {
    if examples.isEmpty { return nil }
    let vocabulary = await model.vocabulary
    let score = vocabulary.id(of: scoreToken) ?? vocabulary.unknownID
    let trees = examples.map { Self.tree($0.goal, $0.candidates, vocabulary) }
    let scores = try await model.rank(trees, scoreToken: score)
    var right = 0
    var loss = 0.0
    for (example, row) in zip(examples, scores) {
      let best = row.max() ?? 0
      if row[example.target] == best { right += 1 }
      let total = row.reduce(0.0) { $0 + exp(Double($1 - best)) }
      loss += log(total) - Double(row[example.target] - best)
    }
    let count = Double(examples.count)
    return (Double(right) / count, loss / count)
  }

  /// The learning rate falls along a cosine in every round and starts high in the next (SGDR; Loshchilov and Hutter,
  /// arXiv:1608.03983): at a constant rate the model that a round ends with is better or worse by luck.
  private static func cosine(_ part: Double) -> Float {
    Float(max(rateMin, 0.5 * (1 + cos(part * .pi))))
  }

  private static let rateMin = 0.02
  private static let stepsMin = 20
  private static let passesMax = 8

  private func sample(
    _ example: RankingExample, _ vocabulary: Vocabulary, _ generator: inout SplitMix64
  ) -> RankingSample {
    let others = example.candidates.indices.filter { $0 != example.target }
      .shuffled(using: &generator).prefix(max(1, options.candidates - 1))
    var kept = [example.target] + others
    kept.shuffle(using: &generator)
    return Self.sample(example, kept, vocabulary)
  }

  /// The example with these of its candidates, in this order.
  private static func sample(_ example: RankingExample, _ kept: [Int], _ vocabulary: Vocabulary)
    -> RankingSample
  {
    let target = kept.map { $0 == example.target ? Float(1) : 0 }
    return RankingSample(
      tree: tree(example.goal, kept.map { example.candidates[$0] }, vocabulary),
      target: target, weight: Float(example.weight))
  }

  private static func tree(_ goal: [String], _ candidates: [[String]], _ vocabulary: Vocabulary)
    -> TokenTree
  {
    TokenTree(prefix: vocabulary.encode(goal), branches: candidates.map(vocabulary.encode))
  }
}
