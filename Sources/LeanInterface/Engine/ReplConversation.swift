import Records

/// Statements and tactics, one request after another. The protocol has no way to forget a state: a process that grows is
/// replaced.
struct ReplConversation: StateConversation {
  /// The header's.
  private let environment: Int?
  private var states = KeptStates(limit: KeptStates.statesMax)
  /// All goals of a state as they were printed, by the state's number.
  private var shown: [Int: [String]] = [:]

  init(environment: Int?) { self.environment = environment }

  func keeps(_ goal: Goal) -> Bool { states.contains(goal) }

  mutating func apply(_ trials: [GoalTrial], _ process: BoundedProcess)
    async throws(CancellationError) -> (outcomes: [TacticOutcome], ending: String?)
  {
    for state in states.takeIdle() { shown[state] = nil }
    var outcomes: [TacticOutcome] = []
    /// What was stated for these tactics, or why it was not.
    var stated: [String: Statement] = [:]
    for trial in trials {
      let place: KeptStates.Place
      if let kept = states.place(of: trial.goal) {
        place = kept
      } else {
        let known = stated[trial.goal.key]
        let statement: Statement
        if let known { statement = known } else { statement = try await state(trial, process) }
        stated[trial.goal.key] = statement
        switch statement {
        case .state(let state): place = KeptStates.Place(state: state, index: 0)
        case .fault(let fault):
          outcomes.append(fault)
          continue
        case .ended(let reason): return (outcomes, reason)
        }
      }
      let goals = shown[place.state] ?? [""]
      let reply = try await process.ask(
        ReplText.tactic(trial.tactic, at: place, of: goals.count))
      if let ending = reply.ending { return (outcomes, ending) }
      guard let answer = ReplAnswer.read(reply.text) else {
        return (outcomes, ReplAnswer.garbage(reply.text))
      }
      outcomes.append(outcome(answer, others: Self.others(goals, place.index)))
    }
    return (outcomes, nil)
  }

  private enum Statement {
    case state(Int)
    case fault(TacticOutcome)
    case ended(String)
  }

  private mutating func state(_ trial: GoalTrial, _ process: BoundedProcess)
    async throws(CancellationError) -> Statement
  {
    let reply = try await process.ask(ReplText.statement(trial.stated, in: environment))
    if let ending = reply.ending { return .ended(ending) }
    guard let answer = ReplAnswer.read(reply.text) else {
      return .ended(ReplAnswer.garbage(reply.text))
    }
    if let message = answer.message { return .fault(.declined(message)) }
    if let fault = answer.fault { return .fault(fault) }
    // Some versions list it twice.
    guard let sorry = answer.sorries?.first, let state = sorry.proofState,
      answer.sorries?.allSatisfy({ $0.goal == sorry.goal }) == true
    else { return .fault(.declined("the REPL gave no proof state of the goal")) }
    shown[state] = [sorry.goal ?? ""]
    states.add(state, [trial.goal])
    return .state(state)
  }

  /// The goals that stand behind the one worked on, in the order in which a tactic leaves them.
  private static func others(_ goals: [String], _ index: Int) -> [String] {
    Array(goals.dropFirst(index + 1) + goals.prefix(index))
  }

  private mutating func outcome(_ answer: ReplAnswer, others: [String]) -> TacticOutcome {
    if let message = answer.message {
      // Without this the text was not looked at: a state that is not there, a Lean that was stopped.
      guard message.hasPrefix(ReplAnswer.tacticFails) else { return .declined(message) }
      let error = message.dropFirst(ReplAnswer.tacticFails.count).drop(while: \.isNewline)
      return LeanLimits.isLimit(message) ? .declined(String(error)) : .error(String(error))
    }
    if let fault = answer.fault { return fault }
    let status = answer.proofStatus ?? "no proofStatus"
    if answer.sorries?.isEmpty == false || status == ReplAnswer.containsSorry {
      return .error("uses sorry")
    }
    guard let state = answer.proofState, let goals = answer.goals else {
      return .declined("no answer to a tactic: it has no proofState or no goals")
    }
    guard goals.suffix(others.count).elementsEqual(others) else {
      return .declined("the goals beside the one worked on are not what they were")
    }
    let new = goals.dropLast(others.count)
    guard !new.isEmpty else {
      let closed = others.isEmpty ? ReplAnswer.completed : ReplAnswer.goalsRemain
      return status == closed ? .closed : .error(status)
    }
    let parsed = new.map { GoalText.parse($0) }
    guard parsed.allSatisfy({ $0.count == 1 }) else {
      return .error(new.joined(separator: "\n\n"))
    }
    let left = parsed.flatMap { $0 }
    // What two goals share, work on one would change in the other.
    if left.allSatisfy(\.isRestatable) {
      shown[state] = goals
      states.add(state, left)
    }
    return .goals(left)
  }
}
