import LeanInterface
import LeanText

/// Goals of `sorry`: plain `lean` only warns, so a second run has each `sorry` show its goal before it closes it.
extension ReplSession {
  /// Runs of Lean after which a `sorry` without a goal is left without one.
  private static let passesMax = 4

  /// Every `sorry` of `text`, which stands between `state.before` and `state.after`; each becomes a proof state.
  func sorries(of text: String, in state: ProofState, isTactic: Bool)
    async throws(CancellationError) -> [ReplResponse.Sorry]
  {
    var tokens = SorryPlaces.find(in: text, isInTactic: isTactic)
    let goals = try await goals(of: &tokens, in: text, state)
    return zip(tokens, goals).map { token, goal in
      let before = LeanLines.cut(text, at: token.offset).before
      let after = LeanLines.cut(text, at: token.end).after
      proofStates.append(
        ProofState(
          environment: state.environment,
          before: state.before + before + Self.opening(token) + "\n",
          after: token.closingBracket + after + state.after, errors: state.errors))
      let end = token.column + SorryPlace.length
      return ReplResponse.Sorry(
        pos: isTactic ? nil : ReplResponse.Position(line: token.line, column: token.column),
        endPos: isTactic ? nil : ReplResponse.Position(line: token.line, column: end),
        goal: goal, proofState: proofStates.count - 1)
    }
  }

  private static func opening(_ token: SorryPlace) -> String { token.isTactic ? "(" : "(by" }

  /// The goal of each token, empty where Lean shows none. Whether a token stands for a term or a tactic is guessed;
  /// where an error shows that the guess was wrong, it is corrected and Lean asked again.
  private func goals(
    of tokens: inout [SorryPlace], in text: String, _ state: ProofState
  ) async throws(CancellationError) -> [String] {
    var goals = [String](repeating: "", count: tokens.count)
    var corrected: Set<Int> = []
    let shift = LeanLines.breaks(in: state.before)
    for _ in 0..<(tokens.isEmpty ? 0 : Self.passesMax) {
      let filling = SorryFilling.bracketed(tokens, in: text) {
        Self.opening($0) + "\ntrace_state\nsorry"
      }
      let asked = state.before + filling.text + state.after
      guard case .messages(let all) = try await ask(asked, in: state.environment) else { break }
      let messages = all.map { $0.moved(up: shift) }
      var isChanged = false
      for (index, block) in filling.blocks.enumerated() where goals[index].isEmpty {
        let shown = messages.first {
          $0.severity == "information" && $0.pos.line == block.line + 1 && $0.pos.column == 0
        }
        if let goal = shown.flatMap({ GoalBlocks.split($0.data).first }) {
          goals[index] = goal
        } else if !corrected.contains(index),
          messages.contains(where: {
            $0.isError && block.contains(line: $0.pos.line, column: $0.pos.column)
          })
        {
          tokens[index].isTactic.toggle()
          corrected.insert(index)
          isChanged = true
        }
      }
      if !isChanged { break }
    }
    return goals
  }
}

/// Goals as Lean prints them one after the other, each kept as it is.
enum GoalBlocks {
  static func split(_ text: String) -> [String] {
    var goals: [String] = []
    var block: [Substring] = []
    var hasTarget = false
    func close() {
      if hasTarget { goals.append(block.joined(separator: "\n")) }
      block = []
      hasTarget = false
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // A target ends at an empty line, or at one that is not indented as its own are.
      if line.isEmpty || hasTarget && line.first != " " { close() }
      if line.isEmpty { continue }
      block.append(line)
      if line.hasPrefix("⊢ ") { hasTarget = true }
    }
    close()
    return goals
  }
}
