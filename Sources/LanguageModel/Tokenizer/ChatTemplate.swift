/// The chat template of Qwen 3 without its tools: each turn is `<|im_start|>ROLE`, a line break, its text and
/// `<|im_end|>`. What earlier turns of the assistant thought is left out; only turns after the user's last question keep
/// their `<think>` block.
public enum ChatTemplate {
  /// Begins and ends a turn; `textEnd` ends a document.
  public static let turnStart = "<|im_start|>"
  public static let turnEnd = "<|im_end|>"
  public static let textEnd = "<|endoftext|>"
  /// Around what the assistant thinks before it answers.
  public static let thinkStart = "<think>"
  public static let thinkEnd = "</think>"

  /// One text of all messages. With `addGenerationPrompt` the assistant's turn is opened; with `thinking` false too, an
  /// empty think block is put there, so that the model answers straight away.
  public static func render(
    _ messages: [ChatMessage], addGenerationPrompt: Bool = true, thinking: Bool = true
  ) -> String {
    let question = messages.lastIndex(where: isQuestion) ?? messages.count
    var text = ""
    for (index, message) in messages.enumerated() {
      text += "\(turnStart)\(message.role.rawValue)\n"
      if message.role == .assistant {
        text += assistantTurn(
          message.content, isAnswer: index > question, isLast: index == messages.count - 1)
      } else {
        text += message.content
      }
      text += "\(turnEnd)\n"
    }
    if addGenerationPrompt {
      text += "\(turnStart)assistant\n"
      if !thinking { text += "\(thinkStart)\n\n\(thinkEnd)\n\n" }
    }
    return text
  }

  /// Results of tools are handed in as a user's messages, but are no questions.
  private static func isQuestion(_ message: ChatMessage) -> Bool {
    let text = message.content.utf8
    return message.role == .user
      && !(text.starts(with: "<tool_response>".utf8)
        && text.reversed().starts(with: "</tool_response>".utf8.reversed()))
  }

  private static func assistantTurn(_ content: String, isAnswer: Bool, isLast: Bool) -> String {
    var thought = ""
    var answer = content
    let parts = split(content, at: thinkEnd)
    if let first = parts.first, let last = parts.last, parts.count > 1 {
      let start = split(trimmed(first, front: false), at: thinkStart).last ?? ""
      thought = trimmed(start, back: false)
      answer = trimmed(last, back: false)
    }
    guard isAnswer, isLast || !thought.isEmpty else { return answer }
    return "\(thinkStart)\n\(thought)\n\(thinkEnd)\n\n" + trimmed(answer, back: false)
  }

  /// Splits by bytes: characters that join up with a marker's last sign do not hide it.
  private static func split(_ text: String, at marker: String) -> [String] {
    let bytes = Array(text.utf8)
    let marker = Array(marker.utf8)
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + marker.count <= bytes.count {
      if bytes[index..<index + marker.count].elementsEqual(marker) {
        parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
        index += marker.count
        start = index
      } else {
        index += 1
      }
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  /// Without the line feeds at its ends.
  private static func trimmed(_ text: String, front: Bool = true, back: Bool = true) -> String {
    var bytes = Array(text.utf8)[...]
    if front { bytes = bytes.drop { $0 == UInt8(ascii: "\n") } }
    while back, bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ChatTemplate {
  /// The same rules in Jinja, for `tokenizer_config.json`.
  static let jinja = #"""
    {%- set place = namespace(question=messages | length) -%}
    {%- for message in messages -%}
    {%- set is_result = message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>') -%}
    {%- if message.role == 'user' and not is_result -%}{%- set place.question = loop.index0 -%}{%- endif -%}
    {%- endfor -%}
    {%- for message in messages -%}
    {{- '<|im_start|>' + message.role + '\n' -}}
    {%- set parts = message.content.split('</think>') -%}
    {%- if message.role != 'assistant' -%}
    {{- message.content -}}
    {%- else -%}
    {%- set thought = '' -%}
    {%- set answer = message.content -%}
    {%- if parts | length > 1 -%}
    {%- set thought = parts[0].rstrip('\n').split('<think>')[-1].lstrip('\n') -%}
    {%- set answer = parts[-1].lstrip('\n') -%}
    {%- endif -%}
    {%- if loop.index0 > place.question and (loop.last or thought) -%}
    {{- '<think>\n' + thought + '\n</think>\n\n' + answer.lstrip('\n') -}}
    {%- else -%}
    {{- answer -}}
    {%- endif -%}
    {%- endif -%}
    {{- '<|im_end|>\n' -}}
    {%- endfor -%}
    {%- if add_generation_prompt -%}
    {{- '<|im_start|>assistant\n' -}}
    {%- if enable_thinking is defined and enable_thinking is false -%}{{- '<think>\n\n</think>\n\n' -}}{%- endif -%}
    {%- endif -%}
    """#
}

/// One turn of a conversation.
public struct ChatMessage: Hashable, Codable, Sendable {
  public enum Role: String, Codable, Sendable { case system, user, assistant }
  public var role: Role
  public var content: String

  public init(role: Role, content: String) {
    self.role = role
    self.content = content
  }
}
