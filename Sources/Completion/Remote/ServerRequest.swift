import Basics
import Foundation
import LanguageModel

/// The body of a request to `/chat/completions` or `/completions`. What is nil is not sent: some servers refuse fields
/// that they do not know, whatever their value.
struct ServerRequest: Encodable {
  struct StreamOptions: Encodable {
    var includeUsage = true
    enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
  }

  /// `logprobs` is a switch in chats and a number of alternatives elsewhere.
  enum LogProbabilities: Encodable {
    case wanted
    case alternatives(Int)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .wanted: try container.encode(true)
      case .alternatives(let count): try container.encode(count)
      }
    }
  }

  var model: String
  var messages: [ChatMessage]?
  var prompt: String?
  var n: Int?
  var maximumTokens: Int
  var temperature: Double?
  var topP: Double?
  var topK: Int?
  var minP: Double?
  var stop: [String]?
  var seed: UInt32?
  var logProbabilities: LogProbabilities?
  var topLogProbabilities: Int?
  var echo: Bool?
  var stream: Bool?
  var streamOptions: StreamOptions?

  enum CodingKeys: String, CodingKey {
    case model, messages, prompt, n, temperature, stop, seed, echo, stream
    case maximumTokens = "max_tokens"
    case topP = "top_p"
    case topK = "top_k"
    case minP = "min_p"
    case logProbabilities = "logprobs"
    case topLogProbabilities = "top_logprobs"
    case streamOptions = "stream_options"
  }

  /// `count` completions of a request, the first of which is its `index`-th.
  init(_ request: CompletionRequest, options: RemoteModelOptions, count: Int, index: Int) {
    model = options.model
    switch request.prompt {
    case .chat(let messages): self.messages = messages
    case .text(let text): prompt = text
    }
    if count > 1 { n = count }
    maximumTokens = request.maximumTokens
    let sampling = request.sampling
    temperature = Self.decimal(sampling.temperature)
    topP = Self.decimal(sampling.topP)
    if options.knowsTopKAndMinP || sampling.topK != 0 { topK = sampling.topK }
    if options.knowsTopKAndMinP || sampling.minP != 0 { minP = Self.decimal(sampling.minP) }
    if !request.stop.isEmpty { stop = request.stop }
    seed = request.seed.map { Self.seed($0, index: index) }
    if request.wantsLogProbabilities {
      logProbabilities = messages == nil ? .alternatives(1) : .wanted
      // llama-cpp-python gives none in chats without it.
      if messages != nil { topLogProbabilities = 1 }
    }
  }

  /// The log-probabilities of a text's own tokens. One token is drawn besides: some servers take 0 for "no limit".
  init(echoing text: String, model: String) {
    self.model = model
    prompt = text
    maximumTokens = 1
    temperature = 0
    logProbabilities = .alternatives(1)
    echo = true
  }

  /// The shortest decimal that means the number: 0.7, not 0.699999988079071.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

  /// Servers take seeds of 31 bits at least; each completion of a request has its own.
  static func seed(_ seed: UInt64, index: Int) -> UInt32 {
    var random = SplitMix64(seed: seed, stream: UInt64(index))
    return UInt32(truncatingIfNeeded: random.next() >> 33)
  }
}
