import LeanInterface
import LeanText

/// What a formal answer is to look like, and is not: the format checks of Kimina-Prover-RL's recipe. The names are
/// those of metrics. None of them says anything about the proof.
public enum FormatError: String, Hashable, Codable, Sendable, CaseIterable {
  /// Not exactly one thought, begun with `<think>` (or by the prompt) and ended with `</think>`.
  case thinkBlocks = "think-blocks"
  /// Not exactly one Lean block, closed and outside the thought.
  case leanBlocks = "lean-blocks"
  /// Something stands behind the final Lean block.
  case textAfterProof = "text-after-proof"
  /// Fewer tactics blocks than asked for.
  case tacticsBlocks = "tactics-blocks"
  /// A tactics block has more lines than its share of the final block's: the proof was written twice.
  case tacticsTooLong = "tactics-too-long"
  /// Too few lines of the final proof occur in the tactics blocks: it was not reasoned about.
  case tacticsCoverage = "tactics-coverage"
  /// A long line of the thought comes again and again.
  case repetition = "repetition"
  /// The final block does not state the trusted theorem, name included.
  case statementMissing = "statement-missing"
  /// The model was stopped at the largest length.
  case cut = "cut"
}

/// Thresholds of the format checks; the defaults are the recipe's.
public struct AnswerFormatOptions: Hashable, Codable, Sendable {
  /// Tactics blocks that an answer has at least. The paper asks for 1.
  public var tacticsBlocksMin: Int
  /// Largest length of a tactics block, as a part of the final block's lines …
  public var tacticsLinesShare: Double
  /// … but a block of so many lines is never too long.
  public var tacticsLinesMin: Int
  /// Part of the proof's lines that occur in tactics blocks at least. The paper asks for 0.6.
  public var coverageMin: Double
  /// Content words of a line that counts for `FormatError.repetition`.
  public var contentWords: Int
  /// Times that such a line may not be reached.
  public var repetitions: Int
  /// Bytes of a block; longer ones are not read, which counts as too long and as covering nothing.
  public var blockBytesMax: Int

  public init(
    tacticsBlocksMin: Int = 2, tacticsLinesShare: Double = 0.95, tacticsLinesMin: Int = 5,
    coverageMin: Double = 0.7, contentWords: Int = 10, repetitions: Int = 6,
    blockBytesMax: Int = 256 << 10
  ) {
    self.tacticsBlocksMin = tacticsBlocksMin
    self.tacticsLinesShare = tacticsLinesShare
    self.tacticsLinesMin = tacticsLinesMin
    self.coverageMin = coverageMin
    self.contentWords = contentWords
    self.repetitions = repetitions
    self.blockBytesMax = blockBytesMax
  }
}

/// The format checks.
public enum AnswerFormat {
  /// All checks that the answer fails, in the order of `FormatError.allCases`. What asks about the final block is only
  /// checked where there is one: its absence has a name of its own.
  public static func errors(
    in answer: FormalAnswer, statement: TrustedStatement,
    options: AnswerFormatOptions = AnswerFormatOptions()
  ) -> [FormatError] {
    var found: Set<FormatError> = []
    if answer.thoughts.count != 1 || answer.strayEnds > 0
      || answer.thoughts.contains(where: { !$0.isClosed })
    {
      found.insert(.thinkBlocks)
    }
    let lean = answer.blocks(.lean)
    if lean.count != 1 || lean.contains(where: { !$0.isClosed || $0.isInThought }) {
      found.insert(.leanBlocks)
    }
    let tactics = answer.blocks(.tactics)
    if tactics.count < options.tacticsBlocksMin { found.insert(.tacticsBlocks) }
    if isRepeating(answer.thoughts.map(\.prose), options) { found.insert(.repetition) }
    if answer.isCut { found.insert(.cut) }
    if let final = answer.final(for: statement, blockBytesMax: options.blockBytesMax) {
      if !answer.text(behindBlock: final).isEmpty { found.insert(.textAfterProof) }
      found.formUnion(
        errors(inFinal: answer.blocks[final], tactics: tactics, statement, options))
    }
    return FormatError.allCases.filter(found.contains)
  }

