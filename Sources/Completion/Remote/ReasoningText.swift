import LanguageModel

/// Servers with a reasoning parser split what a model wrote into its thoughts and its answer. Here both are put together
/// again as Qwen3 writes them, `<think>\n…\n</think>\n\n…`, so that a text is the same whichever server gave it. Line ends
/// around the two parts are the model's template, which parsers keep or not: they are made the same.
struct ReasoningText {
  private enum Phase { case start, thinking, answering }
  private var phase = Phase.start
  /// Line ends of the thoughts that may turn out to be their last.
  private var held = ""
  private var isPartEmpty = true

  /// What the text grows by.
  mutating func take(reasoning: String, content: String) -> String {
    var text = ""
    if !reasoning.isEmpty { text += think(reasoning) }
    if !content.isEmpty { text += answer(content) }
    return text
  }

  /// What the text ends with; `whole` unless it was cut.
  mutating func end(whole: Bool) -> String {
    guard phase == .thinking else { return "" }
    return whole ? "\n</think>\n\n" : ""
  }

  private mutating func think(_ reasoning: String) -> String {
    // Thoughts after the answer has begun are no part of a text in order; what is there is kept as it comes.
    if phase == .answering { return reasoning }
    var text = phase == .start ? "<think>\n" : ""
    phase = .thinking
    var rest = Substring(held + reasoning)
    if isPartEmpty { rest = rest.drop { $0.isNewline } }
    let end = rest.lastIndex { !$0.isNewline }.map { rest.index(after: $0) } ?? rest.startIndex
    held = String(rest[end...])
    text += rest[..<end]
    if end > rest.startIndex { isPartEmpty = false }
    return text
  }

  private mutating func answer(_ content: String) -> String {
    switch phase {
    case .start:
      phase = .answering
      isPartEmpty = false
      return content
    case .thinking:
      phase = .answering
      isPartEmpty = true
      return "\n</think>\n\n" + answer(content)
    case .answering:
      guard isPartEmpty else { return content }
      let rest = content.drop { $0.isNewline }
      if !rest.isEmpty { isPartEmpty = false }
      return String(rest)
    }
  }
}
