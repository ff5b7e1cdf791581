import Basics
import Dispatch
import Foundation

/// How fast the engine of this process trains, samples and scores. Times on a shared machine mean little by themselves:
/// each is measured several times, in turn with the others, and scripts/bench-model.py sets them beside PyTorch's.
public struct ModelBench: Sendable {
  public struct Options: Sendable, Codable, Equatable {
    public var configuration = ModelConfiguration(
      vocabularySize: 512, width: 128, layerCount: 4, headCount: 4, keyValueHeadCount: 2,
      headSize: 32, feedForwardWidth: 384)
    public var workers = 2
    /// Sequences of a training step, and tokens of each.
    public var trainingBatch = 32
    public var trainingLength = 128
    /// Samples drawn at once, and tokens of each.
    public var samples = 64
    public var sampledTokens = 128
    /// Candidates scored after one prefix, and their tokens.
    public var candidates = 64
    public var candidateLength = 12
    public var prefixLength = 100
    /// How often each is measured.
    public var rounds = 7

    public init() {}

    func validate() throws(LanguageModelError) {
      let fields: [(String, Int)] = [
        ("trainingBatch", trainingBatch), ("samples", samples), ("sampledTokens", sampledTokens),
        ("candidates", candidates), ("candidateLength", candidateLength),
        ("prefixLength", prefixLength), ("rounds", rounds), ("trainingLength", trainingLength - 1),
      ]
      for (field, value) in fields where value < 1 {
        throw .input(field: field, value: "\(value)", remedy: "give a greater number")
      }
    }
  }

  /// Times of one kind of work, in milliseconds.
  public struct Time: Sendable, Codable, Equatable {
    public var best: Double
    public var median: Double
    /// Processor time of all threads together, median.
    public var processor: Double

    fileprivate init(_ measured: [Clock.Span]) {
      let walls = measured.map(\.wall).sorted()
      best = (walls.first ?? 0) * 1e3
      median = (walls.isEmpty ? 0 : walls[walls.count / 2]) * 1e3
      let processors = measured.map(\.processor).sorted()
      processor = (processors.isEmpty ? 0 : processors[processors.count / 2]) * 1e3
    }
  }

  public struct Report: Sendable, Codable, Equatable {
    /// The kernels that OpenBLAS chose.
    public var core: String
    public var workers: Int
    public var parameters: Int
    /// One optimizer step.
    public var trainingMs: Time
    public var trainingTokensPerSecond: Double
    /// Useful work of a step (see `trainingOperations`) by its time, best of the rounds, in 10⁹ operations a second.
    public var trainingGflops: Double
    /// Square products of 1024 on as many threads as there are workers at the same time, best of the rounds.
    public var sgemmGflops: Double
    /// The step's work per processor second against that of sgemm: what a machine that does nothing else would show.
    public var partOfSgemmPeak: Double
    /// All samples of the batch.
    public var samplingMs: Time
    public var sampledTokensPerSecond: Double
    /// All candidates with their prefix run once, and as sequences of their own.
    public var scoringMs: Time
    public var naiveScoringMs: Time
    /// The largest this process has been, in MB.
    public var peakMemoryMB: Double
  }

  public let options: Options
  private let model: LocalModel

  /// Measures the model in `directory`, or a new one where nil, which `save` can write for others to measure.
  public init(_ options: Options = Options(), directory: String? = nil) throws(LanguageModelError) {
    try options.validate()
    if let directory {
      model = try LocalModel(directory: directory, workers: options.workers)
    } else {
      let names = (1..<max(2, options.configuration.vocabularySize)).map { "t\($0)" }
      model = try LocalModel(
        configuration: options.configuration, vocabulary: Vocabulary(names), seed: 1,
        workers: options.workers)
    }
    self.options = options
  }

  /// Writes the measured model as a checkpoint.
  public func save(to directory: String) async throws(LanguageModelError) {
    try await model.save(to: directory)
  }

