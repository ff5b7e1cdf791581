/// Draws continuations of prompts in batches. A prompt is read once for all of its samples, and the
/// beginning that prompts have in common once for all of them; samples step together, one token of
/// each a step, and leave the batch when they end.
final class Generator {
  /// Samples that step together. The same for every number of workers, so that the same matrices
  /// are multiplied and the same bits come out.
  private static let groupSamples = 16
  /// Tokens of prompts that are read at once.
  static let promptRows = 256
  /// Beginnings that are shorter are read again rather than copied.
  private static let sharedTokensMin = 16

  let weights: any InferenceWeights
  private let rope: RotaryEmbedding
  /// Over samples, or over matrices: see `InferenceWeights.splitsMatrices`.
  private let outer: WorkerTeam
  private let decoders: [CachedDecoder]

  private var configuration: ModelConfiguration { weights.configuration }

  init(_ weights: any InferenceWeights, rope: RotaryEmbedding, workers: Int) {
    self.weights = weights
    self.rope = rope
    let splits = weights.splitsMatrices
    outer = WorkerTeam(count: splits ? 1 : workers)
    let inner = WorkerTeam(count: splits ? workers : 1)
    decoders = (0..<outer.count).map { _ in CachedDecoder(weights, rope: rope, team: inner) }
  }

  /// A prompt that has been read.
  private struct ReadPrompt {
    let tokens: [Int32]
    let cache: KeyValueCache
    /// Of the token that follows, [vocabulary].
    var logits: [Float] = []
  }

  /// One sample a prompt; prompts that are alike are read once. Throws `.input` for prompts and
  /// options that do not fit the model, `.diverged` when its logits are not finite.
  func generate(
    _ prompts: [[Int32]], _ options: GenerationOptions, mask: TokenMask?,
    observer: TokenObserver?
  ) throws(LanguageModelError) -> [GeneratedSample] {
    try options.validate(prompts, configuration)
    rope.reserve(positions: (prompts.map(\.count).max() ?? 0) + options.maximumTokens)
    var results = [GeneratedSample?](repeating: nil, count: prompts.count)
    var read: [[Int32]: ReadPrompt] = [:]
    for wave in waves(prompts, options) {
      // Prompts of the wave before are kept as far as this one has them, too.
      let wanted = Set(wave.map { prompts[$0] })
      read = read.filter { wanted.contains($0.key) }
      if options.maximumTokens > 0 { readPrompts(wave.map { prompts[$0] }, into: &read) }
      let groups = stride(from: 0, to: wave.count, by: Generator.groupSamples).map {
        wave[$0..<min(wave.count, $0 + Generator.groupSamples)]
      }
      let known = read
      var isFinite = [Bool](repeating: true, count: groups.count)
      results.withUnsafeMutableBufferPointer { results in
        isFinite.withUnsafeMutableBufferPointer { isFinite in
          outer.run(groups.count) { item, worker in
            let batch = SampleBatch(
              decoders[worker], options, mask: mask, observer: observer)
            for index in groups[item] {
              let prompt = known[prompts[index]]
              batch.append(index, after: prompt?.cache, logits: prompt?.logits ?? [])
            }
            isFinite[item] = batch.run { results[$0] = $1 }
          }
        }
      }
      guard isFinite.allSatisfy({ $0 }) else { throw Generator.notFinite }
    }
    return results.compactMap { $0 }
  }

  static let notFinite = LanguageModelError.diverged(
    quantity: "a logit", value: "not finite",
    remedy: "the checkpoint's weights are broken; load a sound one")

  // MARK: Prompts

  /// Indices of samples that run at the same time, so that their keys and values fit. Samples of the
  /// same prompt are neighbours.
  private func waves(_ prompts: [[Int32]], _ options: GenerationOptions) -> [[Int]] {
    var firsts: [[Int32]: Int] = [:]
    for (index, prompt) in prompts.enumerated() where firsts[prompt] == nil {
      firsts[prompt] = index
    }
    let order = prompts.indices.sorted {
      (firsts[prompts[$0]] ?? 0, $0) < (firsts[prompts[$1]] ?? 0, $1)
    }
    let tokenBytes = KeyValueCache.tokenBytes(configuration)
    let tokensMax = max(1, options.cacheBytesMax / tokenBytes)
    var waves: [[Int]] = []
    var tokens = 0
    for index in order {
      let isNew = waves.last?.last.map { prompts[$0] != prompts[index] } ?? true
      let own = options.maximumTokens
      let more = own + (isNew ? prompts[index].count : 0)
      if waves.isEmpty || tokens + more > tokensMax {
        waves.append([index])
        tokens = own + prompts[index].count
      } else {
        waves[waves.count - 1].append(index)
        tokens += more
      }
    }
    return waves
  }

  private func readPrompts(_ prompts: [[Int32]], into read: inout [[Int32]: ReadPrompt]) {
    var unread: [[Int32]] = []
    for prompt in prompts where read[prompt] == nil && unread.last != prompt {
      unread.append(prompt)
    }
    // First those that others begin like, then the others after what they share.
    let earlier = read.keys.sorted { $0.lexicographicallyPrecedes($1) }
    var roots: [[Int32]] = []
    var followers: [(prompt: [Int32], root: [Int32], shared: Int)] = []
    for prompt in unread {
      let found = (earlier + roots).map { ($0, Generator.sharedCount($0, prompt)) }
        .max { $0.1 < $1.1 }
      if let (root, shared) = found, shared >= Generator.sharedTokensMin {
        followers.append((prompt, root, shared))
      } else {
        roots.append(prompt)
      }
    }
    readAll(roots.map { fresh($0) }, into: &read)
    let known = read
    readAll(
      followers.map { prompt, root, shared in
        let copy = fresh(prompt)
        if let cache = known[root]?.cache { copy.cache.copyFirst(shared, of: cache) }
        return copy
      }, into: &read)
  }

