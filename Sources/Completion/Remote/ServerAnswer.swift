import Foundation
import HTTP
import LanguageModel

/// An answer of `/chat/completions` or `/completions`, whole or one piece of a stream.
struct ServerAnswer: Decodable {
  struct Choice: Decodable {
    struct Message: Decodable {
      var content: String?
      /// Thoughts that a reasoning parser took out; servers name the field in two ways.
      var reasoningContent: String?
      var reasoning: String?

      enum CodingKeys: String, CodingKey {
        case content, reasoning
        case reasoningContent = "reasoning_content"
      }
    }

    /// Of `/completions`: parallel lists. Of chats: one entry a token. llama.cpp gives the latter at both addresses.
    struct LogProbabilities: Decodable {
      struct Token: Decodable { var logprob: Double }
      var content: [Token]?
      var tokenLogProbabilities: [Double?]?
      var textOffsets: [Int]?

      enum CodingKeys: String, CodingKey {
        case content
        case tokenLogProbabilities = "token_logprobs"
        case textOffsets = "text_offset"
      }
    }

    var index: Int?
    var message: Message?
    /// In streams.
    var delta: Message?
    var text: String?
    var finishReason: String?
    var logProbabilities: LogProbabilities?

    enum CodingKeys: String, CodingKey {
      case index, message, delta, text
      case finishReason = "finish_reason"
      case logProbabilities = "logprobs"
    }

    var content: String { text ?? message?.content ?? delta?.content ?? "" }
    var reasoning: String {
      let message = message ?? delta
      return message?.reasoningContent ?? message?.reasoning ?? ""
    }
  }

  struct Usage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?

    enum CodingKeys: String, CodingKey {
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
    }
  }

  /// Servers say what is wrong as a text, as an object, or as FastAPI does.
  struct Problem: Decodable {
    var message: String
    var code: Int?

    private enum CodingKeys: String, CodingKey { case message, code, type }

    init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        message = text
        return
      }
      let container = try decoder.container(keyedBy: CodingKeys.self)
      message =
        (try? container.decode(String.self, forKey: .message))
        ?? (try? container.decode(String.self, forKey: .type)) ?? "an error without a message"
      code = try? container.decode(Int.self, forKey: .code)
    }
  }

  var choices: [Choice]?
  var usage: Usage?
  var error: Problem?

  /// Throws where the bytes are not such an answer, or are the server's report of an error.
  static func read(_ data: Data, key: String) throws(RequestFailure) -> ServerAnswer {
    let answer: ServerAnswer
    do {
      answer = try JSONDecoder().decode(ServerAnswer.self, from: data)
    } catch {
      let start = excerpt(data)
      throw RequestFailure(
        "the answer is not the JSON that was asked for: '\(start)'", isWorthRetrying: true)
    }
    if let problem = answer.error {
      throw .status(
        problem.code ?? 500, message: problem.message, retryAfter: nil, key: key,
        where: RemoteModel.whereToLook)
    }
    return answer
  }

  /// What an error's body says: its message, or its beginning.
  static func message(_ data: Data) -> String {
    struct Detail: Decodable { var detail: String }
    let message: String
    if let problem = try? JSONDecoder().decode(ServerAnswer.self, from: data).error {
      message = problem.message
    } else if let detail = try? JSONDecoder().decode(Detail.self, from: data) {
      message = detail.detail
    } else {
      return excerpt(data)
    }
    return excerpt(Data(message.utf8))
  }

  /// The beginning of a text on one line.
  static func excerpt(_ data: Data) -> String {
    let text = String(decoding: data.prefix(400), as: UTF8.self)
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Tokens that the server says it read and drew; what it does not say is 0.
  var tokenUsage: TokenUsage {
    let range = 0...Int(Int32.max)
    func bounded(_ count: Int?) -> Int {
      min(max(count ?? 0, range.lowerBound), range.upperBound)
    }
    return TokenUsage(
      prompt: bounded(usage?.promptTokens), completion: bounded(usage?.completionTokens))
  }
}

extension ServerAnswer.Choice {
  /// Why it ended. Throws for what is neither an end nor a cut.
  static func finish(_ reason: String?) throws(RequestFailure) -> CompletionFinish {
    switch reason {
    case "stop": return .stop
    case "length": return .length
    case let reason?:
      throw RequestFailure(
        "the server ended a completion with finish_reason '\(reason.prefix(60))'",
        isWorthRetrying: false)
    case nil:
      throw RequestFailure("a completion without finish_reason", isWorthRetrying: false)
    }
  }

  /// The completion; nil where the server gives no text.
  func completion(_ request: CompletionRequest) throws(RequestFailure) -> Completion? {
    var finish = try Self.finish(finishReason)
    var reasoning = ReasoningText()
    var cut = StopCut(request.stop)
    var text = cut.take(
      reasoning.take(reasoning: self.reasoning, content: content)
        + reasoning.end(whole: finish == .stop))
    text += cut.end()
    if cut.hasStopped { finish = .stop }
    if text.isEmpty { return nil }
    guard request.wantsLogProbabilities else { return Completion(text: text, finish: finish) }
    guard let values = drawnLogProbabilities, !values.isEmpty, values.allSatisfy(\.isFinite) else {
      throw RequestFailure(
        "the server gives no log-probabilities with this request", isWorthRetrying: false)
    }
    return Completion(text: text, finish: finish, logProbabilities: values)
  }

  /// nil: none, or not of every token.
  private var drawnLogProbabilities: [Float]? {
    if let content = logProbabilities?.content { return content.map { Float($0.logprob) } }
    guard let values = logProbabilities?.tokenLogProbabilities else { return nil }
    let known = values.compactMap { $0 }
    return known.count == values.count ? known.map { Float($0) } : nil
  }
}
