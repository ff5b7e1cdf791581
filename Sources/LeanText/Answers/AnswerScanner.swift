/// Reads an answer line by line. Bytes, not characters: tags and fences are ASCII, so no cut falls within a character,
/// and a line of many megabytes costs what it weighs.
struct AnswerScanner {
  struct OpenBlock {
    let kind: FormalAnswer.Block.Kind
    let mark: UInt8
    let length: Int
    let indent: Int
    let line: Int
    let isMarked: Bool
  }
  private enum Tag { case start, end }

  /// The answer without the special tokens at its end.
  let bytes: [UInt8]
  private(set) var thoughts: [FormalAnswer.Thought] = []
  private(set) var strayEnds = 0
  private(set) var blocks: [FormalAnswer.Block] = []
  /// Where the text behind each block begins.
  private(set) var blockEnds: [Int] = []
  private var open: OpenBlock?
  /// Of the open block; apart from it, so that nothing but the scanner holds the bytes that it adds to.
  private var blockText: [UInt8] = []
  private var isBlockEmpty = true
  /// Where the open thought begins.
  private var thoughtStart: Int?
  private var hasTag = false
  /// Lines outside blocks since the last tag.
  private var prose: [UInt8] = []
  private var lineNumber = 0
  /// Place of the last back quote of the line being read; -1 without one.
  private(set) var lastBackquote = -1

  init(_ text: String) {
    let all = Array(text.utf8)
    bytes = Array(all[..<SpecialToken.end(of: all[...])])
  }

  mutating func scan() {
    var start = 0
    while start < bytes.count {
      let next = bytes[start...].firstIndex(of: Self.lineFeed) ?? bytes.count
      let end = next > start && bytes[next - 1] == Self.carriageReturn ? next - 1 : next
      lineNumber += 1
      lastBackquote = bytes[start..<end].lastIndex(of: Self.backquote) ?? -1
      if open != nil { readBlockLine(start..<end) } else { readProse(start..<end) }
      start = next + 1
    }
    closeBlock(isClosed: false, end: bytes.count)
    if let start = thoughtStart { endThought(start..<bytes.count, isClosed: false) }
  }

  // MARK: Lines

  /// A line, or what is left of it behind a tag: a fence, or prose with tags in it.
  private mutating func readProse(_ line: Range<Int>) {
    var rest = line
    while true {
      if openBlock(rest) { return }
      guard let (tag, place) = firstTag(in: rest) else { break }
      prose += bytes[rest.lowerBound..<place.lowerBound]
      read(tag, at: place)
      rest = place.upperBound..<rest.upperBound
    }
    if let fence = fenceBehindWords(in: rest) {
      prose += bytes[rest.lowerBound..<fence]
      prose.append(Self.lineFeed)
      _ = openBlock(fence..<rest.upperBound)
      return
    }
    prose += bytes[rest]
    prose.append(Self.lineFeed)
  }

  /// A line within a block. A special token ends the block with the turn, whether or not a fence stands in front of it.
  private mutating func readBlockLine(_ line: Range<Int>) {
    let end = SpecialToken.end(of: bytes[line])
    if end == line.upperBound, SpecialToken.length(atStartOf: bytes[withoutIndent(line)]) == nil {
      return readPlainBlockLine(line)
    }
    let code = trimmed(line.lowerBound..<end)
    let isCode = !code.isEmpty && SpecialToken.length(atStartOf: bytes[code]) == nil
    if isCode { readPlainBlockLine(line.lowerBound..<code.upperBound) }
    closeBlock(isClosed: false, end: isCode ? end : line.lowerBound)
    readProse((isCode ? end : line.lowerBound)..<line.upperBound)
  }

  private mutating func readPlainBlockLine(_ line: Range<Int>) {
    guard let block = open else { return }
    let content = trimmed(line)
    let indent = content.lowerBound - line.lowerBound
    let fence = run(of: block.mark, in: content)
    if fence >= block.length, indent <= block.indent + 3 {
      let behind = content.lowerBound + fence..<content.upperBound
      let rest = trimmed(behind)
      if rest.isEmpty || isNoInfo(behind) {
        closeBlock(isClosed: true, end: content.lowerBound + fence)
        if !rest.isEmpty { readProse(rest) }
        return
      }
      // No Lean text has such a line: the end of the block before was forgotten.
      if Self.kind(word(of: rest)) != .other {
        closeBlock(isClosed: false, end: line.lowerBound)
        return readProse(line)
      }
    }
    if thoughtStart != nil || !hasTag, starts(content, with: Self.endTag) {
      closeBlock(isClosed: false, end: line.lowerBound)
      return readProse(content)
    }
    let start = line.lowerBound + min(indent, block.indent)
    guard let fence = fenceBehindCode(in: content, of: block) else {
      return add(start..<line.upperBound)
    }
    add(start..<trimmed(line.lowerBound..<fence.lowerBound).upperBound)
    closeBlock(isClosed: true, end: fence.upperBound)
    let rest = trimmed(fence.upperBound..<line.upperBound)
    if !rest.isEmpty { readProse(rest) }
  }