  private func fresh(_ prompt: [Int32]) -> ReadPrompt {
    ReadPrompt(tokens: prompt, cache: KeyValueCache(configuration, limit: prompt.count))
  }

  /// Tokens that both begin with, the last token of `b` not counted: its logits are wanted.
  private static func sharedCount(_ a: [Int32], _ b: [Int32]) -> Int {
    zip(a, b.dropLast()).prefix { $0 == $1 }.count
  }

  /// Reads what is missing of each prompt, packs of them at the same time.
  private func readAll(_ prompts: [ReadPrompt], into read: inout [[Int32]: ReadPrompt]) {
    var prompts = prompts
    var packs: [Range<Int>] = []
    var rows = Generator.promptRows
    for (index, prompt) in prompts.enumerated() {
      if rows >= Generator.promptRows {
        packs.append(index..<index)
        rows = 0
      }
      rows += prompt.tokens.count - prompt.cache.count
      packs[packs.count - 1] = packs[packs.count - 1].lowerBound..<index + 1
    }
    prompts.withUnsafeMutableBufferPointer { prompts in
      outer.run(packs.count) { item, worker in
        readPack(&prompts[packs[item]], decoders[worker])
      }
    }
    for prompt in prompts { read[prompt.tokens] = prompt }
  }

  /// Reads one pack, at most `promptRows` tokens a time.
  private func readPack(
    _ pack: inout Slice<UnsafeMutableBufferPointer<ReadPrompt>>, _ decoder: CachedDecoder
  ) {
    let vocabulary = configuration.vocabularySize
    var next = pack.startIndex
    while next < pack.endIndex {
      var runs: [CachedDecoder.Run] = []
      var finished: [Int] = []
      var room = Generator.promptRows
      while next < pack.endIndex && room > 0 {
        let prompt = pack[next]
        let start = prompt.cache.count
        let end = min(prompt.tokens.count, start + room)
        let isLast = end == prompt.tokens.count
        runs.append(
          CachedDecoder.Run(
            cache: prompt.cache, tokens: Array(prompt.tokens[start..<end]),
            readout: isLast ? 1 : 0))
        room -= end - start
        if isLast {
          finished.append(next)
          next += 1
        }
      }
      decoder.forward(runs)
      decoder.logits(rows: finished.count) { first, count, logits in
        for row in 0..<count {
          pack[finished[first + row]].logits = Array(
            UnsafeBufferPointer(start: logits + row * vocabulary, count: vocabulary))
        }
      }
    }
  }

  // MARK: Scoring

  /// log p of each token of `branches` after `prefix` and the branch's tokens before it, in nats.
  /// The prefix is read once. Throws as `generate` does.
  func logProbabilities(of branches: [[Int32]], after prefix: [Int32])
    throws(LanguageModelError) -> [[Float]]
  {
    let tree = TokenTree(prefix: prefix, branches: branches)
    try tree.validate(configuration)
    rope.reserve(positions: tree.positionCount)
    var read: [[Int32]: ReadPrompt] = [:]
    readAll([fresh(prefix)], into: &read)
    guard let prompt = read[prefix] else { return [] }
    let vocabulary = configuration.vocabularySize
    let total = prompt.logits.withUnsafeBufferPointer { logits in
      logits.baseAddress.map { Softmax.logSumExp($0, count: vocabulary) } ?? 0
    }
    var results = branches.map { [prompt.logits[Int($0[0])] - total] }
    let packs = self.packs(branches)
    results.withUnsafeMutableBufferPointer { results in
      outer.run(packs.count) { item, worker in
        score(branches[packs[item]], after: prompt.cache, decoders[worker]) { branch, value in
          results[branch].append(value)
        }
      }
    }
    guard results.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw Generator.notFinite }
    return results
  }

  /// Neighbouring branches with about `promptRows` tokens, or one that is longer.
  private func packs(_ branches: [[Int32]]) -> [Range<Int>] {
    var packs: [Range<Int>] = []
    var start = 0
    var rows = 0
    for (index, branch) in branches.enumerated() {
      rows += branch.count - 1
      if rows >= Generator.promptRows || index + 1 == branches.count {
        packs.append(start..<index + 1)
        start = index + 1
        rows = 0
      }
    }
    return packs
  }

  /// The branches' tokens after the first, in order.
  private func score(
    _ branches: ArraySlice<[Int32]>, after cache: KeyValueCache, _ decoder: CachedDecoder,
    _ body: (_ branch: Int, _ logProbability: Float) -> Void
  ) {
    var targets: [(branch: Int, token: Int32)] = []
    let runs = branches.indices.filter { branches[$0].count > 1 }.map { index in
      let tokens = branches[index]
      targets.append(contentsOf: tokens.dropFirst().map { (index, $0) })
      return CachedDecoder.Run(
        cache: KeyValueCache(configuration, prefix: cache, limit: tokens.count - 1),
        tokens: Array(tokens.dropLast()), readout: tokens.count - 1)
    }
    guard !runs.isEmpty else { return }
    let rows = decoder.forward(runs)
    let vocabulary = configuration.vocabularySize
    decoder.logits(rows: rows) { first, count, logits in
      for row in 0..<count {
        let (branch, token) = targets[first + row]
        body(
          branch,
          NextTokenLoss.logProbability(logits + row * vocabulary, of: token, vocabulary))
      }
    }
  }
}
