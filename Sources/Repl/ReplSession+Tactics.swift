import Foundation
import LeanInterface
import LeanText

/// Tactics in a proof state: each is written where its `sorry` stood, after those before it, and the whole command
/// runs again. So they see what the `sorry` saw, and the kernel checks what they made.
extension ReplSession {
  private static let openGoals = "Incomplete: open goals remain"
  private static let containsSorry = "Incomplete: contains sorry"

  func run(tactic: String, in index: Int) async throws(CancellationError) -> ReplResponse {
    guard proofStates.indices.contains(index) else { return .refusal(Self.unknownProofState) }
    let state = proofStates[index]
    let tokens = SorryPlaces.find(in: tactic, isInTactic: true)
    // What is not tactic text could close the brackets around it.
    let bare = SorryFilling.bracketed(tokens, in: tactic) { _ in "(_" }.text
    if let objection = TacticText.objection(to: bare) {
      return .refusal("Lean error:\nnot tactic text: \(objection)")
    }
    let place = Place(before: state.before, tactic: tactic)
    let messages: [RawMessage]
    switch try await ask(state.before + place.text + state.after, in: state.environment) {
    case .silence(let reason): return .refusal(reason)
    case .messages(let found): messages = found
    }
    let own = messages.filter { place.lines.contains($0.pos.line) }
      .map { $0.moved(up: place.lines.lowerBound) }
    guard let goals = Place.goals(at: place.stateLine, messages) else {
      return .refusal(Self.failure(own, Self.news(in: messages, after: state.errors)))
    }
    var next = state
    next.before += place.bracketed
    next.usesSorry = state.usesSorry || !tokens.isEmpty || own.contains(where: \.isError)
    let status = try await status(of: next, goals: goals, messages)
    var sorries: [ReplResponse.Sorry] = []
    if !tokens.isEmpty {
      var around = state
      around.before += Place.opening
      around.after = Place.closing + Place.look + state.after
      sorries = try await self.sorries(of: tactic, in: around, isTactic: true)
    }
    proofStates.append(next)
    return ReplResponse(
      messages: ReplResponse.Message.list(own), sorries: sorries.isEmpty ? nil : sorries,
      proofState: proofStates.count - 1, proofStatus: status, goals: goals)
  }

  /// A tactic in brackets, so that it cannot swallow what follows, and a look at the goals it leaves.
  struct Place {
    static let opening = "(\n"
    static let closing = "\n)\n"
    static let look = "trace_state\nall_goals sorry"

    let bracketed: String
    /// Lines with the brackets and the tactic; the tactic's first is the one after `lowerBound`.
    let lines: ClosedRange<Int>
    var stateLine: Int { lines.upperBound + 1 }
    var text: String { bracketed + Self.look }

    init(before: String, tactic: String) {
      bracketed = Self.opening + tactic + Self.closing
      let first = 1 + LeanLines.breaks(in: before)
      lines = first...(first + LeanLines.breaks(in: bracketed) - 1)
    }

    /// What the look in `line` showed; nil where Lean did not get there.
    static func goals(at line: Int, _ messages: [RawMessage]) -> [String]? {
      messages.first {
        $0.severity == "information" && $0.pos.line == line && $0.pos.column == 0
      }.map { GoalBlocks.split($0.data) }
    }
  }

  /// Why a tactic gave no new state.
  private static func failure(_ own: [RawMessage], _ news: RawMessage?) -> String {
    guard let error = own.first(where: \.isError) ?? news else {
      return "Lean error:\nno goals were shown after the tactic"
    }
    return "Lean error:\n<input>:\(error.pos.line):\(error.pos.column): \(error.data)"
  }

  /// The first error that was not there before the tactic.
  private static func news(in messages: [RawMessage], after known: [String]) -> RawMessage? {
    var known = known
    for message in messages where message.isError {
      guard let index = known.firstIndex(of: message.data) else { return message }
      known.remove(at: index)
    }
    return nil
  }

  func status(
    of state: ProofState, goals: [String], _ messages: [RawMessage]
  ) async throws(CancellationError) -> String {
    if !goals.isEmpty { return Self.openGoals }
    if state.usesSorry { return Self.containsSorry }
    if let error = Self.news(in: messages, after: state.errors) { return "Error: \(error.data)" }
    if !messages.contains(where: \.usesSorry) { return "Completed" }
    return try await isSorryFree(state) ? "Completed" : Self.containsSorry
  }

  /// Whether only other `sorry`s of the command are left: with each of them taken from an axiom, nothing is `sorry`.
  private func isSorryFree(_ state: ProofState) async throws(CancellationError) -> Bool {
    let name = "Lemmaloom._hole\(UInt64.random(in: 0 ... .max))"
    func filled(_ text: String) -> String {
      SorryFilling.bracketed(SorryPlaces.find(in: text), in: text) { _ in "(nomatch \(name)" }
        .text
    }
    let text = filled(state.before) + Place.look + filled(state.after)
    let header = LeanFileHeader(text)
    let whole = header.text + "\naxiom _root_.\(name) : _root_.False\n" + header.body
    guard case .messages(let messages) = try await ask(whole, in: state.environment) else {
      return false
    }
    return !messages.contains(where: \.usesSorry)
      && Self.news(in: messages, after: state.errors) == nil
  }
}
