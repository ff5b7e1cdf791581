import Foundation
import Records

/// Requests to `lemmaloom-engine`: lines of fields with tabs between them.
enum NativeText {
  static func line(_ fields: [String]) -> String {
    fields.map(escaped).joined(separator: "\t")
  }

  private static func escaped(_ field: String) -> String {
    var text = ""
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// One line of its answer.
struct NativeAnswer: Decodable {
  enum Outcome: String, Decodable { case closed, goals, error, limit }

  var ok: Bool?
  var outcome: Outcome?
  var goals: [String]?
  var text: String?
  var error: String?
  var limit: String?

  static func read(_ line: some StringProtocol) -> NativeAnswer? {
    try? JSONDecoder().decode(NativeAnswer.self, from: Data(line.utf8))
  }
}

/// Its answer to `status`.
struct NativeStatus: Decodable {
  var milliseconds: [String: Double]

  static func read(_ line: String) -> NativeStatus? {
    try? JSONDecoder().decode(NativeStatus.self, from: Data(line.utf8))
  }
}

/// Requests that are sent together, and what is read from their answers.
struct Block {
  private enum Request {
    /// States a goal: for the tactics behind it.
    case goal(state: Int, Goal)
    case tactic(state: Int)
    case forget
  }

  private(set) var states: KeptStates
  private var requests: [Request] = []
  private var lines: [String] = []
  /// States that goals get within this block.
  private var stated: [String: Int] = [:]

  init(states: KeptStates) {
    self.states = states
    let idle = self.states.takeIdle()
    if !idle.isEmpty {
      requests.append(.forget)
      lines.append(NativeText.line(["forget"] + idle.map(String.init)))
    }
  }

  var text: String { lines.joined(separator: "\n") }

  mutating func add(_ trial: GoalTrial) {
    let goal = trial.goal
    let place: KeptStates.Place
    if let state = stated[goal.key] {
      place = KeptStates.Place(state: state, index: 0)
    } else if let kept = states.place(of: goal) {
      place = kept
    } else {
      let state = states.newState()
      stated[goal.key] = state
      requests.append(.goal(state: state, goal))
      let statement = GoalStatement(trial.stated)
      lines.append(
        NativeText.line(["goal", "\(state)", "\(statement.nameCount)", statement.proposition]))
      place = KeptStates.Place(state: state, index: 0)
    }
    let new = states.newState()
    requests.append(.tactic(state: new))
    lines.append(
      NativeText.line(["tactic", "\(place.state)", "\(place.index)", "\(new)", trial.tactic]))
  }

  /// Outcomes of the tactics that were answered, in their order.
  mutating func read(_ text: String) -> [TacticOutcome] {
    var outcomes: [TacticOutcome] = []
    // Why a goal could not be stated, which is then so for its tactics.
    var fault: TacticOutcome?
    for (request, line) in zip(requests, text.split(separator: "\n")) {
      // Half a line, where the process ended over it.
      guard let answer = NativeAnswer.read(line) else { break }
      switch request {
      case .forget: continue
      case .goal(let state, let goal):
        fault = answer.limit.map { .declined($0) } ?? answer.error.map { .error($0) }
        if fault == nil { states.add(state, [goal]) }
      case .tactic(let state):
        outcomes.append(fault ?? outcome(answer, state))
      }
    }
    return outcomes
  }

  private mutating func outcome(_ answer: NativeAnswer, _ state: Int) -> TacticOutcome {
    let text = answer.text ?? answer.error ?? answer.limit ?? ""
    switch answer.outcome {
    case .closed: return .closed
    case .error: return .error(text)
    case .limit: return .declined(text)
    case .goals:
      let goals = (answer.goals ?? []).map { GoalText.parse($0) }
      guard goals.allSatisfy({ $0.count == 1 }), !goals.isEmpty else {
        states.add(state, [])
        return .error((answer.goals ?? []).joined(separator: "\n\n"))
      }
      states.add(state, goals.flatMap { $0 })
      return .goals(goals.flatMap { $0 })
    case nil: return .declined(text)
    }
  }
}
