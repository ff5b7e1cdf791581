import Foundation

/// One drawn continuation.
public struct TokenSample: Sendable, Equatable {
  /// Drawn tokens, without the prefix.
  public let tokens: [Int32]
  /// Σ log p of the drawn tokens in nats, each under the masked distribution it was drawn from.
  public let logProbability: Float
}

/// Which tokens may come next: sample index and the tokens drawn so far (without the prefix) to
/// ids. None ends the sample. Called from worker threads.
public typealias TokenMask = @Sendable (_ sample: Int, _ drawn: [Int32]) -> [Int32]

/// How samples are drawn.
struct SamplingOptions {
  let maximumLength: Int
  /// 0 takes the likeliest token.
  let temperature: Float
  let seed: UInt64
  let mask: TokenMask
}

/// Draws continuations of some of the samples in lockstep, one position of all of them a step, with
/// cached keys and values. Samples that end leave the batch.
struct TokenSampler {
  private struct Running {
    let index: Int
    let prefix: [Int32]
    /// Its rows in the cache.
    let slot: Int
    var generator: SplitMix64
    var drawn: [Int32] = []
    var logProbability: Float = 0
    /// What may be drawn next, once the prefix is read.
    var allowed: [Int32] = []
  }

  let transformer: Transformer
  let options: SamplingOptions
  private let cache: KeyValueCache

  /// For at most `capacity` samples of `length` tokens, prefix included.
  init(_ transformer: Transformer, capacity: Int, length: Int, options: SamplingOptions) {
    self.transformer = transformer
    self.options = options
    cache = KeyValueCache(transformer, capacity: capacity, length: length)
  }

  /// One sample a prefix; `first` is the index of the first among all samples of the call.
  func draw(_ prefixes: ArraySlice<[Int32]>) -> [TokenSample] {
    let first = prefixes.startIndex
    var results = prefixes.map { _ in TokenSample(tokens: [], logProbability: 0) }
    var running = prefixes.enumerated().map { slot, prefix in
      Running(
        index: first + slot, prefix: prefix, slot: slot,
        generator: SplitMix64(seed: options.seed, stream: UInt64(first + slot)))
    }
    var position = 0
    while true {
      running = running.filter { sample in
        let goesOn = wantsMore(sample, position: position)
        if !goesOn {
          results[sample.slot] = TokenSample(
            tokens: sample.drawn, logProbability: sample.logProbability)
        }
        return goesOn
      }
      guard !running.isEmpty else { return results }
      cache.step(
        tokens: running.map { token($0, at: position) }, slots: running.map(\.slot),
        position: position)
      position += 1
      for row in running.indices where running[row].prefix.count <= position {
        let allowed = options.mask(running[row].index, running[row].drawn)
        running[row].allowed = allowed.filter {
          $0 >= 0 && $0 < transformer.configuration.vocabularySize
        }
        if !running[row].allowed.isEmpty, running[row].drawn.count < options.maximumLength {
          pick(&running[row], logits: cache.logits(row: row))
        } else {
          running[row].allowed = []
        }
      }
    }
  }

  /// Whether the cache must take another token of this sample. The last drawn token need not be
  /// run when nothing follows it.
  private func wantsMore(_ sample: Running, position: Int) -> Bool {
    if position < sample.prefix.count { return true }
    return !sample.allowed.isEmpty && sample.drawn.count < options.maximumLength
  }

  private func token(_ sample: Running, at position: Int) -> Int32 {
    position < sample.prefix.count
      ? sample.prefix[position] : sample.drawn[position - sample.prefix.count]
  }

  /// Draws one of `allowed` by the softmax of their logits over the temperature.
  private func pick(_ sample: inout Running, logits: UnsafePointer<Float>) {
    let allowed = sample.allowed
    let values = allowed.map { logits[Int($0)] }
    let peak = values.max() ?? 0
    var choice = values.firstIndex(of: peak) ?? 0
    guard options.temperature > 0 else {
      sample.drawn.append(allowed[choice])
      return
    }
    let shares = values.map { exp(($0 - peak) / options.temperature) }
    let total = shares.reduce(0, +)
    var left = sample.generator.uniform() * total
    for (index, share) in shares.enumerated() where share > 0 {
      choice = index
      left -= share
      if left < 0 { break }
    }
    sample.logProbability += log(shares[choice] / total)
    sample.drawn.append(allowed[choice])
  }
}

extension Transformer {
  /// One continuation a prefix. Samples are split over the workers; each has a generator of its
  /// own, drawn from the seed and its index.
  func sample(prefixes: [[Int32]], options: SamplingOptions)
    throws(LanguageModelError) -> [TokenSample]
  {
    for prefix in prefixes { try TokenTree(prefix: prefix).validate(configuration) }
    guard options.temperature >= 0, options.temperature.isFinite else {
      throw .input(
        field: "temperature", value: "\(options.temperature)", remedy: "give a finite number ≥ 0")
    }
    let longest = prefixes.map(\.count).max() ?? 0
    let (length, overflow) = longest.addingReportingOverflow(options.maximumLength)
    guard options.maximumLength >= 0, !overflow, length <= configuration.maximumPositions else {
      throw .input(
        field: "maximumLength", value: "\(options.maximumLength) after \(longest) prefix tokens",
        remedy: "together at most \(configuration.maximumPositions) (max_position_embeddings)")
    }
    rope.reserve(positions: length)
    let share = (prefixes.count + workers.count - 1) / workers.count
    var results = [[TokenSample]](repeating: [], count: workers.count)
    results.withUnsafeMutableBufferPointer { results in
      parallel { worker in
        let start = min(prefixes.count, worker * share)
        let part = prefixes[start..<min(prefixes.count, start + share)]
        guard !part.isEmpty else { return }
        let sampler = TokenSampler(self, capacity: part.count, length: length, options: options)
        results[worker] = sampler.draw(part)
      }
    }
    return results.flatMap { $0 }
  }
}
