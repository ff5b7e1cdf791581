import LanguageModel
import Synchronization

/// A checkpoint with a byte-level tokenizer that completes and scores texts in this process.
public struct LocalCompletionModel: CompletionModel {
  public let name: String
  private let model: any TokenModel
  private let tokenizer: BytePairTokenizer
  private let endTokens: Set<Int32>

  /// The checkpoint in `directory`, its weights mapped rather than read. Throws `.checkpoint`, `.configuration`,
  /// `.vocabulary` or `.file` naming what is wrong, `.input` for `workers` below 1.
  public init(directory: String, workers: Int) throws(LanguageModelError) {
    let tokenizer = try BytePairTokenizer(directory: directory)
    let model = try MappedModel(directory: directory, workers: workers)
    guard tokenizer.count <= model.configuration.vocabularySize else {
      throw .checkpoint(
        file: directory + "/tokenizer.json",
        reason:
          "\(tokenizer.count) tokens, but vocab_size is \(model.configuration.vocabularySize)",
        remedy: "take tokenizer.json and config.json from the same checkpoint")
    }
    let ends = model.endTokens.isEmpty ? tokenizer.endTokens : model.endTokens
    self.init(name: directory, model: model, tokenizer: tokenizer, endTokens: ends)
  }

  /// - Parameter endTokens: tokens that end a text.
  public init(
    name: String, model: any TokenModel, tokenizer: BytePairTokenizer, endTokens: [Int32]
  ) {
    self.name = name
    self.model = model
    self.tokenizer = tokenizer
    self.endTokens = Set(endTokens)
  }

  // MARK: CompletionModel

  public func complete(_ request: CompletionRequest)
    async throws(CancellationError) -> ModelAnswer<CompletionBatch>
  {
    do {
      return .answer(try await draw(request) { _ in })
    } catch let error as CancellationError {
      throw error
    } catch {
      return .declined(reason: reason(error))
    }
  }

  private func reason(_ error: any Error) -> String {
    "\(name): \(error)"
  }

  public func stream(_ request: CompletionRequest) -> AsyncThrowingStream<
    CompletionPiece, any Error
  > {
    var single = request
    single.count = 1
    let (stream, pieces) = AsyncThrowingStream.makeStream(of: CompletionPiece.self)
    let work = Task { [single] in
      do {
        let batch = try await draw(single) { pieces.yield(CompletionPiece(text: $0)) }
        pieces.yield(CompletionPiece(text: "", finish: batch.completions.first?.finish ?? .stop))
        pieces.finish()
      } catch {
        pieces.finish(throwing: CompletionInterrupted(reason: reason(error)))
      }
    }
    pieces.onTermination = { _ in work.cancel() }
    return stream
  }

  /// Prompt and continuations are encoded each by itself: a token never spans the end of the prompt.
  public func score(_ continuations: [String], after prompt: Prompt)
    async throws(CancellationError) -> ModelAnswer<[Float]>
  {
    let branches = continuations.map { tokenizer.encode($0) }
    let asked = branches.filter { !$0.isEmpty }
    do {
      var scores = try await model.logProbabilities(of: asked, after: tokens(of: prompt))
        .map { $0.reduce(0, +) }[...]
      // Nothing is certain to follow.
      return .answer(branches.map { $0.isEmpty ? 0 : scores.popFirst() ?? 0 })
    } catch {
      if Task.isCancelled { throw CancellationError() }
      return .declined(reason: reason(error))
    }
  }

  // MARK: Drawing

  private func tokens(of prompt: Prompt) -> [Int32] {
    switch prompt {
    case .text(let text): tokenizer.encode(text)
    case .chat(let messages): tokenizer.encode(ChatTemplate.render(messages))
    }
  }

  /// `give` is told the pieces of the first completion.
  private func draw(
    _ request: CompletionRequest, give: @escaping @Sendable (String) -> Void
  ) async throws -> CompletionBatch {
    guard request.count > 0 else {
      throw LanguageModelError.input(
        field: "count", value: "\(request.count)", remedy: "ask for at least one completion")
    }
    let prompt = tokens(of: request.prompt)
    let texts = TextsInProgress(request, tokenizer)
    let options = GenerationOptions(
      maximumTokens: request.maximumTokens, sampling: request.sampling, stopTokens: endTokens,
      seed: request.seed ?? .random(in: 0 ... .max))
    let samples = try await withTaskCancellationHandler {
      try await model.generate(
        [[Int32]](repeating: prompt, count: request.count), options, mask: nil
      ) { sample, token, _ in
        let (piece, goesOn) = texts.append(token, to: sample)
        if sample == 0, !piece.isEmpty { give(piece) }
        return goesOn
      }
    } onCancel: {
      texts.cancel()
    }
    try Task.checkCancellation()
    var batch = CompletionBatch(
      completions: [], usage: TokenUsage(prompt: prompt.count, completion: 0))
    for (index, sample) in samples.enumerated() {
      let (text, rest) = texts.finish(index)
      if index == 0, !rest.isEmpty { give(rest) }
      batch.usage.completion += sample.tokens.count
      batch.completions.append(
        Completion(
          text: text, finish: sample.finish == .length ? .length : .stop,
          logProbabilities: request.wantsLogProbabilities ? sample.logProbabilities : nil))
    }
    return batch
  }
}

/// The completions of one request while several threads draw them.
private final class TextsInProgress: Sendable {
  private let texts: Mutex<[StopTexts]>
  private let isCancelled = Mutex(false)

  init(_ request: CompletionRequest, _ tokenizer: BytePairTokenizer) {
    texts = Mutex((0..<request.count).map { _ in StopTexts(request.stop, tokenizer) })
  }

  func cancel() { isCancelled.withLock { $0 = true } }

  /// What can be given out with the token, and whether another one is wanted.
  func append(_ token: Int32, to sample: Int) -> (piece: String, goesOn: Bool) {
    if isCancelled.withLock({ $0 }) { return ("", false) }
    return texts.withLock { texts in
      let piece = texts[sample].append(token)
      return (piece, !texts[sample].isStopped)
    }
  }

  /// The whole text, and what of it has not been given out.
  func finish(_ sample: Int) -> (text: String, rest: String) {
    texts.withLock { texts in
      let rest = texts[sample].finish()
      return (texts[sample].text, rest)
    }
  }
}