  private static func errors(
    inFinal final: FormalAnswer.Block, tactics: [FormalAnswer.Block],
    _ statement: TrustedStatement, _ options: AnswerFormatOptions
  ) -> Set<FormatError> {
    var found: Set<FormatError> = []
    let longest = max(
      options.tacticsLinesMin,
      Int(options.tacticsLinesShare * Double(ProofLines.count(in: final.text))))
    let isReadable = { (block: FormalAnswer.Block) in
      block.text.utf8.count <= options.blockBytesMax
    }
    if tactics.contains(where: { !isReadable($0) || ProofLines.count(in: $0.text) > longest }) {
      found.insert(.tacticsTooLong)
    }
    guard isReadable(final) else { return found.union([.tacticsCoverage, .statementMissing]) }
    let outline = LeanOutline(final.text)
    if !outline.commands.contains(where: { $0.theorem.map(statement.isStated) ?? false }) {
      found.insert(.statementMissing)
    }
    let lines = ProofLines.written(in: outline, text: final.text, statement)
    var covered: Set<String> = []
    for block in tactics where isReadable(block) {
      covered.formUnion(ProofLines.keys(of: block.text))
    }
    let share = Double(lines.intersection(covered).count)
    if share < options.coverageMin * Double(lines.count) { found.insert(.tacticsCoverage) }
    return found
  }

  // MARK: Repetition

  private static func isRepeating(_ proses: [String], _ options: AnswerFormatOptions) -> Bool {
    var counts: [String: Int] = [:]
    for prose in proses {
      for line in prose.utf8.split(separator: UInt8(ascii: "\n")) {
        guard let text = String(line), hasContent(text, words: options.contentWords) else {
          continue
        }
        let key = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        counts[key, default: 0] += 1
        if counts[key, default: 0] >= options.repetitions { return true }
      }
    }
    return false
  }

  /// Whether a line has so many words that are no mere function words.
  private static func hasContent(_ line: String, words wanted: Int) -> Bool {
    var found = 0
    for word in line.unicodeScalars.split(whereSeparator: { !isWordPart($0) }) {
      // Longer words are no function words, and need not be lowered.
      if word.count <= longestFunctionWord, functionWords.contains(String(word).lowercased()) {
        continue
      }
      found += 1
      if found >= wanted { return true }
    }
    return found >= wanted
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
        || ("A"..."Z").contains(scalar)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static let longestFunctionWord = 7
  private static let functionWords: Set<String> = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "for",
    "from", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "just", "let", "me", "my", "no", "nor", "not", "now", "of", "on", "only", "or",
    "our", "out", "s", "same", "she", "should", "so", "some", "such", "t", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us",
    "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will",
    "with", "would", "you", "your",
  ]
}

/// Lines of Lean as the format checks compare them.
enum ProofLines {
  /// Lines that are not blank.
  static func count(in text: String) -> Int {
    text.utf8.split(separator: UInt8(ascii: "\n")).count { line in
      line.contains { $0 > 32 }
    }
  }

  /// Distinct lines by their tokens: without comments and spacing.
  static func keys(of text: String) -> Set<String> {
    var lines: [Int: [String]] = [:]
    for token in LeanTokens(text).tokens where token.kind != .docComment {
      lines[token.line, default: []].append(token.text)
    }
    return Set(lines.values.map { $0.joined(separator: " ") })
  }

  /// Lines of the final block that the prover wrote itself: the proof and its helpers. Header and statement were given
  /// to it, and count in neither direction: the recipe counts them, by which no proof of a line or two could be
  /// covered. The whole text where no proof is found in it.
  static func written(
    in outline: LeanOutline, text: String, _ statement: TrustedStatement
  ) -> Set<String> {
    guard outline.problem == nil, let place = statement.place(in: outline.commands) else {
      return keys(of: text)
    }
    var lines: Set<String> = []
    for (index, command) in outline.commands.enumerated() where command.roles.contains(.declares) {
      let isProof = index == place
      lines.formUnion(keys(of: isProof ? body(of: command) : command.text))
    }
    return lines
  }

  private static func body(of command: LeanOutline.Command) -> String {
    switch command.theorem?.body {
    case .tactics(let text), .term(let text), .equations(let text): text
    case .missing, nil: ""
    }
  }
}
