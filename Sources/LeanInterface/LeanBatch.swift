import Records

/// Composes many independent pieces into one file and sorts Lean's messages back to them by line.
struct LeanBatch {
  let header: LeanHeader

  /// Below this many tactics a second process costs more than it saves.
  static let tacticsWorthAProcess = 40

  /// Between two pieces: a parse error that runs over the end of one is reported here, not in the next.
  private static let separator = "section end"

  // MARK: Steps

  /// A theorem a goal; its tactics stand in one proof, each at a copy of the goal, because the header of a theorem
  /// costs several times a tactic.
  func compose(_ steps: [GoalStep]) -> String {
    // In front of what the header declares: it may bind variables that every theorem behind it takes.
    var lines: [String] = [LeanHeader(imports: header.imports, opens: header.opens).text]
    let widest = steps.map(\.tactics.count).max() ?? 0
    for count in Set(steps.map(\.tactics.count)).sorted() where count <= widest && count > 0 {
      lines.append(Self.fork(count) + "\n")
    }
    lines.append(LeanHeader(prelude: header.prelude).text)
    for (index, step) in steps.enumerated() {
      lines.append(text(of: step, index: index))
    }
    return lines.joined()
  }

  /// `theorem fork3 {P : Prop} (h1 h2 h3 : P) : P := h1`: one goal becomes three copies of itself.
  private static func fork(_ count: Int) -> String {
    let names = (1...count).map { "h\($0)" }.joined(separator: " ")
    return "theorem Lemmaloom.fork\(count) {P : Prop} (\(names) : P) : P := h1"
  }

  private func text(of step: GoalStep, index: Int) -> String {
    var text = head(of: step, index: index) + "\n"
    for tactic in step.tactics { text += Self.bullet(tactic) }
    return text + Self.separator + "\n"
  }

  /// What stands in front of the tactics. The goal may have line breaks of its own.
  private func head(of step: GoalStep, index: Int) -> String {
    let holes = [String](repeating: "?_", count: step.tactics.count).joined(separator: " ")
    return GoalStatement(step.stated).theorem("Lemmaloom.step\(index)")
      + "refine Lemmaloom.fork\(step.tactics.count) \(holes)"
  }

  static func bullet(_ tactic: String) -> String {
    let lines = tactic.split(separator: "\n", omittingEmptySubsequences: false)
    return "  · " + lines.joined(separator: "\n    ") + "\n"
  }

  /// Outcomes of each step; nil where the step's tactics must be tried one by one.
  func outcomes(of steps: [GoalStep], messages: [RawMessage]) -> [[TacticOutcome]?] {
    if let fault = headerFault(messages) {
      return steps.map { step in step.tactics.map { _ in .declined(fault) } }
    }
    var line =
      1 + header.text.count { $0 == "\n" } + Set(steps.map(\.tactics.count)).count { $0 > 0 }
    var owners: [Int: (step: Int, tactic: Int?)] = [:]
    for (index, step) in steps.enumerated() {
      let head = head(of: step, index: index).utf8.count { $0 == 10 } + 1
      for _ in 0..<head {
        owners[line] = (index, nil)
        line += 1
      }
      for (position, tactic) in step.tactics.enumerated() {
        for _ in 0..<(1 + tactic.count { $0 == "\n" }) {
          owners[line] = (index, position)
          line += 1
        }
      }
      owners[line] = (index, nil)
      line += 1
    }
    var grouped = steps.map { [[RawMessage]](repeating: [], count: $0.tactics.count) }
    var common = [[RawMessage]](repeating: [], count: steps.count)
    for message in messages {
      guard let owner = owners[message.pos.line] else { continue }
      if let tactic = owner.tactic {
        grouped[owner.step][tactic].append(message)
      } else {
        common[owner.step].append(message)
      }
    }
    return steps.indices.map { index in
      outcome(of: steps[index], messages: grouped[index], common: common[index])
    }
  }

  private func outcome(of step: GoalStep, messages: [[RawMessage]], common: [RawMessage])
    -> [TacticOutcome]?
  {
    let all = messages.flatMap { $0 } + common
    let spoils = all.contains { $0.isError && ($0.isParseError || $0.isLimit) }
    if spoils && step.tactics.count > 1 { return nil }
    if let trouble = common.first(where: \.isError) {
      let outcome: TacticOutcome =
        trouble.isLimit ? .declined(trouble.data) : .error(trouble.data)
      return step.tactics.map { _ in outcome }
    }
    return messages.map(Self.outcome)
  }

  /// Success is no error at all: a failed tactic may also report unsolved goals.
  static func outcome(of messages: [RawMessage]) -> TacticOutcome {
    let errors = messages.filter(\.isError)
    if let limit = errors.first(where: \.isLimit) { return .declined(limit.data) }
    if let other = errors.first(where: { $0.kind != RawMessage.unsolvedGoals }) {
      return .error(other.data)
    }
    if messages.contains(where: \.usesSorry) { return .error("uses sorry") }
    if let unsolved = errors.first {
      let goals = GoalText.parse(unsolved.data)
      return goals.isEmpty ? .error(unsolved.data) : .goals(goals)
    }
    return .closed
  }

  /// An import that fails: Lean says nothing about what follows.
  private func headerFault(_ messages: [RawMessage]) -> String? {
    messages.first { $0.isError && $0.pos.line <= header.imports.count }
      .map { "the imports fail: \($0.data)" }
  }

  // MARK: Snippets

  /// The file and, for each snippet, its range of lines with the separator after it.
  func compose(_ snippets: [String]) -> (text: String, lines: [ClosedRange<Int>]) {
    var text = header.text
    var line = 1 + text.count { $0 == "\n" }
    var ranges: [ClosedRange<Int>] = []
    for snippet in snippets {
      let count = 1 + snippet.count { $0 == "\n" }
      text += snippet + "\n" + Self.separator + "\n"
      ranges.append(line...(line + count))
      line += count + 1
    }
    return (text, ranges)
  }

  func snippetOutcomes(lines: [ClosedRange<Int>], messages: [RawMessage]) -> [SnippetOutcome] {
    if let fault = headerFault(messages) { return lines.map { _ in .declined(fault) } }
    var found = [[RawMessage]](repeating: [], count: lines.count)
    for message in messages {
      if let index = Self.index(of: message.pos.line, in: lines) { found[index].append(message) }
    }
    return zip(lines, found).map { range, messages in
      if let limit = messages.first(where: { $0.isError && $0.isLimit }) {
        return .declined(limit.data)
      }
      let local = messages.map { raw in
        var message = raw.message
        message.line -= range.lowerBound - 1
        return message
      }
      return .finished(messages: local, isSorryFree: !messages.contains(where: \.usesSorry))
    }
  }

  private static func index(of line: Int, in ranges: [ClosedRange<Int>]) -> Int? {
    var low = 0
    var high = ranges.count - 1
    while low <= high {
      let middle = (low + high) / 2
      if ranges[middle].contains(line) { return middle }
      if line < ranges[middle].lowerBound { high = middle - 1 } else { low = middle + 1 }
    }
    return nil
  }
}
