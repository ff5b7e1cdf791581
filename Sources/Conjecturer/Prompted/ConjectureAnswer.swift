import Completion
import LanguageModel
import LeanInterface
import LeanText

/// Why an answer, or a statement in it, goes no further. The names are metrics.
public enum AnswerFault: String, Hashable, Codable, Sendable, CaseIterable {
  /// The answer breaks off while the model is still thinking.
  case unfinishedReasoning = "unfinished_reasoning"
  /// No theorem, lemma or example stands in it.
  case noStatement = "no_statement"
  /// The statement breaks off.
  case cut
  /// The statement holds what no statement holds: a command, `sorry`, a string, an unmatched bracket.
  case forbidden
  /// Longer than `ConjectureAnswer.signatureCharactersMax`.
  case tooLong = "too_long"
  /// Lean does not elaborate it.
  case elaboration
  /// A variable has a name of the theory.
  case shadowing
  /// Lean reads it, the domain's grammar does not.
  case outsideGrammar = "outside_grammar"
  /// Lean declined: nobody knows.
  case undecided
}

/// A statement as a model wrote it.
public struct ProposedStatement: Hashable, Sendable {
  /// Empty for an `example` and where the model gave none.
  public var name: String
  /// `(a b : Nat) : a + b = b + a`, in one line, without comments and default values.
  public var signature: String

  public init(name: String, signature: String) {
    self.name = name
    self.signature = signature
  }
}

/// The statements that an answer holds; proofs behind them are no matter. Linear time on any text.
public struct ConjectureAnswer: Hashable, Sendable {
  public private(set) var statements: [ProposedStatement] = []
  /// One a statement that was refused, or one for an answer without any.
  public private(set) var faults: [AnswerFault] = []

  /// Statements read of one answer; a model that repeats itself writes hundreds.
  static let statementsMax = 32
  static let signatureCharactersMax = 2000
  static let endTag = "</hard theorem>"

  /// - Parameter prompt: what the answer follows: it may have begun the statement.
  public init(_ completion: Completion, to prompt: Prompt) {
    guard let text = AnswerText.withoutReasoning(completion.text) else {
      faults = [.unfinishedReasoning]
      return
    }
    let code = AnswerText.code(in: text, after: prompt)
    let outline = LeanOutline(code)
    let commands = outline.commands.filter { Self.keywords.contains($0.keyword) }
    for (index, command) in commands.prefix(Self.statementsMax).enumerated() {
      let isLast = index == commands.count - 1
      read(
        command, isCut: isLast && completion.finish == .length,
        isDoubtful: isLast && outline.problem != nil)
    }
    if statements.isEmpty, faults.isEmpty { faults = [.noStatement] }
  }

  static let keywords: Set<String> = ["theorem", "lemma", "example"]

  /// - Parameters:
  ///   - isCut: whether the model was stopped within this command.
  ///   - isDoubtful: whether the text is not Lean to its end.
  private mutating func read(_ command: LeanOutline.Command, isCut: Bool, isDoubtful: Bool) {
    guard let theorem = command.theorem else {
      faults.append(isCut ? .cut : .noStatement)
      return
    }
    let hasEnd = theorem.body != .missing || command.text.hasSuffix(":=")
    if isCut || isDoubtful, !hasEnd {
      faults.append(.cut)
      return
    }
    let signature = Self.signature(of: theorem)
    if signature.utf8.count > Self.signatureCharactersMax {
      faults.append(.tooLong)
    } else if LeanLines.count(signature) > 1 || TacticText.objection(to: signature) != nil {
      faults.append(.forbidden)
    } else {
      statements.append(ProposedStatement(name: theorem.name, signature: signature))
    }
  }

