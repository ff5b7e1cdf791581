/// Walks along the tokens of a text and tells where a tactic begins. Lean's layout decides: a block of tactics has the
/// column of its first, and a later line goes on with it in that column and ends it in front of it.
struct TacticWalk {
  private enum Branch { case tactic, term, choice }
  private enum Frame {
    case bracket
    /// A block of tactics in this column.
    case tactics(Int)
    case conditional(isTactic: Bool)
    /// `match … with` and its like, in front of the first `|`.
    case branching(Branch)
    case alternatives(column: Int, Branch)
    /// What `=>` leads to: behind `fun` and `|`.
    case arrow(Branch)
  }
  private enum Next { case nothing, block, tactic }

  private var frames: [Frame] = []
  private var next: Next
  private var line = 0
  /// First word of the last tactic.
  private var head = ""
  private var previous = ""

  init(isInTactic: Bool) { next = isInTactic ? .block : .nothing }

  /// Column of the innermost block of tactics within the innermost bracket; nil without one.
  var blockColumn: Int? {
    for case .tactics(let column) in inner { return column }
    return nil
  }

  /// Frames from the innermost outwards, up to a bracket.
  private var inner: some Sequence<Frame> {
    frames.reversed().prefix { if case .bracket = $0 { false } else { true } }
  }

  /// - Returns: whether a tactic begins with the token.
  mutating func take(_ token: LeanToken) -> Bool {
    if token.kind == .word, !token.isBareName, CommandWords.has(.command, token.text),
      !isNested || token.column == 0
    {
      frames = []
      next = .nothing
    }
    let isFirst = token.line > line
    line = token.line
    var starts = false
    switch next {
    case .block:
      frames.append(.tactics(token.column))
      starts = true
    case .tactic: starts = true
    case .nothing:
      let continues = token.kind == .closing || Self.continuing.contains(token.text)
      if isFirst && !continues { starts = goesOn(in: token.column) }
    }
    next = .nothing
    if starts { head = token.text }
    if !token.isBareName { follow(token, starts: starts, isFirst: isFirst) }
    previous = token.text
    return starts
  }

  private var isNested: Bool {
    frames.contains { if case .bracket = $0 { true } else { false } }
  }

  /// Ends the blocks that a line in this column is no part of. Whether it is the next tactic of the one that is left.
  private mutating func goesOn(in column: Int) -> Bool {
    var index = frames.count - 1
    while index >= 0 {
      switch frames[index] {
      case .bracket: return false
      case .tactics(let own) where own == column:
        frames.removeSubrange((index + 1)...)
        return true
      case .tactics(let own) where own < column: return false
      case .tactics: frames.removeSubrange(index...)
      default: break
      }
      index -= 1
    }
    return false
  }

  private mutating func follow(_ token: LeanToken, starts: Bool, isFirst: Bool) {
    if token.kind == .opening {
      frames.append(.bracket)
      next = starts && (token.text == "(" || token.text == "{") ? .block : .nothing
      return
    }
    if token.kind == .closing { return close() }
    switch token.text {
    case "by", "decreasing_by": next = .block
    case "·", ".": next = starts ? .block : .nothing
    case ";", "<;>", "<|>": next = blockColumn == nil ? .nothing : .tactic
    case "in" where head == "open" || head == "set_option":
      next = .tactic
      head = ""
    case "where", "termination_by": if !isNested { frames = [] }
    case "if": frames.append(.conditional(isTactic: starts))
    case "then", "else": branch(isLast: token.text == "else")
    case "fun", "λ": frames.append(.arrow(.term))
    case "match": frames.append(.branching(starts ? .tactic : .term))
    case "=>": arrow()
    case "|": bar(column: token.column, isFirst: isFirst)
    default: if starts { begin(token.text) }
    }
  }

  private mutating func begin(_ word: String) {
    if Self.branching.contains(word) { frames.append(.branching(.tactic)) }
    if Self.choosing.contains(word) { frames.append(.branching(.choice)) }
    if Self.combinators.contains(word) { next = .block }
  }

  private static let branching: Set<String> = [
    "induction", "cases", "fun_induction", "fun_cases", "intro",
  ]
  /// No tactic begins with these, and no block ends in front of them.
  private static let continuing: Set<String> = [
    "|", "<;>", "then", "else", "with", "at", "from", "using",
  ]
  private static let choosing: Set<String> = ["first", "solve"]
  private static let combinators: Set<String> = [
    "all_goals", "any_goals", "try", "repeat", "repeat'", "repeat1", "repeat1'", "focus",
    "classical",
    "fail_if_success", "checkpoint",
  ]

  private mutating func close() {
    while let last = frames.popLast() {
      if case .bracket = last { return }
    }
  }

  private mutating func branch(isLast: Bool) {
    var index = frames.count - 1
    while index >= 0 {
      if case .bracket = frames[index] { return }
      if case .conditional(let isTactic) = frames[index] {
        frames.removeSubrange((isLast ? index : index + 1)...)
        next = isTactic ? .block : .nothing
        return
      }
      index -= 1
    }
  }

  private mutating func arrow() {
    var index = frames.count - 1
    while index >= 0 {
      if case .bracket = frames[index] { break }
      if case .arrow(let branch) = frames[index] {
        frames.removeSubrange(index...)
        next = branch == .term ? .nothing : .block
        return
      }
      index -= 1
    }
    // `case x =>`, `next =>`, `conv =>`
    next = blockColumn == nil ? .nothing : .block
  }

  /// `|` begins the next of the alternatives that it is not in front of.
  private mutating func bar(column: Int, isFirst: Bool) {
    if previous == "fun" || previous == "λ" {
      frames.removeLast()
      frames.append(.branching(.term))
    }
    var index = frames.count - 1
    while index >= 0 {
      switch frames[index] {
      case .bracket: return
      case .branching(let branch):
        frames.removeSubrange(index...)
        return alternative(column, branch)
      case .alternatives(let own, let branch) where !isFirst || own <= column:
        frames.removeSubrange(index...)
        return alternative(own, branch)
      default: index -= 1
      }
    }
  }

  private mutating func alternative(_ column: Int, _ branch: Branch) {
    frames.append(.alternatives(column: column, branch))
    if branch == .choice { next = .block } else { frames.append(.arrow(branch)) }
  }
}
