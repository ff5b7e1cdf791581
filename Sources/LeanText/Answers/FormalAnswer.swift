/// What a whole-proof prover answered, taken apart: the formal reasoning pattern of Kimina-Prover (arXiv 2504.11354,
/// section 3) has a thought between `<think>` and `</think>`, in it ```` ```tactics ```` blocks, and behind it one
/// ```` ```lean4 ```` block. Any text can be taken apart; `AnswerFormat` says how far it keeps to the pattern.
///
/// Fences are read as in CommonMark (three or more back quotes or tildes; the end is at least as long), but they may
/// be indented by any width, need not stand alone on their line, and one that was forgotten is put where the next
/// `</think>` or ```` ```lean4 ```` or the turn's end stands. Special tokens at the answer's end are no part of it. Linear
/// time.
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
    /// Whether the opening fence says what the block holds.
    public let isMarked: Bool
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
  /// Whether the model was stopped at the largest length.
  public let isCut: Bool
  private let bytes: [UInt8]
  private let blockEnds: [Int]

  public init(_ text: String, isCut: Bool = false) {
    var scanner = AnswerScanner(text)
    scanner.scan()
    thoughts = scanner.thoughts
    strayEnds = scanner.strayEnds
    blocks = scanner.blocks
    bytes = scanner.bytes
    blockEnds = scanner.blockEnds
    self.isCut = isCut
  }

  /// The whole answer without the special tokens at its end.
  public var said: String { String(decoding: bytes, as: UTF8.self) }

  /// Text behind the block at that place, without white space around; empty where it is not closed.
  public func text(behindBlock index: Int) -> String {
    let isSpace = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
    let behind = bytes[blockEnds[index]...].drop(while: isSpace)
    let end = behind.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? behind.startIndex
    return String(decoding: behind[..<end], as: UTF8.self)
  }

  public func blocks(_ kind: Block.Kind) -> [Block] { blocks.filter { $0.kind == kind } }

  /// What was thought, for a trace: all thoughts with an empty line between them.
  public var thought: String { thoughts.map(\.text).joined(separator: "\n\n") }
}