  private mutating func add(_ line: Range<Int>) {
    if !isBlockEmpty { blockText.append(Self.lineFeed) }
    isBlockEmpty = false
    blockText += bytes[line]
  }

  // MARK: Blocks

  /// Whether a fence opens a block here.
  private mutating func openBlock(_ line: Range<Int>) -> Bool {
    // Not trimmed at its end: that would read the end of a line once a tag.
    let content = withoutIndent(line)
    guard let mark = content.isEmpty ? nil : bytes[content.lowerBound],
      mark == Self.backquote || mark == Self.tilde
    else { return false }
    let length = run(of: mark, in: content)
    let rest = content.lowerBound + length..<content.upperBound
    // Behind back quotes, more of them make it code within a line.
    if length < 3 || mark == Self.backquote && lastBackquote >= rest.lowerBound { return false }
    let info = withoutIndent(rest)
    let language = word(of: info)
    let kind = Self.kind(language)
    open = OpenBlock(
      kind: kind, mark: mark, length: length, indent: content.lowerBound - line.lowerBound,
      line: lineNumber, isMarked: !info.isEmpty)
    // `lean4 theorem …`: the code begins on the fence's line.
    let code = withoutIndent(
      min(info.upperBound, info.lowerBound + language.utf8.count)..<info.upperBound)
    if kind == .lean, Self.startsCommand(word(of: code)) { add(code) }
    return true
  }

  private mutating func closeBlock(isClosed: Bool, end: Int) {
    guard let block = open else { return }
    blocks.append(
      FormalAnswer.Block(
        kind: block.kind, text: String(decoding: blockText, as: UTF8.self), line: block.line,
        isClosed: isClosed, isInThought: thoughtStart != nil, isMarked: block.isMarked))
    blockEnds.append(end)
    open = nil
    blockText = []
    isBlockEmpty = true
  }

  static func kind(_ word: String) -> FormalAnswer.Block.Kind {
    switch word.lowercased() {
    case "tactics": .tactics
    case "lean", "lean4": .lean
    default: .other
    }
  }

  // MARK: Thoughts

  private mutating func read(_ tag: Tag, at place: Range<Int>) {
    switch tag {
    case .start:
      if let start = thoughtStart { endThought(start..<place.lowerBound, isClosed: false) }
      thoughtStart = place.upperBound
      prose = []
    case .end:
      if let start = thoughtStart {
        endThought(start..<place.lowerBound, isClosed: true)
      } else if !hasTag {
        // The chat template wrote the opening tag: all so far is the thought.
        endThought(0..<place.lowerBound, isClosed: true)
        blocks = blocks.map {
          FormalAnswer.Block(
            kind: $0.kind, text: $0.text, line: $0.line, isClosed: $0.isClosed, isInThought: true,
            isMarked: $0.isMarked)
        }
      } else {
        strayEnds += 1
      }
    }
    hasTag = true
  }

  private mutating func endThought(_ range: Range<Int>, isClosed: Bool) {
    thoughts.append(
      FormalAnswer.Thought(
        text: string(trimmed(range)), prose: String(decoding: prose, as: UTF8.self),
        isClosed: isClosed))
    thoughtStart = nil
    prose = []
  }

  private func firstTag(in range: Range<Int>) -> (tag: Tag, place: Range<Int>)? {
    var at = range.lowerBound
    while let place = bytes[at..<range.upperBound].firstIndex(of: Self.less) {
      let rest = place..<range.upperBound
      if starts(rest, with: Self.startTag) { return (.start, place..<place + Self.startTag.count) }
      if starts(rest, with: Self.endTag) { return (.end, place..<place + Self.endTag.count) }
      at = place + 1
    }
    return nil
  }
}