  /// What the theorem says: default values change calls of it, not its truth.
  private static func signature(of theorem: TheoremText) -> String {
    guard theorem.binders.contains(where: { $0.defaultValue != nil }) else {
      return theorem.signature
    }
    let closing = ["(": ")", "{": "}", "[": "]", "⦃": "⦄"]
    let binders = theorem.binders.map { binder in
      let names = binder.names.joined(separator: " ")
      let inner =
        names.isEmpty || binder.type.isEmpty ? names + binder.type : "\(names) : \(binder.type)"
      return binder.opening + inner + (closing[binder.opening] ?? "")
    }
    return (binders + [": \(theorem.target)"]).joined(separator: " ")
  }
}

/// Finds the Lean text of an answer.
enum AnswerText {
  /// What follows the last `</think>`; nil where thinking was begun and not ended.
  static func withoutReasoning(_ text: String) -> String? {
    if let end = text.ranges(of: "</think>").last { return String(text[end.upperBound...]) }
    return text.contains("<think>") ? nil : text
  }

  /// The Lean text that an answer adds up to.
  static func code(in answer: String, after prompt: Prompt) -> String {
    let begun = beginning(of: prompt)
    guard begun.isWithinBlock else { return withoutTags(blocks(of: answer)) }
    let block = FormalAnswer("```lean4\n" + answer).blocks.first?.text ?? ""
    var own: [Substring] = []
    for (index, line) in lines(block).enumerated() {
      // A tag ends what was asked for.
      if index > 0 && isTag(line) { break }
      if let end = line.firstRange(of: ConjectureAnswer.endTag) {
        own.append(line[..<end.lowerBound])
        break
      }
      own.append(line)
    }
    let code = own.joined(separator: "\n")
    guard let keyword = begun.keyword else { return code }
    return prefix(keyword, for: code) + code
  }

  /// Whether the model goes on within a block of Lean, and the keyword that the prompt leaves it with.
  static func beginning(of prompt: Prompt) -> (isWithinBlock: Bool, keyword: String?) {
    let text: String
    switch prompt {
    case .text(let whole): text = whole
    case .chat(let messages):
      guard let last = messages.last, last.role == .assistant else { return (false, nil) }
      text = last.content
    }
    let fences = lines(text).count(where: isFence)
    let word = text.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
    let keyword = ConjectureAnswer.keywords.contains(word) ? word : nil
    return (keyword != nil || fences % 2 == 1, keyword)
  }

  /// What must stand before a statement whose keyword the prompt has already: nothing where the model wrote one itself,
  /// `example` where it gave no name.
  private static func prefix(_ keyword: String, for code: String) -> String {
    let first = code.first { !$0.isWhitespace }
    if let first, "({[⦃:".contains(first) { return "example " }
    let word = code.drop(while: \.isWhitespace).prefix { $0.isLetter }
    return ConjectureAnswer.keywords.contains(String(word)) ? "" : keyword + " "
  }

  // MARK: Blocks

  /// Blocks marked as Lean; without one, blocks without a mark; without any, everything from the first line on that
  /// begins a statement.
  private static func blocks(of text: String) -> String {
    let answer = FormalAnswer(text)
    for kind in [answer.blocks(.lean), answer.blocks(.other).filter { !$0.isMarked }] {
      if !kind.isEmpty { return kind.map(\.text).joined(separator: "\n") }
    }
    return lines(answer.said).drop { line in
      let word = line.drop(while: \.isWhitespace).prefix { $0.isLetter }
      return !ConjectureAnswer.keywords.contains(String(word))
    }.joined(separator: "\n")
  }

  /// Tags that a model has copied from its training are no Lean.
  private static func withoutTags(_ text: String) -> String {
    lines(text).filter { !isTag($0) }.joined(separator: "\n")
      .replacing(ConjectureAnswer.endTag, with: "\n")
  }

  /// As Lean counts them: other ends of lines stand within a line.
  private static func lines(_ text: String) -> [Substring] {
    text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func isFence(_ line: Substring) -> Bool {
    line.drop { $0 == " " }.hasPrefix("```")
  }

  private static func isTag(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    return ["<lemma>", "<easy theorem>", "<hard theorem>"].contains { text.hasPrefix($0) }
  }
}
