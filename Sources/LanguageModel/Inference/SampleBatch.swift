import Basics

/// Samples that step together: one token of each a step.
final class SampleBatch {
  private struct Running {
    let index: Int
    let cache: KeyValueCache
    var generator: SplitMix64
    var tokens: [Int32] = []
    var logProbabilities: [Float] = []
    var drawnLogProbability: Float = 0
    var finish: GeneratedSample.Finish?
  }

  private let decoder: CachedDecoder
  private let options: GenerationOptions
  private let mask: TokenMask?
  private let observer: TokenObserver?
  private let drawer: TokenDrawer
  private let configuration: ModelConfiguration
  private var running: [Running] = []
  /// Of each sample's first token; samples of one prompt share the memory.
  private var firstLogits: [[Float]] = []

  init(
    _ decoder: CachedDecoder, _ options: GenerationOptions, mask: TokenMask?,
    observer: TokenObserver?
  ) {
    self.decoder = decoder
    self.options = options
    self.mask = mask
    self.observer = observer
    configuration = decoder.weights.configuration
    drawer = TokenDrawer(options.sampling, vocabulary: configuration.vocabularySize)
  }

  /// Adds sample `index` after a prompt that has been read; `logits` are those of its first token.
  func append(_ index: Int, after prompt: KeyValueCache?, logits: [Float]) {
    running.append(
      Running(
        index: index,
        cache: KeyValueCache(configuration, prefix: prompt, limit: options.maximumTokens),
        generator: SplitMix64(seed: options.seed, stream: UInt64(index))))
    firstLogits.append(logits)
  }

  /// Draws until all samples have ended, and hands over each as it ends. False when logits were not
  /// finite.
  func run(_ deliver: (_ index: Int, _ sample: GeneratedSample) -> Void) -> Bool {
    for row in running.indices {
      let isFinite = firstLogits[row].withUnsafeBufferPointer { draw(row, $0.baseAddress) }
      guard isFinite else { return false }
    }
    firstLogits = []
    while true {
      running.removeAll { sample in
        guard let finish = sample.finish else { return false }
        deliver(
          sample.index,
          GeneratedSample(
            tokens: sample.tokens, logProbabilities: sample.logProbabilities,
            drawnLogProbability: sample.drawnLogProbability, finish: finish))
        return true
      }
      guard !running.isEmpty else { return true }
      let rows = decoder.forward(
        running.map {
          CachedDecoder.Run(cache: $0.cache, tokens: Array($0.tokens.suffix(1)), readout: 1)
        })
      var isFinite = true
      decoder.logits(rows: rows) { first, count, logits in
        for row in 0..<count where isFinite {
          isFinite = draw(first + row, logits + row * configuration.vocabularySize)
        }
      }
      guard isFinite else { return false }
    }
  }

  /// Draws the next token of a sample, or ends it. False when the logits are not finite.
  private func draw(_ row: Int, _ logits: UnsafePointer<Float>?) -> Bool {
    guard running[row].tokens.count < options.maximumTokens, let logits else {
      running[row].finish = .length
      return true
    }
    let vocabulary = Int32(configuration.vocabularySize)
    let index = running[row].index
    let allowed = mask?(index, running[row].tokens).filter { $0 >= 0 && $0 < vocabulary }
    if let allowed, allowed.isEmpty {
      running[row].finish = .nothingAllowed
      return true
    }
    guard let draw = drawer.draw(logits, allowed: allowed, &running[row].generator) else {
      return false
    }
    running[row].tokens.append(draw.token)
    running[row].logProbabilities.append(draw.logProbability)
    running[row].drawnLogProbability += draw.drawnLogProbability
    if options.stopTokens.contains(draw.token) {
      running[row].finish = .stopToken
    } else if let observer, !observer(index, draw.token, draw.logProbability) {
      running[row].finish = .observer
    } else if running[row].tokens.count == options.maximumTokens {
      running[row].finish = .length
    }
    return true
  }
}
