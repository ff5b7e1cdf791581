import LanguageModel

/// Why a template cannot be used.
public struct PromptTemplateError: Error, Hashable, CustomStringConvertible {
  public let source: String
  /// 1-based.
  public let line: Int
  public let reason: String

  public var description: String { "\(source):\(line): \(reason)" }
}

/// A prompt with places for values. A text whose first line is `--- system`, `--- user` or `--- assistant` is a
/// conversation, one such line before each message; any other text is to be continued as it stands. `{{name}}` stands
/// for a value; everything else is as written, so that Lean's own braces need no care.
public struct PromptTemplate: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case text(String)
    case variable(String)
  }
  private struct Message: Hashable, Sendable {
    /// nil for a text to be continued.
    let role: ChatMessage.Role?
    let parts: [Part]
  }

  /// As it was given.
  public let text: String
  private let messages: [Message]

  /// - Parameters:
  ///   - variables: names that may stand between `{{` and `}}`.
  ///   - source: file or name, for errors.
  public init(_ text: String, variables: Set<String>, source: String) throws(PromptTemplateError) {
    self.text = text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var messages: [Message] = []
    var role: ChatMessage.Role?
    var start = 0
    func close(_ end: Int) throws(PromptTemplateError) {
      guard role != nil || end > 0 else { return }
      let body = lines[start..<end].joined(separator: "\n")
      messages.append(
        Message(
          role: role,
          parts: try Self.parts(
            role == nil ? body : Self.withoutLastBreak(body, isLast: end == lines.count),
            variables: variables, source: source, line: start + 1)))
    }
    for (index, line) in lines.enumerated() where line.hasPrefix("--- ") {
      // Only a text that begins as a conversation is one.
      if role == nil, index > 0 { break }
      let word = line.dropFirst(4).filter { !$0.isWhitespace }
      guard let next = ChatMessage.Role(rawValue: String(word)) else {
        if role == nil { break }
        throw PromptTemplateError(
          source: source, line: index + 1,
          reason: "'\(word)' is no role; known: system, user, assistant")
      }
      try close(index)
      role = next
      start = index + 1
    }
    try close(lines.count)
    self.messages = messages
  }

  /// A text without variables, to be continued.
  public init(plain text: String) {
    self.text = text
    messages = [Message(role: nil, parts: [.text(text)])]
  }

  /// - Parameter values: a value for each variable; what has none is empty.
  public func prompt(_ values: [String: String]) -> Prompt {
    let filled = messages.map { message in
      let content = message.parts.map { part in
        switch part {
        case .text(let text): text
        case .variable(let name): values[name] ?? ""
        }
      }.joined()
      return (role: message.role, content: content)
    }
    if let only = filled.first, only.role == nil { return .text(only.content) }
    return .chat(filled.map { ChatMessage(role: $0.role ?? .user, content: $0.content) })
  }

  /// The line break in front of the next role, or at the end of the file, is not part of a message.
  private static func withoutLastBreak(_ body: String, isLast: Bool) -> String {
    isLast && body.hasSuffix("\n") ? String(body.dropLast()) : body
  }

  private static func parts(
    _ body: String, variables: Set<String>, source: String, line: Int
  ) throws(PromptTemplateError) -> [Part] {
    var parts: [Part] = []
    var rest = Substring(body)
    var line = line
    while let open = rest.firstRange(of: "{{") {
      let before = rest[..<open.lowerBound]
      line += before.utf8.count { $0 == UInt8(ascii: "\n") }
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
      let name = String(rest[open.upperBound..<close.lowerBound])
      guard variables.contains(name) else {
        // Lean writes `{{x}}` nowhere: a name that is not known is a mistake.
        throw PromptTemplateError(
          source: source, line: line,
          reason: "'{{\(name.prefix(40))}}' is no variable; known: "
            + variables.sorted().joined(separator: ", "))
      }
      if !before.isEmpty { parts.append(.text(String(before))) }
      parts.append(.variable(name))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }
}
