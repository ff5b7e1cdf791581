/// What a whole-proof prover answered, taken apart: the formal reasoning pattern of Kimina-Prover (arXiv 2504.11354,
/// section 3) has a thought between `<think>` and `</think>`, in it ```` ```tactics ```` blocks, and behind it one
/// ```` ```lean4 ```` block. Any text can be taken apart; `AnswerFormat` says how far it keeps to the pattern.
///
/// Fences are read as in CommonMark (three or more back quotes or tildes; the end is at least as long), but they may
/// be indented by any width, and one that was forgotten is put where the next `</think>` or ```` ```lean4 ```` stands.
/// Linear time.
public struct FormalAnswer: Hashable, Sendable {
  public struct Block: Hashable, Sendable {
    public enum Kind: String, Codable, Sendable {
      case tactics
      /// Marked `lean` or `lean4`.
      case lean
      case other
    }
    public let kind: Kind
    /// Without the fences and their indentation; lines end with a line feed whatever the answer has.
    public let text: String
    /// 1-based line of the opening fence.
    public let line: Int
    /// Whether its closing fence is there.
    public let isClosed: Bool
    public let isInThought: Bool
  }

  public struct Thought: Hashable, Sendable {
    /// As written, blocks included, without white space around.
    public let text: String
    /// Its lines outside blocks.
    public let prose: String
    public let isClosed: Bool
  }

  /// In order. A thought may begin without its tag, where the chat template has written that already. One that opens
  /// within another ends it.
  public let thoughts: [Thought]
  /// Number of `</think>` that end no thought.
  public let strayEnds: Int
  /// In order, those inside the thoughts included.
  public let blocks: [Block]
  /// The Lean block that counts: the last one outside the thoughts; without one, the last of all.
  public let final: Block?
  /// Text behind the final block, without white space around; empty where that block is not closed.
  public let remainder: String
  /// Whether the model was stopped at the largest length.
  public let isCut: Bool

  public init(_ text: String, isCut: Bool = false) {
    var scanner = AnswerScanner(text)
    scanner.scan()
    thoughts = scanner.thoughts
    strayEnds = scanner.strayEnds
    blocks = scanner.blocks
    let index =
      blocks.lastIndex { $0.kind == .lean && !$0.isInThought }
      ?? blocks.lastIndex { $0.kind == .lean }
    final = index.map { scanner.blocks[$0] }
    remainder = index.map { scanner.text(behindBlock: $0) } ?? ""
    self.isCut = isCut
  }

  public func blocks(_ kind: Block.Kind) -> [Block] { blocks.filter { $0.kind == kind } }

  /// What was thought, for a trace: all thoughts with an empty line between them.
  public var thought: String { thoughts.map(\.text).joined(separator: "\n\n") }
}