  public func run() async throws(LanguageModelError) -> Report {
    let c = await model.configuration
    let work = Work(options, vocabulary: c.vocabularySize)
    var sgemm: [Clock.Span] = []
    var training: [Clock.Span] = []
    var sampling: [Clock.Span] = []
    var scoring: [Clock.Span] = []
    var naive: [Clock.Span] = []
    let square = SquareProduct(size: 1024, threads: options.workers)
    // The first round warms memory up and is not counted.
    for round in 0...options.rounds {
      let spans = [
        square.measure(), try await train(work), try await sample(work, round: round),
        try await score(work), try await scoreNaively(work),
      ]
      guard round > 0 else { continue }
      sgemm.append(spans[0])
      training.append(spans[1])
      sampling.append(spans[2])
      scoring.append(spans[3])
      naive.append(spans[4])
    }
    let operations = Self.trainingOperations(
      c, sequences: options.trainingBatch, length: options.trainingLength)
    let step = Time(training)
    let product = Time(sgemm)
    let drawing = Time(sampling)
    return Report(
      core: OpenBLAS.coreName, workers: options.workers, parameters: await model.parameterCount,
      trainingMs: step,
      trainingTokensPerSecond: Double(options.trainingBatch * options.trainingLength) * 1e3
        / step.best,
      trainingGflops: operations / step.best * 1e-6,
      sgemmGflops: square.operations / product.best * 1e-6,
      partOfSgemmPeak: (operations / step.processor) / (square.operations / product.processor),
      samplingMs: drawing,
      sampledTokensPerSecond: Double(options.samples * options.sampledTokens) * 1e3 / drawing.best,
      scoringMs: Time(scoring), naiveScoringMs: Time(naive), peakMemoryMB: Clock.peakMemoryMB())
  }

  /// Multiplications and additions of the matrix products of one training step. A product with a [m, k] weight takes
  /// 2·m·k a token in the forward pass and twice that in the backward pass (gradients of input and weight). Attention
  /// takes 2·2·heads·headSize for each token and each token that it sees, itself included: half a square.
  /// Norms, softmax, RoPE and the optimizer are left out: they are not what sgemm can do.
  public static func trainingOperations(
    _ c: ModelConfiguration, sequences: Int, length: Int
  ) -> Double {
    let perLayer = c.width * (c.projectionWidth + c.attentionWidth + 3 * c.feedForwardWidth)
    let matrices = Double(c.layerCount * perLayer + c.vocabularySize * c.width)
    let seen = Double(length + 1) / 2
    let attention = Double(c.layerCount * c.attentionWidth) * 2 * seen
    return 3 * 2 * (matrices + attention) * Double(sequences * length)
  }

  // MARK: What is measured

  /// Inputs, the same for every measurement.
  private struct Work {
    let sequences: [SequenceSample]
    let prefix: [Int32]
    let candidates: [[Int32]]

    init(_ options: Options, vocabulary: Int) {
      var generator = SplitMix64(seed: 11)
      func tokens(_ count: Int) -> [Int32] {
        (0..<count).map { _ in Int32(generator.next() % UInt64(vocabulary)) }
      }
      sequences = (0..<options.trainingBatch).map { _ in
        SequenceSample(tokens: tokens(options.trainingLength))
      }
      prefix = tokens(options.prefixLength)
      candidates = (0..<options.candidates).map { _ in tokens(options.candidateLength) }
    }
  }

  private func train(_ work: Work) async throws(LanguageModelError) -> Clock.Span {
    let start = Clock.now()
    _ = try await model.train(sequences: work.sequences, options: TrainingOptions())
    return Clock.now() - start
  }

  private func sample(_ work: Work, round: Int) async throws(LanguageModelError) -> Clock.Span {
    let prompts = [[Int32]](repeating: [work.prefix[0]], count: options.samples)
    let generation = GenerationOptions(maximumTokens: options.sampledTokens, seed: UInt64(round))
    let start = Clock.now()
    _ = try await model.generate(prompts, generation)
    return Clock.now() - start
  }

  private func score(_ work: Work) async throws(LanguageModelError) -> Clock.Span {
    let start = Clock.now()
    _ = try await model.logProbabilities(of: work.candidates, after: work.prefix)
    return Clock.now() - start
  }

  private func scoreNaively(_ work: Work) async throws(LanguageModelError) -> Clock.Span {
    let sequences = work.candidates.map { work.prefix + $0 }
    let start = Clock.now()
    _ = try await model.logProbabilities(of: sequences)
    return Clock.now() - start
  }
}
