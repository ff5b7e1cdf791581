import LanguageModel

/// Something that completes text and scores it: the engine of this process, or a server.
public protocol CompletionModel: Sendable {
  /// For people and records.
  nonisolated var name: String { get }

  /// `request.count` completions, in order. Whatever keeps the model from answering is `.declined`: a failure is never an
  /// empty completion.
  /// - Throws: `CancellationError` for a cancelled task: that says nothing about the model.
  func complete(_ request: CompletionRequest)
    async throws(CancellationError) -> ModelAnswer<CompletionBatch>

  /// The first completion of the request, piece by piece as it is drawn; the last piece has `finish` set. The stream
  /// ends with `CompletionInterrupted` where the model stops answering: what came before it is no completion.
  func stream(_ request: CompletionRequest) -> AsyncThrowingStream<CompletionPiece, any Error>

  /// Σ log p of each continuation's tokens after the prompt, in nats.
  /// - Throws: `CancellationError` for a cancelled task.
  func score(_ continuations: [String], after prompt: Prompt)
    async throws(CancellationError) -> ModelAnswer<[Float]>
}

/// What a model answered, or why it did not.
public enum ModelAnswer<Value: Sendable>: Sendable {
  case answer(Value)
  /// The reason names the model.
  case declined(reason: String)
}

/// A stream that broke off; the reason names the model.
public struct CompletionInterrupted: Error, Hashable, CustomStringConvertible {
  public var reason: String
  public var description: String { reason }

  public init(reason: String) { self.reason = reason }
}

/// What is to be continued.
public enum Prompt: Hashable, Sendable {
  case text(String)
  /// Messages, put into one text by the model's chat template; the assistant's answer follows.
  case chat([ChatMessage])
}

/// What a model is asked for.
public struct CompletionRequest: Hashable, Sendable {
  public var prompt: Prompt
  /// Completions of the one prompt.
  public var count: Int
  /// Tokens after which a completion is cut: its `finish` is `length` then.
  public var maximumTokens: Int
  public var sampling: SamplingSettings
  /// Texts that end a completion; they are not part of it.
  public var stop: [String]
  /// The same seed gives the same completions where the model can do that; nil: any.
  public var seed: UInt64?
  public var wantsLogProbabilities: Bool

  public init(
    prompt: Prompt, count: Int = 1, maximumTokens: Int = 512,
    sampling: SamplingSettings = SamplingSettings(), stop: [String] = [], seed: UInt64? = nil,
    wantsLogProbabilities: Bool = false
  ) {
    self.prompt = prompt
    self.count = count
    self.maximumTokens = maximumTokens
    self.sampling = sampling
    self.stop = stop
    self.seed = seed
    self.wantsLogProbabilities = wantsLogProbabilities
  }
}

/// Why a completion ended.
public enum CompletionFinish: String, Hashable, Codable, Sendable {
  /// The model ended it, or a stop text did.
  case stop
  /// Cut at the maximum number of tokens: it may lack its end.
  case length
}

public struct Completion: Hashable, Sendable {
  public var text: String
  public var finish: CompletionFinish
  /// log p of each drawn token in nats, under the model's own distribution (temperature 1, nothing left out); nil when
  /// not asked for.
  public var logProbabilities: [Float]?

  public init(text: String, finish: CompletionFinish, logProbabilities: [Float]? = nil) {
    self.text = text
    self.finish = finish
    self.logProbabilities = logProbabilities
  }
}

/// A part of a completion that is being drawn.
public struct CompletionPiece: Hashable, Sendable {
  public var text: String
  /// Set on the last piece.
  public var finish: CompletionFinish?

  public init(text: String, finish: CompletionFinish? = nil) {
    self.text = text
    self.finish = finish
  }
}

public struct CompletionBatch: Hashable, Sendable {
  public var completions: [Completion]
  public var usage: TokenUsage

  public init(completions: [Completion], usage: TokenUsage) {
    self.completions = completions
    self.usage = usage
  }
}

/// Tokens that were read and drawn.
public struct TokenUsage: Hashable, Codable, Sendable {
  public var prompt: Int
  public var completion: Int

  public init(prompt: Int = 0, completion: Int = 0) {
    self.prompt = prompt
    self.completion = completion
  }

  public static func += (sum: inout TokenUsage, more: TokenUsage) {
    sum.prompt += more.prompt
    sum.completion += more.completion
  }
}
